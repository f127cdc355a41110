//! `clavata job`: prints one job now, or once it has ended.

use std::time::Duration;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{Clavata, Error, Job, Timeouts};
use uuid::Uuid;

use super::billed;
use crate::arguments::{Format, JobArguments, Shown};
use crate::exit::{Code, End, Failure};
use crate::progress::{Spinner, short_status};
use crate::terminal::note;
use crate::verdicts::Verdicts;
use crate::{connection, output};

pub(super) async fn run(arguments: JobArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let id = arguments.id;
    let failed = |error: Error| Failure::of(&format!("get job {id}"), &error);
    if arguments.wait {
        let job = wait(&clavata, id, arguments.timeout, Patience::Later)
            .await
            .map_err(failed)?;
        show_ended(&job, &arguments.shown)
    } else {
        let job = clavata.job(id).await.map_err(failed)?;
        show(&job, &arguments.shown)?.end(arguments.shown.exit_verdict)
    }
}

/// Whether the first polls are retried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// The first poll is not retried. Only later ones are.
    Later,
    /// The job was just created, and the gateway may not find it for some seconds.
    FreshJob,
}

/// Waits until a job has ended.
pub(super) async fn wait(
    clavata: &Clavata,
    id: Uuid,
    timeout: Duration,
    patience: Patience,
) -> Result<Job, Error> {
    let spinner = Spinner::start("waiting");
    let usual = Timeouts::default();
    let total = usual.total().map_or(timeout, |total| total.min(timeout));
    let mut poller = clavata
        .with_timeouts(usual.with_total(total))
        .poller(id)
        .with_timeout(timeout);
    let mut job = match patience {
        Patience::Later => poller.poll().await?,
        Patience::FreshJob => {
            poller = poller.of_fresh_job();
            poller.next().await?
        }
    };
    while !job.is_done() {
        spinner.polled(&job.status, &poller);
        job = poller.next().await?;
    }
    Ok(job)
}

/// Prints a job that has ended, and fails unless it completed.
pub(super) fn show_ended(job: &Job, shown: &Shown) -> Result<(), End> {
    let verdicts = show(job, shown)?;
    if shown.format() == Format::Table {
        billed::tell(job.usage());
    }
    if matches!(job.status, JobStatus::Failed | JobStatus::Canceled) {
        let id = job
            .job_uuid
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let what = format!(
            "job {id} did not complete: it is {}",
            short_status(&job.status)
        );
        let hint = "its content was not judged and has not passed; create a new job";
        return Err(Failure::new(Code::JobEnded, what, hint).into());
    }
    verdicts.end(shown.exit_verdict)
}

/// Prints a job as it is now.
pub(super) fn show(job: &Job, shown: &Shown) -> Result<Verdicts, End> {
    let mut output = output::open(shown)?;
    output.job(job)?;
    output.finish()?;
    if job.content_results().next().is_none() && !shown.format().names_jobs() {
        let status = short_status(&job.status);
        note(&format!("the job is {status} and has no results"));
    }
    let mut verdicts = Verdicts::default();
    verdicts.see(&shown.judge().job(job));
    Ok(verdicts)
}
