//! Reads values, each of which is an answer.

use clavata_api::Id;

use super::found::{Found, JobFound};
use super::from_end::LastJob;
use super::long::Long;
use super::replay::Reports;
use super::shape::{Shape, UNKNOWN, shape_of};
use super::values::{LastId, status};
use crate::Level;
use crate::tally::JobTally;
use clavata_api::json::{Cursor, Fault, Keys};

/// Reads values, and keeps what must outlive them.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) level: Level,
    /// Whether rows show the status and times of their job.
    pub(super) shows_job: bool,
    pub(super) strict: bool,
    pub(super) reports: Reports,
    /// The tally of the current job. It is kept for its buffers.
    pub(super) tally: JobTally,
    /// The number of values so far.
    pub(super) values: usize,
    /// The current evaluate stream: its job, and the number of its answers so far.
    pub(super) stream: (Option<Id>, usize),
    pub(super) last_job: LastId,
    /// The current file, and the line in which the current value begins, if they were set.
    pub(super) source: Option<(String, usize)>,
    /// The job with which a long input ends.
    pub(super) last: Option<LastJob>,
    /// The job that is read in pieces.
    pub(super) long: Long,
    /// A job that has ended, in a value that has not ended.
    pub(super) ended: Option<JobFound>,
    /// Whether the page that the value is names a next one.
    pub(super) page: Option<bool>,
}

pub(super) const SEVERAL: &str = "it is more than one answer at once";

/// Why reading stops early.
pub(super) enum Stop<E> {
    Fault,
    Caller(E),
}

impl<E> From<Fault> for Stop<E> {
    fn from(_: Fault) -> Self {
        Self::Fault
    }
}

/// The fields of a get-job answer, and those that make it another kind of answer.
pub(super) static GET_JOB: Keys<8> = Keys::new([
    "job",
    "jobs",
    "nextPageToken",
    "result",
    "results",
    "contentData",
    "error",
    "policyEvaluationReport",
]);

/// Like [`GET_JOB`], for a page of jobs.
static LIST_JOBS: Keys<8> = Keys::new([
    "jobs",
    "nextPageToken",
    "job",
    "result",
    "results",
    "contentData",
    "error",
    "policyEvaluationReport",
]);

/// Like [`GET_JOB`], for a part of an evaluate stream.
pub(super) static FRAME: Keys<10> = Keys::new([
    "result",
    "error",
    "job",
    "jobs",
    "nextPageToken",
    "results",
    "contentData",
    "status",
    "customerId",
    "policyEvaluationReport",
]);

impl Reader {
    pub(super) fn new(level: Level) -> Self {
        Self {
            level,
            shows_job: true,
            strict: false,
            reports: Reports::default(),
            tally: JobTally::default(),
            values: 0,
            stream: (None, 0),
            last_job: LastId::default(),
            source: None,
            last: None,
            long: Long::default(),
            ended: None,
            page: None,
        }
    }

    /// Starts another input.
    pub(super) fn restart(&mut self) {
        (self.values, self.stream) = (0, (None, 0));
        self.last = None;
    }

    pub(super) fn value<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        if cursor.peek()? != b'{' {
            return Ok(cursor.fail("expected a JSON object")?);
        }
        match shape_of(&cursor.text()[cursor.position()..]) {
            Some(Shape::Job) => self.job(cursor, each),
            Some(Shape::GetJob) => {
                let mut there = false;
                cursor.members(&GET_JOB, |cursor, key| {
                    match key {
                        "job" => {
                            there = !cursor.null()?;
                            if there {
                                self.job(cursor, each)?;
                            }
                        }
                        "error" if status(cursor)?.is_none() => {}
                        _ => cursor.fail(SEVERAL)?,
                    }
                    Ok::<(), Stop<E>>(())
                })?;
                if !there {
                    cursor.fail("the answer holds no job")?;
                }
                Ok(())
            }
            Some(Shape::ListJobs) => {
                let mut continues = false;
                cursor.members(&LIST_JOBS, |cursor, key| match key {
                    "jobs" => cursor.elements(|cursor| self.job(cursor, each)),
                    "nextPageToken" => {
                        continues = !cursor.null()? && !cursor.string()?.is_empty();
                        Ok(())
                    }
                    "error" if status(cursor)?.is_none() => Ok(()),
                    _ => Ok(cursor.fail(SEVERAL)?),
                })?;
                self.page = Some(continues);
                Ok(())
            }
            Some(Shape::Evaluate) => self.frame(cursor, each),
            None => {
                cursor.skip()?;
                Ok(cursor.fail(UNKNOWN)?)
            }
        }
    }

    /// Reads a part of an evaluate stream.
    fn frame<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let mut there = false;
        let mut failed = None;
        cursor.members(&FRAME, |cursor, key| {
            match key {
                "result" => there |= self.evaluation(cursor, each)?,
                "error" => failed = status(cursor)?,
                _ => cursor.fail(SEVERAL)?,
            }
            Ok::<(), Stop<E>>(())
        })?;
        match (there, failed) {
            (true, None) => Ok(()),
            (false, Some(status)) => each(Found::StreamFailed(status)).map_err(Stop::Caller),
            (true, Some(_)) => Ok(cursor.fail("an error came with an answer of the stream")?),
            (false, None) => {
                Ok(cursor.fail("this part of the stream has neither a result nor an error")?)
            }
        }
    }
}
