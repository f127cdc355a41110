//! Rows straight from bytes, without decoding the answer into a tree first.

mod answer;
mod emit;
mod error;
mod found;
mod jobs;
mod nodes;
mod report;
mod shape;
mod unseen;
mod values;

pub use error::FlattenError;
pub use found::{Found, JobFound};

use self::answer::Reader;
use crate::{Level, Row};

/// Hands out the rows of answers, straight from their bytes.
///
/// It reads get job answers, list answers, evaluate streams, bare jobs, and any number of these one
/// after another (so NDJSON too), in constant memory: one report at a time, in buffers that are used
/// again. Rows, their order and the leniency of decoding are those of [`Job::rows`](crate::Job::rows);
/// use this where answers are large or many, and decode them where you want to keep them.
///
/// Fields that no row shows are checked: what decoding refuses is refused here as well.
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
/// [`FlattenError`] where the bytes are not what they should be; it says where. Rows before that
/// place were handed out by then.
pub fn for_each_row(
    bytes: &[u8],
    level: Level,
    mut each: impl FnMut(&Row<'_>),
) -> Result<(), FlattenError> {
    Flattener::new(level).flatten(bytes, |found| {
        if let Found::Row(row) = found {
            each(row);
        }
        Ok(())
    })
}

/// Reads answers and hands out what it finds: rows, verdicts, and the errors of streams.
///
/// It is a short cut of [`read`](crate::read), for what the gateway usually sends. Whatever is unusual
/// (an error beside an answer, two answers in one, a value that does not decode) is an error here,
/// and `read` says what it is. It keeps its buffers, so use one for many inputs.
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
    /// Rows as deep as `level`; verdicts do not depend on it. Of what is deeper, only what verdicts
    /// need is read.
    pub fn new(level: Level) -> Self {
        Self(Reader::new(level))
    }

    /// Gives the verdicts of [`Job::strict_verdict`](crate::Job::strict_verdict). The rows are the
    /// same.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.0.strict = true;
        self
    }

    /// Reads all of an input.
    ///
    /// # Errors
    ///
    /// What `each` returns, or a [`FlattenError`].
    pub fn flatten<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.restart();
        let lists = self.0.read(bytes, each)?;
        Ok(self.0.end(bytes.len(), lists)?)
    }

    /// Reads the next block of an input: whole values, which may stand in the middle of a list. The
    /// answers of a stream are counted on. Returns how many values there are.
    ///
    /// # Errors
    ///
    /// What `each` returns, or a [`FlattenError`].
    pub fn flatten_block<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let before = self.0.values;
        self.0.read(bytes, each)?;
        Ok(self.0.values - before)
    }
}
