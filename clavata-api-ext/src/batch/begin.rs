//! How a run begins: anew, or where an earlier one was interrupted.

use std::io;
use std::path::Path;

use super::error::BatchError;
use super::state_file::{Made, State, Step, remove};
use super::steps::waits_for_input;
use super::{BatchProgress, BatchRun, CheckedInput, check_id, disk, has_ended};
use crate::api::{BatchJob, CreateBatchJobRequest};
use crate::files::Target;

/// Goes on with what an earlier run left, or creates. Says whether it went on.
pub(super) async fn begin(
    run: &BatchRun,
    checked: &CheckedInput,
    target: &Target,
) -> Result<(State, bool), BatchError> {
    let path = State::path_beside(&run.output);
    let left = match State::load(&path) {
        Err(_) if run.start_over => {
            may_take(run, target, None).await?;
            give_up(run, &Made::salvaged(&path)).await?;
            remove(&path)?;
            None
        }
        left => may_take(run, target, left?).await?,
    };
    let Some(mut state) = left else {
        return Ok((create(run, &path, checked).await?, false));
    };
    if run.start_over {
        give_up(run, &state.made()).await?;
        state.remove()?;
        return Ok((create(run, &path, checked).await?, false));
    }
    state.check(run.policy, checked)?;
    if state.step == Step::Creating {
        adopt(run, &mut state).await?;
    }
    run.progress.tell(&BatchProgress::Resumed {
        id: state.batch_job_id.clone(),
        uploaded: state.step == Step::Uploaded,
    });
    Ok((state, true))
}

/// Fails where the output would replace a file, unless that was asked for or is what an earlier run
/// left there, not whole.
async fn may_take(
    run: &BatchRun,
    target: &Target,
    left: Option<State>,
) -> Result<Option<State>, BatchError> {
    if !target.is_taken() || run.overwrite {
        return Ok(left);
    }
    let output = run.output.clone();
    let (left, is_ours) = disk::blocking(move || {
        let is_ours = left
            .as_ref()
            .is_some_and(|left| left.has_published(&output));
        Ok((left, is_ours))
    })
    .await?;
    if is_ours {
        return Ok(left);
    }
    let error = io::Error::from(io::ErrorKind::AlreadyExists);
    let what = "it is there already, and would be replaced";
    let problem = BatchError::file(&run.output, what, &error);
    Err(problem)
}

async fn create(run: &BatchRun, path: &Path, checked: &CheckedInput) -> Result<State, BatchError> {
    let mut state = State::new(path, run.unique_name(), run.policy, &run.input, checked);
    state.save()?;
    let request = CreateBatchJobRequest {
        name: state.name.clone(),
        policy_id: run.policy,
        webhook_url: run.webhook_url.clone(),
    };
    let answer = match run.batch.create_with(request).await {
        Ok(answer) => answer,
        Err(error) => {
            if !error.may_have_been_sent() {
                state.remove()?;
            }
            return Err(error.into());
        }
    };
    state.step = Step::Created;
    state.batch_job_id = answer.batch_job_id;
    state.upload_url = Some(answer.input_file_upload_url);
    state.save()?;
    run.progress.tell(&BatchProgress::Created {
        id: state.batch_job_id.clone(),
        name: state.name.clone(),
    });
    Ok(state)
}

/// The batch jobs that an earlier run made, or may have made.
async fn jobs_of(run: &BatchRun, made: &Made) -> Result<Vec<BatchJob>, BatchError> {
    let mut jobs = run.batch.list(&[], &[]).await?;
    jobs.retain(|job| made.is(job));
    Ok(jobs)
}

/// Finds the batch job whose create had no answer.
async fn adopt(run: &BatchRun, state: &mut State) -> Result<(), BatchError> {
    let jobs = jobs_of(run, &state.made()).await?;
    let begun = |job: &&BatchJob| !waits_for_input(&job.state);
    if let Some(job) = jobs.iter().find(begun) {
        check_id(&job.batch_job_id)?;
        state.step = Step::Uploaded;
        state.batch_job_id.clone_from(&job.batch_job_id);
        return state.save();
    }
    Err(state.refuse(&match jobs.first() {
        Some(job) => format!(
            "an earlier run created batch job {} and was interrupted before it learned where to upload; nothing was judged: start over, which cancels it and creates another",
            job.batch_job_id
        ),
        None => format!(
            "an earlier run was interrupted while it created the batch job named {}, and the gateway lists none of that name; nothing was judged: start over to create another",
            state.name
        ),
    }))
}

/// Cancels what an earlier run made, as far as it has not ended.
async fn give_up(run: &BatchRun, made: &Made) -> Result<(), BatchError> {
    if made.id.is_empty() && made.name.is_empty() {
        return Ok(());
    }
    for job in jobs_of(run, made).await? {
        if has_ended(&job.state) {
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
