//! Reads one job that arrives in pieces, result by result.

mod step;

use clavata_api::json::{Cursor, Fault, Frames, Members};
use clavata_api::types::{Job, JobResult, Status};
use clavata_api::{decode, said_beside};

use super::Flattener;
use super::answer::{Reader, Stop};
use super::error::{FlattenError, What};
use super::found::Found;
use super::job_read::{Beside, JobRead};
use crate::around::JobFacts;

/// In bytes. An error this close to the end of a piece may only mean that the rest is missing.
const NEAR: usize = 64;

/// A job that was read in part.
#[derive(Debug, Default)]
pub(super) struct Long {
    place: Place,
    /// Whether the job is in a get-job answer, and not bare.
    is_wrapped: bool,
    /// Whether a key was met that shows that it is a job.
    is_known: bool,
    answer: Members,
    job: Members,
    head: JobRead,
    /// The number of bytes of earlier pieces.
    passed: usize,
}

/// Where the next step begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    Answer,
    Job,
    /// In a list; whether after an element.
    Content(bool),
    Results(bool),
    End,
}

impl Flattener {
    /// Begins to read a job that arrives in pieces: bare or as a get-job answer, with its id first. Its
    /// rows do not show its status and times, which follow its results.
    pub fn begin_job(&mut self) {
        self.0.tally.restart();
        self.0.long = Long::default();
        self.0.long.head.is_hidden = true;
        self.0.long.head.beside = Beside::Nothing;
    }

    /// Begins to read such a job if you already know what surrounds its results, so that its rows show the status
    /// and the times of `ahead`. If the job turns out to have others, reading fails at its end.
    pub fn begin_job_with(&mut self, ahead: &Job) {
        self.begin_job();
        self.0.long.head.is_hidden = !self.0.shows_job;
        self.0.long.head.foreseen = Some(JobFacts::of(ahead));
    }

    /// Reads what has arrived of the job: its results, as far as they are complete. Returns the number of
    /// bytes that were read. The next piece must begin with the remaining bytes. What the gateway says alongside
    /// results is added to `said`.
    ///
    /// The job itself is found in the last piece, for which `is_end` is true. After something is said alongside a
    /// result, no verdict that follows is clear, and neither is that of the job.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or a [`FlattenError`]. `each` has been called for the results before that place.
    pub fn flatten_piece<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        is_end: bool,
        said: &mut Vec<Status>,
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() && !is_end => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(error) => {
                let at = self.0.long.passed + error.valid_up_to();
                return Err(FlattenError::new(0, at, What::Utf8).into());
            }
        };
        let read = self.0.piece(text, is_end, said, &mut each)?;
        self.0.long.passed += read;
        Ok(read)
    }
}

impl Reader {
    fn piece<E: From<FlattenError>>(
        &mut self,
        text: &str,
        is_end: bool,
        said: &mut Vec<Status>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut cursor = Cursor::new(text);
        let mut long = std::mem::take(&mut self.long);
        let mut read = 0;
        let mut failed = None;
        while failed.is_none() && long.place != Place::End {
            let before = (long.place, long.answer, long.job);
            cursor.within(long.depth());
            let step = self.step(&mut cursor, &mut long, each);
            let in_object = matches!(before.0, Place::Answer | Place::Job);
            let is_short = match &step {
                // A number may continue.
                Ok(()) => in_object && cursor.position() == text.len(),
                Err(Stop::Fault) => cursor.is_cut_short() || text.len() - cursor.position() < NEAR,
                Err(Stop::Caller(_)) => false,
            };
            if is_short && !is_end {
                (long.place, long.answer, long.job) = before;
                break;
            }
            failed = match step {
                Ok(()) if cursor.aside().is_empty() => None,
                Ok(()) => match beside(&mut cursor, said) {
                    Ok(is_said) => {
                        if is_said {
                            long.head.beside = Beside::Something;
                        }
                        None
                    }
                    Err(Fault) => Some(long.locate(&cursor, read).into()),
                },
                Err(Stop::Fault) => Some(long.locate(&cursor, read).into()),
                Err(Stop::Caller(error)) => Some(error),
            };
            read = cursor.position();
        }
        let is_over = long.place == Place::End;
        if failed.is_none() && is_over && cursor.next_byte().is_some() {
            let _ = cursor.fail::<()>("something follows the job");
            failed = Some(long.locate(&cursor, read).into());
        }
        if failed.is_none() && is_end && is_over {
            let found = std::mem::take(&mut long.head).found(&mut self.tally);
            each(Found::Job(found))?;
            read = text.len();
        } else if failed.is_none() && is_end {
            let _ = cursor.peek();
            failed = Some(long.locate(&cursor, read).into());
        }
        self.long = long;
        failed.map_or(Ok(read), Err)
    }
}

impl Long {
    /// The number of objects and lists around the next step.
    fn depth(&self) -> u8 {
        let job = 1 + u8::from(self.is_wrapped);
        match self.place {
            Place::Start | Place::End => 0,
            Place::Answer => 1,
            Place::Job => job,
            Place::Content(_) | Place::Results(_) => job + 1,
        }
    }

    /// Finds out what is wrong with a step that begins at `start`. Only failures pay for it.
    #[cold]
    fn locate(&self, cursor: &Cursor<'_>, start: usize) -> FlattenError {
        let decoded = matches!(self.place, Place::Results(_)).then(|| {
            let mut frames = Frames::new(usize::MAX / 4);
            let rest = &cursor.text().as_bytes()[start..];
            frames.push(rest.trim_ascii_start().strip_prefix(b",").unwrap_or(rest));
            let result = frames.finish()?;
            decode::<JobResult>(&result.bytes).err()
        });
        let what = match decoded.flatten().filter(|error| error.path().is_some()) {
            Some(error) => What::Decoding(error),
            None => What::Said {
                what: cursor.what(),
                cut_short: cursor.is_cut_short(),
            },
        };
        FlattenError::new(0, self.passed + cursor.position(), what)
    }
}

/// Takes what the gateway says alongside the job or its results, and returns whether it says anything. A member
/// alongside the job that was put aside but says nothing is an error, because it may mean anything.
fn beside(cursor: &mut Cursor<'_>, said: &mut Vec<Status>) -> Result<bool, Fault> {
    let is_outermost = cursor.aside().iter().any(|aside| aside.outermost);
    let status = said_beside(cursor, 0);
    if is_outermost && status.is_none() {
        return cursor.fail("there is something else beside the job");
    }
    let is_said = status.is_some();
    said.extend(status);
    cursor.forget_aside();
    Ok(is_said)
}
