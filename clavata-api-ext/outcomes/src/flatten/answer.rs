//! Reads values, each of which is an answer.

use clavata_api::{Id, said_beside};

use memchr::memchr_iter;

use super::error::{FlattenError, What};
use super::found::{Found, JobFound};
use super::long::Long;
use super::replay::Reports;
use super::shape::{Shape, UNKNOWN, shape_of};
use super::unseen;
use super::values::{LastId, status};
use crate::Level;
use crate::tally::JobTally;
use crate::text::Text;
use clavata_api::json::{Cursor, Fault, Frames, Keys};

/// Reads values, and keeps what must outlive them.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) level: Level,
    /// Whether rows show the status and times of their job.
    pub(super) shows_job: bool,
    pub(super) strict: bool,
    pub(super) reports: Reports,
    /// The tally of the job being read. It is kept for its buffers.
    pub(super) tally: JobTally,
    /// The number of values so far.
    pub(super) values: usize,
    /// The evaluate stream being read: its job, and its number of answers so far.
    pub(super) stream: (Option<Id>, usize),
    pub(super) last_job: LastId,
    /// The hash that stands beside the report of the last answer of a stream.
    pub(super) hash_beside: Text,
    /// The file that is read, and the line in which the value being read begins, if they were said.
    pub(super) source: Option<(String, usize)>,
    /// The job that is read in pieces.
    pub(super) long: Long,
    /// A job that has ended, in a value that has not.
    pub(super) ended: Option<JobFound>,
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

/// The fields of a get job answer, and those that make it another kind of answer.
pub(super) static GET_JOB: Keys<6> = Keys::new([
    "job",
    "jobs",
    "nextPageToken",
    "result",
    "error",
    "policyEvaluationReport",
]);

/// Like [`GET_JOB`], for a page of jobs.
static LIST_JOBS: Keys<6> = Keys::new([
    "jobs",
    "nextPageToken",
    "job",
    "result",
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
            hash_beside: Text::default(),
            source: None,
            long: Long::default(),
            ended: None,
        }
    }

    /// Starts another input.
    pub(super) fn restart(&mut self) {
        (self.values, self.stream) = (0, (None, 0));
    }

    /// Ends the input, given the number of lists that are open.
    pub(super) fn end(&self, bytes: usize, lists: usize) -> Result<(), FlattenError> {
        let what = match (self.values, lists) {
            (0, _) => What::Empty,
            (_, 0) => return Ok(()),
            _ => What::Said {
                what: "the list does not end",
                cut_short: true,
            },
        };
        Err(FlattenError::new(self.values, bytes, what))
    }

    /// Reads bytes that hold whole values. Returns the number of lists around them that are open.
    pub(super) fn read<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        self.ended = None;
        let text = std::str::from_utf8(bytes)
            .map_err(|error| FlattenError::new(0, error.valid_up_to(), What::Utf8))?;
        let mut cursor = Cursor::new(text);
        let mut lists = 0;
        let mut counted = 0;
        while cursor.next_value(&mut lists) {
            let start = cursor.position();
            if let Some((_, line)) = &mut self.source {
                *line += memchr_iter(b'\n', &bytes[counted..start]).count();
                counted = start;
            }
            match self.value(&mut cursor, &mut each) {
                Ok(()) if cursor.aside().is_empty() => {}
                Ok(()) if said_beside(&cursor).is_none() => cursor.forget_aside(),
                Ok(()) => {
                    let _ = cursor.fail::<()>("something else is said beside the answer");
                    return Err(self.locate(&cursor, start).into());
                }
                Err(Stop::Caller(error)) => return Err(error),
                Err(Stop::Fault) => return Err(self.locate(&cursor, start).into()),
            }
            self.values += 1;
            if let Some(job) = self.ended.take() {
                each(Found::Job(job))?;
            }
        }
        Ok(lists)
    }

    /// Finds out what is wrong with a value by reading it carefully. Only failures pay for it.
    #[cold]
    fn locate(&self, cursor: &Cursor<'_>, start: usize) -> FlattenError {
        let mut frames = Frames::new(usize::MAX / 4);
        frames.push(&cursor.text().as_bytes()[start..]);
        let first = frames.finish();
        let read = first.map(|frame| clavata_api::read(&frame.bytes));
        let decoded = read.and_then(|value| value.unreadable.into_iter().next());
        let what = match decoded.filter(|error| error.path().is_some()) {
            Some(error) => What::Decoding(error),
            None => What::Said {
                what: cursor.what(),
                cut_short: cursor.is_cut_short(),
            },
        };
        FlattenError::new(self.values, cursor.position(), what)
    }

    fn value<E>(
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
                    if key != "job" {
                        return Ok(cursor.fail(SEVERAL)?);
                    }
                    there = !cursor.null()?;
                    if there {
                        self.job(cursor, each)?;
                    }
                    Ok::<(), Stop<E>>(())
                })?;
                if !there {
                    cursor.fail("the answer holds no job")?;
                }
                Ok(())
            }
            Some(Shape::ListJobs) => {
                cursor.members(&LIST_JOBS, |cursor, key| match key {
                    "jobs" => cursor.elements(|cursor| self.job(cursor, each)),
                    "nextPageToken" => Ok(unseen::field::<clavata_api::types::ListJobsResponse>(
                        cursor, key,
                    )?),
                    _ => Ok(cursor.fail(SEVERAL)?),
                })?;
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
        cursor.members(&FRAME, |cursor, key| {
            match key {
                "result" => there |= self.evaluation(cursor, each)?,
                "error" => {
                    if let Some(status) = status(cursor)? {
                        there = true;
                        each(Found::StreamFailed(status)).map_err(Stop::Caller)?;
                    }
                }
                _ => cursor.fail(SEVERAL)?,
            }
            Ok::<(), Stop<E>>(())
        })?;
        if !there {
            cursor.fail("neither a result nor an error is in this part of the stream")?;
        }
        Ok(())
    }
}
