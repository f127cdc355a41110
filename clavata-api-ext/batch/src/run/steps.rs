//! The steps of a run. Each is recorded before the next begins.

use std::io;

use clavata_api_ext::files::{Lock, Target};

use super::BatchRun;
use super::begin::begin;
use super::download::download;
use super::publish::publish;
use super::upload::upload;
use super::wait::wait;
use crate::answers::{BatchRows, join};
use crate::disk;
use crate::error::BatchError;
use crate::fingerprint::Fingerprint;
use crate::input::check;
use crate::progress::BatchProgress;
use crate::report::BatchReport;
use crate::state::{State, Step};

pub(super) async fn run(mut run: BatchRun) -> Result<BatchReport, BatchError> {
    keep_input(&run)?;
    let mut checked = check(&run.input).await?;
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
        upload(&run, &mut state, &checked, resumed).await?;
    }
    let job = wait(&run, &state).await?;
    let mut partial = download(&run, job, &target).await?;

    let (input, came) = (run.input.clone(), partial.path().to_owned());
    let keep = run.keep.take();
    let (id, policy, output) = (state.batch_job_id.clone(), run.policy, run.output.clone());
    let judged = disk::blocking(move || {
        let unreadable =
            |error| BatchError::file(&output, "what was downloaded for it cannot be read", &error);
        let fingerprint = Fingerprint::of(&came).map_err(unreadable)?;
        let joined = join(&input, (&came, &output), &mut checked);
        if let (Some(keep), Ok(joined)) = (keep, &joined) {
            let ids = &mut checked.ids;
            let kept = BatchRows::open(&came, (ids, joined), (&id, policy))
                .and_then(|mut rows| keep(&mut rows).and_then(|()| rows.ended()));
            kept.map_err(|error| BatchError::NotKept {
                path: output,
                why: error.to_string(),
                has_refusals: joined.has_refusals(),
            })?;
        }
        Ok((joined, fingerprint, checked))
    });
    let (joined, fingerprint, checked) = judged.await?;
    // The output stays, complete or not. The state file says that it may be replaced.
    state.published = Some(fingerprint);
    let has_refusals = match &joined {
        Ok(joined) => joined.has_refusals(),
        Err(error) => error.has_refusals(),
    };
    let published = state.save().and_then(|()| publish(&run, &mut partial));
    published.map_err(|error| error.after_refusals(has_refusals))?;
    let report = BatchReport {
        batch_job_id: state.batch_job_id.clone(),
        output: run.output,
        rows: checked.rows,
        joined: joined?,
        warnings: checked.warnings,
        resumed,
    };
    if report.is_complete() {
        state.remove()?;
    }
    Ok(report)
}

/// Fails if the output would replace the input.
fn keep_input(run: &BatchRun) -> Result<(), BatchError> {
    match (run.input.canonicalize(), run.output.canonicalize()) {
        (Ok(input), Ok(output)) if input == output => Err(BatchError::OutputIsInput),
        _ => Ok(()),
    }
}

fn lock(run: &BatchRun) -> Result<Lock, BatchError> {
    let path = disk::with_suffix(&run.output, ".clavata-lock");
    Lock::take(&path).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => BatchError::State {
            path: State::path_beside(&run.output),
            why: "another run with this output is in progress".to_owned(),
        },
        io::ErrorKind::NotFound => BatchError::File {
            path: run.output.clone(),
            why: "it cannot be written: its folder does not exist".to_owned(),
            has_refusals: false,
        },
        _ => BatchError::file(&path, "it cannot be locked", &error),
    })
}
