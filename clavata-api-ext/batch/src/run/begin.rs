//! Starts a run, or continues an earlier one.

use std::io;
use std::path::Path;

use clavata_api_ext::files::Target;

use super::BatchRun;
use super::earlier::{adopt, give_up};
use crate::disk;
use crate::error::BatchError;
use crate::input::CheckedInput;
use crate::progress::BatchProgress;
use crate::state::{Made, State, Step, remove};

/// Continues an earlier run, or creates a batch job. Returns whether it continued one.
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

/// Fails if the output would replace a file, unless the caller allowed that or the file is the
/// incomplete output of an earlier run.
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
    let what = "it already exists and would be replaced";
    Err(BatchError::file(&run.output, what, &error))
}

async fn create(run: &BatchRun, path: &Path, checked: &CheckedInput) -> Result<State, BatchError> {
    let mut state = State::new(path, run.unique_name(), run.policy, &run.input, checked);
    state.save()?;
    let mut create = run.batch.create(&state.name, run.policy);
    if let Some(url) = &run.webhook_url {
        create = create.webhook_url(url);
    }
    let answer = match create.await {
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
