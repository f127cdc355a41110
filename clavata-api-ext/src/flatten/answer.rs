//! Reads values, each an answer of some kind.

use clavata_api::Id;
use clavata_api::types::{EvaluateFrame, GetJobResponse, Job, ListJobsResponse};

use super::cursor::{Cursor, Fault};
use super::error::{FlattenError, What};
use super::found::{Found, JobFound};
use super::kind::{Kind, kind_of};
use super::nodes::Report;
use super::values::status;
use crate::outcomes::{JobTally, Level};

/// Reads values and keeps what outlives them.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) level: Level,
    pub(super) strict: bool,
    pub(super) report: Report,
    /// Of the job that is being read; it is kept for its buffers.
    pub(super) tally: JobTally,
    /// How many values were read.
    values: usize,
    /// How many bytes were read.
    bytes: u64,
    /// The evaluate stream that is being read: its job, and how many answers it gave so far.
    pub(super) stream: (Option<Id>, usize),
    /// A job that has ended in a value that has not.
    pub(super) ended: Option<JobFound>,
}

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

impl Reader {
    pub(super) fn new(level: Level) -> Self {
        Self {
            level,
            strict: false,
            report: Report::default(),
            tally: JobTally::default(),
            values: 0,
            bytes: 0,
            stream: (None, 0),
            ended: None,
        }
    }

    pub(super) fn restart(&mut self) {
        (self.values, self.bytes, self.stream) = (0, 0, (None, 0));
        self.ended = None;
    }

    /// Says that the input has ended.
    pub(super) fn finish(&mut self) -> Result<(), FlattenError> {
        match self.values {
            0 => Err(FlattenError::new(0, self.bytes, What::Empty)),
            _ => Ok(()),
        }
    }

    pub(super) fn too_large(&self, limit: usize) -> FlattenError {
        FlattenError::new(self.values, self.bytes, What::TooLarge { limit })
    }

    /// Reads bytes that hold whole values.
    pub(super) fn read<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let offset = self.bytes + error.valid_up_to() as u64;
            FlattenError::new(self.values, offset, What::Utf8)
        })?;
        let mut cursor = Cursor::new(text);
        while cursor.next_byte().is_some() {
            let start = cursor.position();
            match self.value(&mut cursor, &mut each) {
                Ok(()) => {}
                Err(Stop::Caller(error)) => return Err(error),
                Err(Stop::Fault) => return Err(self.locate(&cursor, start).into()),
            }
            self.values += 1;
            if let Some(job) = self.ended.take() {
                each(Found::Job(job))?;
            }
        }
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Says what is wrong with a value by decoding it: only failures pay for it.
    #[cold]
    fn locate(&self, cursor: &Cursor<'_>, start: usize) -> FlattenError {
        let value = &cursor.text()[start..];
        let value = value.as_bytes();
        let decoded = match kind_of(&cursor.text()[start..]) {
            Some(Kind::GetJob) => clavata_api::decode::<GetJobResponse>(value).err(),
            Some(Kind::ListJobs) => clavata_api::decode::<ListJobsResponse>(value).err(),
            Some(Kind::Evaluate) => clavata_api::decode::<EvaluateFrame>(value).err(),
            Some(Kind::Job) => clavata_api::decode::<Job>(value).err(),
            None => None,
        };
        // Without a path it may speak of what comes after the value.
        let what = match decoded.filter(|error| error.path().is_some()) {
            Some(error) => What::Decoding(error),
            None => What::Said {
                what: cursor.what(),
                cut_short: cursor.is_cut_short(),
            },
        };
        FlattenError::new(self.values, self.bytes + cursor.position() as u64, what)
    }

    fn value<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        if cursor.peek()? != b'{' {
            return Ok(cursor.fail("expected a JSON object")?);
        }
        let kind = kind_of(&cursor.text()[cursor.position()..]);
        match kind {
            Some(Kind::Job) => self.job(cursor, each),
            Some(Kind::GetJob) => {
                let mut there = false;
                cursor.members(&["job"], |cursor, _| {
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
            Some(Kind::ListJobs) => {
                cursor.members(&["jobs"], |cursor, _| {
                    cursor.elements(|cursor| self.job(cursor, each))
                })?;
                Ok(())
            }
            Some(Kind::Evaluate) => self.frame(cursor, each),
            None => {
                cursor.skip()?;
                Ok(cursor.fail("neither a job, nor a list of jobs, nor an evaluation")?)
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
        cursor.members(&["result", "error"], |cursor, key| {
            if key == "result" {
                there |= self.evaluation(cursor, each)?;
            } else if let Some(status) = status(cursor)? {
                there = true;
                each(Found::StreamFailed(status)).map_err(Stop::Caller)?;
            }
            Ok::<(), Stop<E>>(())
        })?;
        if !there {
            cursor.fail("neither a result nor an error is in this part of the stream")?;
        }
        Ok(())
    }
}
