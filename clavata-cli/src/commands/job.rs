//! `clavata job`: prints jobs now, or once they have ended.

use std::time::Duration;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{Clavata, Error, Job, Timeouts};
use uuid::Uuid;

use super::billed;
use crate::arguments::{Format, JobArguments, Shown, Table};
use crate::exit::{Code, End, Failure, Reported};
use crate::output::Output;
use crate::progress::{Spinner, short_status};
use crate::terminal::note;
use crate::verdicts::Verdicts;
use crate::{connection, output, signals};

pub(super) async fn run(arguments: JobArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let mut shows = Shows::new(&arguments.shown, Table::Rows)?;
    for id in arguments.ids {
        let got = if arguments.wait {
            wait(&clavata, id, arguments.timeout, Patience::Later).await
        } else {
            clavata.job(id).await
        };
        match got {
            Ok(job) if arguments.wait => shows.ended(&job)?,
            Ok(job) => shows.show(&job)?,
            Err(error) => shows.failed(&Failure::of(&format!("get job {id}"), &error))?,
        }
    }
    shows.end()
}

/// Whether errors of the first polls are retried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// The first poll is not retried. Only later ones are.
    Later,
    /// The job was just created, so the gateway may not find it for some seconds.
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

/// Prints jobs, and continues if one fails.
pub(super) struct Shows<'a> {
    shown: &'a Shown,
    output: Box<dyn Output>,
    /// Whether the format prints jobs without results.
    names_jobs: bool,
    /// Whether any job was printed. If not, no file is created.
    has_jobs: bool,
    verdicts: Verdicts,
    reported: Reported,
}

impl<'a> Shows<'a> {
    /// Opens the output, before anything is paid for.
    pub(super) fn new(shown: &'a Shown, table: Table) -> Result<Self, End> {
        Ok(Self {
            shown,
            output: output::open(shown, table)?,
            names_jobs: table == Table::Jobs || shown.format().names_jobs(),
            has_jobs: false,
            verdicts: Verdicts::default(),
            reported: Reported::default(),
        })
    }

    /// Whether the format prints jobs without results.
    pub(super) fn names_jobs(&self) -> bool {
        self.names_jobs
    }

    /// Prints a job as it is now.
    pub(super) fn show(&mut self, job: &Job) -> Result<(), End> {
        self.has_jobs = true;
        let judge = self.shown.judge();
        self.output.job(job, judge)?;
        self.output.flush()?;
        if job.content_results().next().is_none() && !self.names_jobs {
            let status = short_status(&job.status);
            note(&format!("the job is {status} and has no results"));
        }
        self.verdicts.see(&judge.job(job));
        Ok(())
    }

    /// Prints a job that has ended, or that cannot be waited for. Fails unless the job completed.
    pub(super) fn ended(&mut self, job: &Job) -> Result<(), End> {
        let shown = self.show(job);
        if self.shown.format() == Format::Table {
            billed::tell(job.usage(), None);
        }
        let id = job
            .job_uuid
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let failure = match job.status {
            JobStatus::Completed => return shown,
            JobStatus::Failed | JobStatus::Canceled => Failure::new(
                Code::JobEnded,
                format!(
                    "job {id} did not complete: it is {}",
                    short_status(&job.status)
                ),
                "not all of its content was judged, so it is not clear; create a new job",
            ),
            _ => Failure::new(
                Code::Unreadable,
                format!("cannot wait for job {id}: its id is not a UUID"),
                "it was created, but is not clear until it has ended; `clavata jobs` lists it",
            ),
        };
        self.failed(&failure)?;
        shown
    }

    fn failed(&mut self, failure: &Failure) -> Result<(), End> {
        // A signal causes failures, which are not reported.
        signals::heed()?;
        self.reported.tell(failure);
        self.output.missed(failure.what());
        Ok(())
    }

    /// Completes the output. Fails if a job did; otherwise ends with the verdict if that was requested.
    pub(super) fn end(mut self) -> Result<(), End> {
        if self.has_jobs {
            self.output.finish()?;
        }
        self.reported.end()?;
        self.verdicts.end(self.shown.exit_verdict)
    }
}
