//! A batch job from CSV to CSV: its steps, each remembered before the next begins.

use std::io;

use super::begin::begin;
use super::disk::{self, PartFile};
use super::download::download;
use super::join::join;
use super::problem::BatchProblem;
use super::state_file::{State, Step};
use super::upload::upload;
use super::{BatchProgress, BatchReport, BatchRun, CheckedInput, storage};
use crate::api::{BatchJob, BatchJobState};
use crate::error::{Error, Evidence};
use crate::operation::Operation;
use crate::retry::{Clock, retry_loop};
use crate::trace;

/// How often an answer that says COMPLETED without an output is asked for again, and an address of the
/// output that has expired is renewed.
const ROUNDS: u32 = 3;

pub(super) async fn run(run: BatchRun) -> Result<BatchReport, Error> {
    keep_input(&run)?;
    let mut checked = run.batch.check(&run.input).await?;
    run.progress.tell(&BatchProgress::Checked {
        rows: checked.rows,
        bytes: checked.bytes,
        warnings: checked.warnings.clone(),
    });
    let part = open_part(&run)?;
    let (mut state, resumed) = begin(&run, &checked, &part).await?;
    if state.step == Step::Created {
        upload_step(&run, &mut state, &checked, resumed).await?;
    }
    let job = wait(&run, &state).await?;
    download_step(&run, job, &part).await?;

    let (input, output) = (run.input.clone(), run.output.clone());
    let joined = disk::blocking(move || {
        let joined = join(&input, &output, &mut checked)?;
        Ok((joined, checked))
    });
    let (joined, checked) = joined.await?;
    state.remove()?;
    Ok(BatchReport {
        batch_job_id: state.batch_job_id,
        output: run.output,
        rows: checked.rows,
        output_rows: joined.output_rows,
        answered: joined.answered,
        missing: joined.missing,
        unknown: joined.unknown,
        unknown_rows: joined.unknown_rows,
        warnings: checked.warnings,
        resumed,
    })
}

/// Fails where the output would take the place of the input.
fn keep_input(run: &BatchRun) -> Result<(), Error> {
    match (run.input.canonicalize(), run.output.canonicalize()) {
        (Ok(input), Ok(output)) if input == output => {
            Err(Error::not_built("the output would replace the input"))
        }
        _ => Ok(()),
    }
}

fn open_part(run: &BatchRun) -> Result<PartFile, Error> {
    PartFile::open(&run.output).map_err(|error| {
        let problem = if error.kind() == io::ErrorKind::WouldBlock {
            BatchProblem::State {
                path: State::path_beside(&run.output),
                why: "another run with this output is under way".to_owned(),
            }
        } else {
            BatchProblem::file(&run.output, "it cannot be written", &error)
        };
        problem.into_error(Evidence::NotSent)
    })
}

/// Whether a batch job still takes a CSV.
pub(super) fn waits_for_input(state: &BatchJobState) -> bool {
    matches!(
        state,
        BatchJobState::Initialized | BatchJobState::Unspecified
    )
}

async fn has_begun(run: &BatchRun, id: &str) -> Result<bool, Error> {
    let job = run.batch.get(id).await?;
    Ok(!waits_for_input(&job.state))
}

async fn upload_step(
    run: &BatchRun,
    state: &mut State,
    checked: &CheckedInput,
    resumed: bool,
) -> Result<(), Error> {
    let id = state.batch_job_id.clone();
    if !resumed || !has_begun(run, &id).await? {
        let expired = |status, code| {
            let id = id.clone();
            BatchProblem::UploadExpired { id, status, code }.into_error(Evidence::Refused)
        };
        if state.upload_expired() {
            return Err(expired(None, None));
        }
        let clavata = &run.batch.clavata;
        let address = state.upload_url.as_deref().unwrap_or_default();
        let address = storage::check(clavata, address)?;
        let (id, address) = (&id, &address);
        let sent = repeat(run, storage::UPLOAD, |number| async move {
            // An upload whose answer was lost may have arrived: once the batch job has begun with
            // it, it must not be replaced.
            if number > 1 && has_begun(run, id).await? {
                return Ok(());
            }
            upload(clavata, address, &run.input, checked, &run.progress).await
        });
        sent.await.map_err(|error| match error.batch_problem() {
            Some(BatchProblem::Storage {
                status: 403, code, ..
            }) => expired(Some(403), code.clone()),
            _ => error,
        })?;
    }
    state.step = Step::Uploaded;
    state.upload_url = None;
    state.save()
}

/// Waits until there is an output.
async fn wait(run: &BatchRun, state: &State) -> Result<BatchJob, Error> {
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
                    return Err(Error::unreadable(
                        "the batch job is completed and has no output",
                    ));
                }
            }
            BatchJobState::Error | BatchJobState::Cancelled => {
                state.remove()?;
                let problem = BatchProblem::Ended {
                    id: job.batch_job_id,
                    state: job.state,
                };
                return Err(problem.into_error(Evidence::MaybeDone));
            }
            _ => {}
        }
    }
}

async fn download_step(run: &BatchRun, mut job: BatchJob, part: &PartFile) -> Result<(), Error> {
    let clavata = &run.batch.clavata;
    let mut round = 1;
    loop {
        let address = storage::check(clavata, &job.output_file_url)?;
        let got = repeat(run, storage::DOWNLOAD, |_| {
            download(clavata, &address, part, &run.progress)
        });
        match got.await {
            Ok(_) => break,
            Err(error) => match error.batch_problem() {
                // Each answer brings a new address.
                Some(BatchProblem::Storage { status: 403, .. }) if round < ROUNDS => {
                    job = run.batch.get(&job.batch_job_id).await?;
                    round += 1;
                }
                _ => return Err(error),
            },
        }
    }
    part.publish(&run.output).map_err(|error| {
        BatchProblem::file(&run.output, "it cannot be written", &error)
            .into_error(Evidence::MaybeDone)
    })
}

/// Repeats what travels to and from the storage, by the client's own policy. It has no bound in all:
/// files are as long as they are.
async fn repeat<T, A: Future<Output = Result<T, Error>>>(
    run: &BatchRun,
    operation: Operation,
    attempt: impl FnMut(u32) -> A,
) -> Result<T, Error> {
    let clavata = &run.batch.clavata;
    let span = trace::call(operation, "(storage)");
    let outcome = retry_loop(
        clavata.retry,
        &clavata.shared.budget,
        operation.repeat,
        Clock::start(None),
        attempt,
        tokio::time::sleep,
    );
    let mut outcome = trace::within(span, outcome).await;
    if let Err(error) = &mut outcome {
        error.inner_mut().operation = Some(operation.id);
    }
    outcome
}
