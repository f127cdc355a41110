//! Finds or cancels the batch job of an earlier run.

use clavata_api_ext::Batch;
use clavata_api_ext::api::{BatchJob, BatchJobState};

use super::BatchRun;
use crate::error::BatchError;
use crate::progress::BatchProgress;
use crate::state::{Made, State, Step};

/// Whether a batch job still accepts a CSV.
fn waits_for_input(state: &BatchJobState) -> bool {
    matches!(
        state,
        BatchJobState::Initialized | BatchJobState::Unspecified
    )
}

/// Whether a batch job has started on a CSV.
pub(super) async fn has_begun(run: &BatchRun, id: &str) -> Result<bool, BatchError> {
    let job = run.batch.get(id).await?;
    Ok(!waits_for_input(&job.state))
}

/// Returns the batch jobs that an earlier run created, or may have created.
async fn jobs_of(run: &BatchRun, made: &Made) -> Result<Vec<BatchJob>, BatchError> {
    let mut jobs = run.batch.list().await?;
    jobs.retain(|job| made.is(job));
    Ok(jobs)
}

/// Finds the batch job of a create whose response was lost.
pub(super) async fn adopt(run: &BatchRun, state: &mut State) -> Result<(), BatchError> {
    let jobs = jobs_of(run, &state.made()).await?;
    let begun = |job: &&BatchJob| !waits_for_input(&job.state);
    if let Some(job) = jobs.iter().find(begun) {
        if !Batch::is_id(&job.batch_job_id) {
            return Err(state
                .refuse("the gateway lists the batch job of an earlier run with an invalid id"));
        }
        state.step = Step::Uploaded;
        state.batch_job_id.clone_from(&job.batch_job_id);
        return state.save();
    }
    Err(state.refuse(&match jobs.first() {
        Some(job) => format!(
            "an earlier run created batch job {} and was interrupted before it had the upload URL; nothing was judged: start over, which cancels it and creates another",
            job.batch_job_id
        ),
        None => format!(
            "an earlier run was interrupted while it created the batch job named {}, and the gateway lists none with that name; nothing was judged: start over to create another",
            state.name
        ),
    }))
}

/// Cancels the batch jobs that an earlier run created and that have not ended.
pub(super) async fn give_up(run: &BatchRun, made: &Made) -> Result<(), BatchError> {
    if made.id.is_empty() && made.name.is_empty() {
        return Ok(());
    }
    let jobs = jobs_of(run, made).await?;
    if jobs.is_empty() && !made.id.is_empty() {
        let id = made.id.clone();
        run.progress.tell(&BatchProgress::NotGivenUp { id });
    }
    for job in jobs {
        if Batch::has_ended(&job) {
            continue;
        }
        let id = job.batch_job_id;
        match run.batch.cancel(&id).await {
            Ok(_) => run.progress.tell(&BatchProgress::GivenUp { id }),
            // It ended in the meantime.
            Err(error) if error.is_not_found() || error.grpc_code() == Some(9) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
