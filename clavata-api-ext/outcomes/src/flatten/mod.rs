//! Rows straight from bytes, without first decoding the answer into a tree.

mod ahead;
mod answer;
mod cost;
mod emit;
mod error;
mod evaluations;
mod filled;
mod found;
mod from_end;
mod holes;
mod input;
mod job_read;
mod jobs;
mod keep;
mod last;
mod long;
mod nodes;
mod pattern;
mod replay;
mod report;
mod results;
mod rules;
mod shape;
mod unseen;
mod values;

pub use error::FlattenError;
pub use found::{Found, JobFound};
pub use from_end::end_of_results;

pub use crate::kept::Kept;

use self::answer::Reader;
use self::error::What;
use crate::{Level, Row};
use clavata_api::{Id, salvage};

/// Calls a function with each row of answers, read straight from their bytes.
///
/// It reads get-job and list-jobs answers, evaluate streams, bare jobs, and any number of these one
/// after another, including NDJSON. Memory is constant: it reads one report at a time and reuses its
/// buffers. Rows, their order and what is accepted are the same as with decoding and
/// [`Job::rows`](crate::Job::rows), except that UTF-16 is not accepted. Use this for large or many answers; decode
/// answers that you want to keep.
///
/// What it learns from the reports of an answer of up to 1 MiB makes the next call on this thread faster. A thread
/// keeps at most a few MiB for that.
///
/// Fields that no row shows are checked as well: what decoding refuses is refused here, and so is an evaluation that
/// [names two contents](crate::Doubt::TwoContents).
///
/// Rows have the status and times of their job, which the gateway writes after its results. They are searched
/// for in advance, and it is an error if they then turn out to be elsewhere. If a job is written in another
/// order, its results are skipped and read once the job is known, which takes longer.
///
/// ```
/// use clavata_outcomes::{Level, flatten};
///
/// let answers = br#"
///     {"job": {"results": [{"report": {"result": "OUTCOME_TRUE"}}]}}
///     {"result": {"policyEvaluationReport": {"result": "OUTCOME_FALSE"}}}
/// "#;
/// let mut outcomes = Vec::new();
/// flatten::for_each_row(answers, Level::All, |row| outcomes.push(row.outcome_text().to_owned()))?;
/// assert_eq!(outcomes, ["TRUE", "FALSE"]);
/// # Ok::<(), flatten::FlattenError>(())
/// ```
///
/// # Errors
///
/// [`FlattenError`] if the bytes cannot be read as answers, or the gateway reports an error in them, instead of an
/// answer or alongside one. It names the place, and its [`status`](FlattenError::status) is what the gateway says there,
/// and the refusals anywhere in the bytes: check it. `each` has been called for the rows before that place. If an error
/// came alongside an answer, some of these rows are of that answer: what they show is not proven.
pub fn for_each_row(
    bytes: &[u8],
    level: Level,
    mut each: impl FnMut(&Row<'_>),
) -> Result<(), FlattenError> {
    last::with_last(level, bytes.len(), |reader| {
        let mut failed = None;
        let read = reader.flatten(bytes, |found| {
            if let Found::Row(row) = found {
                each(row);
                // A row owns nothing. Other variants do, and to check for them takes longer than this.
                std::mem::forget(found);
            } else if let Found::StreamFailed(status) = found {
                failed = Some(status);
                return Err(FlattenError::new(0, 0, What::StreamFailed));
            }
            Ok(())
        });
        read.map_err(|error| {
            let error = match failed {
                Some(_) => reader.0.at_value(bytes, error).saying(failed),
                None => error,
            };
            // A refusal may be anywhere in the rest.
            error.saying(salvage(bytes))
        })
    })
}

/// Reads answers and passes on what it finds: rows, verdicts, and the errors of streams.
///
/// It is a faster [`read`](crate::read) for what the gateway usually sends. Anything unusual (an error
/// alongside an answer, two answers in one, a value that does not decode) is an error here; use `read` to
/// find out what it is. It reuses its buffers, so use one for many inputs.
///
/// ```
/// use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
/// use clavata_outcomes::{Level, Verdict};
///
/// let answer = br#"{"job": {"jobUuid": "55555555-5555-4555-8555-555555555555", "status": 3,
///     "results": [{"report": {"result": 1}}]}}"#;
/// let mut verdicts = Vec::new();
/// Flattener::new(Level::All).flatten(answer, |found| {
///     if let Found::Job(job) = found {
///         verdicts.push(job.verdict);
///     }
///     Ok::<(), FlattenError>(())
/// })?;
/// assert_eq!(verdicts, [Verdict::Clear]);
/// # Ok::<(), FlattenError>(())
/// ```
#[derive(Debug)]
pub struct Flattener(Reader);

impl Flattener {
    /// Yields rows down to `level`. Verdicts do not depend on it: what they need from deeper nodes is
    /// always read.
    pub fn new(level: Level) -> Self {
        Self(Reader::new(level))
    }

    /// Makes verdicts strict, as in [`Job::strict_verdict`](crate::Job::strict_verdict). Of the rows,
    /// only the column `verdict` changes.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.0.strict = true;
        self
    }

    /// Leaves the status and the times of the job out of its rows: `job_status`, `job_created`, `job_updated`
    /// and `job_completed`. What follows the results of a job is then not searched for in advance, which takes
    /// less time.
    ///
    /// ```
    /// use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
    /// use clavata_outcomes::{Level, Verdict};
    ///
    /// let answer = br#"{"job": {"jobUuid": "55555555-5555-4555-8555-555555555555",
    ///     "results": [{"report": {"result": "OUTCOME_FALSE"}}], "status": "JOB_STATUS_COMPLETED"}}"#;
    /// Flattener::new(Level::Policy).without_job_columns().flatten(answer, |found| {
    ///     match found {
    ///         Found::Row(row) => assert_eq!(row.job_status(), None),
    ///         // The verdict depends on the status in any case.
    ///         Found::Job(job) => assert_eq!(job.verdict, Verdict::Clear),
    ///         _ => {}
    ///     }
    ///     Ok::<(), FlattenError>(())
    /// })?;
    /// # Ok::<(), FlattenError>(())
    /// ```
    #[must_use]
    pub fn without_job_columns(mut self) -> Self {
        self.0.shows_job = false;
        self
    }

    /// Sets the file that is read next, and the line of its first byte, so that rows have
    /// [`source_file`](Row::source_file) and [`source_line`](Row::source_line). Call it again for each block,
    /// and after a value that cannot be read.
    pub fn read_from(&mut self, file: &str, line: usize) {
        let (name, first) = self.0.source.get_or_insert_default();
        if name != file {
            file.clone_into(name);
        }
        *first = line;
    }

    /// Reads a whole input.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or a [`FlattenError`].
    pub fn flatten<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.restart();
        let lists = self.0.read(bytes, each)?;
        Ok(self.0.end(bytes.len(), lists)?)
    }

    /// Reads the next value of a block of an input from a position on, and returns where the value ends; `None` if
    /// there is none. A block holds whole values, possibly from the middle of a list. The answers of a stream
    /// are counted across blocks.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or a [`FlattenError`] without a path. `each` may have been called for a part of
    /// the value, which must be discarded. Its offset is relative to the block. Read the value with [`read`](crate::read), call
    /// [`pass_answer`](Self::pass_answer) for each answer of a stream that it found, and continue after the value.
    pub fn flatten_next<E: From<FlattenError>>(
        &mut self,
        block: &str,
        from: usize,
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<Option<usize>, E> {
        self.0.read_next(block, from, each)
    }

    /// Counts an answer of a stream that was read in another way, given its job.
    pub fn pass_answer(&mut self, job: Option<&Id>) {
        self.0.next_of(job);
    }

    /// Begins another input for [`flatten_next`](Self::flatten_next).
    pub fn restart(&mut self) {
        self.0.restart();
    }

    /// The current evaluate stream: its job, and the number of its answers so far, which is the
    /// index of the next one.
    pub fn stream(&self) -> (Option<Id>, usize) {
        self.0.stream.clone()
    }
}
