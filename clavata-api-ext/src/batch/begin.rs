//! How a run begins: anew, or where an earlier one was interrupted.

use std::fs;
use std::io;
use std::path::Path;

use super::disk::PartFile;
use super::problem::BatchProblem;
use super::state_file::{State, Step};
use super::steps::waits_for_input;
use super::{BatchProgress, BatchRun, CheckedInput, has_ended};
use crate::api::{BatchJob, CreateBatchJobRequest};
use crate::error::{Error, Evidence};

/// Goes on with what an earlier run left, or creates. Says whether it went on.
pub(super) async fn begin(
    run: &BatchRun,
    checked: &CheckedInput,
    part: &PartFile,
) -> Result<(State, bool), Error> {
    let path = State::path_beside(&run.output);
    let mut left = State::load(&path)?;
    if run.start_over
        && let Some(state) = left.take()
    {
        give_up(run, &state).await?;
    }
    let Some(mut state) = left else {
        let created = create(run, &path, checked).await;
        if created.is_err() && !path.exists() {
            // Nothing was begun: leave nothing behind. What cannot be removed does no harm.
            let _ = fs::remove_file(&part.path);
        }
        return Ok((created?, false));
    };
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

async fn create(run: &BatchRun, path: &Path, checked: &CheckedInput) -> Result<State, Error> {
    if run.output.exists() && !run.overwrite {
        let error = io::Error::from(io::ErrorKind::AlreadyExists);
        let what = "it is there already, and would be replaced";
        let problem = BatchProblem::file(&run.output, what, &error);
        return Err(problem.into_error(Evidence::NotSent));
    }
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
            return Err(error);
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
async fn made(run: &BatchRun, state: &State) -> Result<Vec<BatchJob>, Error> {
    let mut jobs = run.batch.list(&[], &[]).await?;
    jobs.retain(|job| {
        if state.batch_job_id.is_empty() {
            job.name == state.name
        } else {
            job.batch_job_id == state.batch_job_id
        }
    });
    Ok(jobs)
}

/// Finds the batch job whose create had no answer.
async fn adopt(run: &BatchRun, state: &mut State) -> Result<(), Error> {
    let jobs = made(run, state).await?;
    let begun = |job: &&BatchJob| !waits_for_input(&job.state);
    if let Some(job) = jobs.iter().find(begun) {
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

async fn give_up(run: &BatchRun, state: &State) -> Result<(), Error> {
    for job in made(run, state).await? {
        if has_ended(&job.state) {
            continue;
        }
        let id = job.batch_job_id;
        match run.batch.cancel(&id).await {
            Ok(_) => run.progress.tell(&BatchProgress::GivenUp { id }),
            // It ended in the meantime.
            Err(error) if error.is_not_found() || error.grpc_code() == Some(9) => {}
            Err(error) => return Err(error),
        }
    }
    state.remove()
}
