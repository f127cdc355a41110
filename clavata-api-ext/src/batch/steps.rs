//! A batch job from CSV to CSV: its steps, each remembered before the next begins.

use std::io;
use std::path::Path;

use super::answers::join;
use super::begin::begin;
use super::disk;
use super::download::download;
use super::error::BatchError;
use super::state_file::{Fingerprint, State, Step};
use super::upload::upload;
use super::{BatchProgress, BatchReport, BatchRun, CheckedInput};
use crate::api::{BatchJob, BatchJobState};
use crate::error::Error;
use crate::files::{Lock, Partial, Target};

/// How often an answer that says COMPLETED without an output is asked for again, and an address of the
/// output that has expired is renewed.
const ROUNDS: u32 = 3;

pub(super) async fn run(run: BatchRun) -> Result<BatchReport, BatchError> {
    keep_input(&run)?;
    let mut checked = run.batch.check(&run.input).await?;
    run.progress.tell(&BatchProgress::Checked {
        rows: checked.rows,
        bytes: checked.bytes,
        warnings: checked.warnings.clone(),
    });
    let _lock = lock(&run)?;
    let target = Target::look(&run.output)
        .map_err(|error| BatchError::file(&run.output, "it cannot be written", &error))?;
    let (mut state, resumed) = begin(&run, &checked, &target).await?;
    if state.step == Step::Created {
        upload_step(&run, &mut state, &checked, resumed).await?;
    }
    let job = wait(&run, &state).await?;
    let mut partial = download_step(&run, job, &target).await?;

    let (input, came) = (run.input.clone(), partial.path().to_owned());
    let judged = disk::blocking(move || {
        let unreadable = |error| BatchError::file(&came, "it cannot be read", &error);
        let fingerprint = Fingerprint::of(&came).map_err(unreadable)?;
        let joined = join(&input, &came, &mut checked);
        Ok((joined, fingerprint, checked))
    });
    let (joined, fingerprint, checked) = judged.await?;
    // Whole or not, it stays: what is remembered of it says that it may be replaced.
    state.published = Some(fingerprint);
    state.save()?;
    publish(&run, &mut partial)?;
    let joined = joined.map_err(|error| elsewhere(error, partial.path(), &run.output))?;
    let report = BatchReport {
        batch_job_id: state.batch_job_id.clone(),
        output: run.output,
        rows: checked.rows,
        output_rows: joined.output_rows,
        answered: joined.answered,
        missing: joined.missing,
        unknown: joined.unknown,
        unknown_rows: joined.unknown_rows,
        problems: joined.problems,
        problem_count: joined.problem_count,
        warnings: checked.warnings,
        resumed,
    };
    if report.is_complete() {
        state.remove()?;
    }
    Ok(report)
}

/// An error about the output as it was while it was partial is about the output.
fn elsewhere(error: BatchError, partial: &Path, output: &Path) -> BatchError {
    match error {
        BatchError::Output { path, why } if path == partial => BatchError::Output {
            path: output.to_owned(),
            why,
        },
        _ => error,
    }
}

/// Fails where the output would take the place of the input.
fn keep_input(run: &BatchRun) -> Result<(), BatchError> {
    match (run.input.canonicalize(), run.output.canonicalize()) {
        (Ok(input), Ok(output)) if input == output => Err(BatchError::OutputIsInput),
        _ => Ok(()),
    }
}

fn lock(run: &BatchRun) -> Result<Lock, BatchError> {
    Lock::take(disk::with_suffix(&run.output, ".clavata-lock")).map_err(|error| {
        let problem = if error.kind() == io::ErrorKind::WouldBlock {
            BatchError::State {
                path: State::path_beside(&run.output),
                why: "another run with this output is under way".to_owned(),
            }
        } else {
            let lock = disk::with_suffix(&run.output, ".clavata-lock");
            BatchError::file(&lock, "it cannot be locked", &error)
        };
        problem
    })
}

fn publish(run: &BatchRun, partial: &mut Partial) -> Result<(), BatchError> {
    partial
        .file()
        .sync_all()
        .and_then(|()| partial.publish())
        .map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    "another file has appeared there and is left alone: move it away and run the same again"
                }
                _ => "it cannot be written",
            };
            BatchError::file(&run.output, what, &error)
        })
}

/// Whether a batch job still takes a CSV.
pub(super) fn waits_for_input(state: &BatchJobState) -> bool {
    matches!(
        state,
        BatchJobState::Initialized | BatchJobState::Unspecified
    )
}

async fn has_begun(run: &BatchRun, id: &str) -> Result<bool, BatchError> {
    let job = run.batch.get(id).await?;
    Ok(!waits_for_input(&job.state))
}

async fn upload_step(
    run: &BatchRun,
    state: &mut State,
    checked: &CheckedInput,
    resumed: bool,
) -> Result<(), BatchError> {
    let id = state.batch_job_id.clone();
    if !resumed || !has_begun(run, &id).await? {
        let expired = |status, code| {
            let id = id.clone();
            BatchError::UploadExpired { id, status, code }
        };
        if state.upload_expired() {
            return Err(expired(None, None));
        }
        let address = state.upload_url.as_deref().unwrap_or_default();
        let place = &run.batch.upload_to(address)?;
        let id = &id;
        let sent = place.repeat(|number| {
            attempt(async move {
                // An upload whose answer was lost may have arrived: once the batch job has begun with
                // it, it must not be replaced.
                if number > 1 && has_begun(run, id).await? {
                    return Ok(());
                }
                upload(place, &run.input, checked, &run.progress).await
            })
        });
        sent.await
            .map_err(|error| match error.refused_by_storage() {
                Some((403, code)) => expired(Some(403), code.map(str::to_owned)),
                _ => error.into(),
            })??;
    }
    state.step = Step::Uploaded;
    state.upload_url = None;
    state.save()
}

/// Waits until there is an output.
async fn wait(run: &BatchRun, state: &State) -> Result<BatchJob, BatchError> {
    let mut poller = run.poller(&state.batch_job_id);
    let mut without_output = 0;
    loop {
        let job = poller.next().await?;
        run.progress.tell(&BatchProgress::Waiting {
            state: job.state.clone(),
            elapsed: poller.elapsed(),
            polls: poller.polls(),
        });
        match job.state {
            BatchJobState::Completed if !job.output_file_url.is_empty() => return Ok(job),
            BatchJobState::Completed => {
                without_output += 1;
                if without_output == ROUNDS {
                    let id = job.batch_job_id;
                    return Err(BatchError::NoOutput { id });
                }
            }
            BatchJobState::Error | BatchJobState::Cancelled => {
                state.remove()?;
                let problem = BatchError::Ended {
                    id: job.batch_job_id,
                    state: job.state,
                };
                return Err(problem);
            }
            _ => {}
        }
    }
}

async fn download_step(
    run: &BatchRun,
    mut job: BatchJob,
    target: &Target,
) -> Result<Partial, BatchError> {
    let partial = target
        .begin()
        .map_err(|error| BatchError::file(&run.output, "it cannot be written", &error))?;
    let mut round = 1;
    loop {
        let place = run.batch.download_from(&job.output_file_url)?;
        let got = place.repeat(|_| attempt(download(&place, &partial, &run.progress)));
        match got.await {
            Ok(outcome) => return outcome.map(|()| partial),
            Err(error) => match error.refused_by_storage() {
                // Each answer brings a new address.
                Some((403, _)) if round < ROUNDS => {
                    job = run.batch.get(&job.batch_job_id).await?;
                    round += 1;
                }
                _ => return Err(error.into()),
            },
        }
    }
}

/// An attempt as the client repeats it: by what its calls say. What is wrong with a file is final.
async fn attempt<T>(
    work: impl Future<Output = Result<T, BatchError>>,
) -> Result<Result<T, BatchError>, Error> {
    match work.await {
        Err(BatchError::Call(error)) => Err(error),
        outcome => Ok(outcome),
    }
}
