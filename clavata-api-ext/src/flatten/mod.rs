//! Rows straight from bytes, without decoding the answer into a tree first.

mod answer;
mod blocks;
mod cursor;
mod decimal;
mod error;
mod found;
mod jobs;
mod kind;
mod members;
mod nodes;
mod report;
mod scan;
mod skip;
mod strings;
mod values;

use std::io;

pub use error::FlattenError;
pub use found::{Found, JobFound, Standing};
#[cfg(all(feature = "client", any(test, fuzzing)))]
pub(crate) use kind::{Kind, kind_of};
pub(crate) use nodes::Text;

use self::answer::Reader;
use self::blocks::Blocks;
use crate::outcomes::{Level, Row};

/// Hands out the rows of answers, straight from their bytes.
///
/// It reads get job answers, list answers, evaluate streams, bare jobs, and any number of these one
/// after another (so NDJSON too), in constant memory: one report at a time, in buffers that are used
/// again. Rows, their order and the leniency of decoding are those of [`Job::rows`](crate::Job::rows);
/// use this where answers are large or many, and decode them where you want to keep them.
///
/// Fields that no row shows are checked to be JSON, and not looked at otherwise.
///
/// ```
/// use clavata_api_ext::{Level, flatten};
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
/// Give it all bytes at once ([`flatten`](Self::flatten)), a reader ([`read`](Self::read)), or
/// chunks as they arrive ([`push`](Self::push), then [`finish`](Self::finish)). What it is given is
/// handled value by value, whatever the chunks. It keeps its buffers, so use one for many inputs.
///
/// ```
/// use clavata_api_ext::Level;
/// use clavata_api_ext::flatten::{FlattenError, Flattener, Found, Standing};
///
/// let mut flattener = Flattener::new(Level::All);
/// let mut standings = Vec::new();
/// let mut each = |found: Found<'_>| {
///     if let Found::Job(job) = found {
///         standings.push(job.standing);
///     }
///     Ok::<(), FlattenError>(())
/// };
/// for chunk in [r#"{"job": {"jobUuid": "55555555-5555-4555-8555-555555555555", "#,
///     r#""status": 3, "results": [{"report": {"result": 1}}]}}"#] {
///     flattener.push(chunk.as_bytes(), &mut each)?;
/// }
/// flattener.finish(&mut each)?;
/// assert_eq!(standings, [Standing::Clear]);
/// # Ok::<(), FlattenError>(())
/// ```
#[derive(Debug)]
pub struct Flattener {
    reader: Reader,
    blocks: Blocks,
}

impl Flattener {
    /// The size in bytes that one value may have by default where it is put together from chunks.
    pub const DEFAULT_LIMIT: usize = 256 << 20;

    /// Rows as deep as `level`; verdicts do not depend on it. Of what is deeper, only what verdicts
    /// need is read.
    pub fn new(level: Level) -> Self {
        Self {
            reader: Reader::new(level),
            blocks: Blocks::new(Self::DEFAULT_LIMIT),
        }
    }

    /// Gives the verdicts of [`Job::strict_verdict`](crate::Job::strict_verdict). The rows are the
    /// same.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.reader.strict = true;
        self
    }

    /// Refuses a value of more than `bytes` where it is put together from chunks.
    #[must_use]
    pub fn with_limit(self, bytes: usize) -> Self {
        Self {
            blocks: Blocks::new(bytes),
            ..self
        }
    }

    /// Reads all of the input, which is in memory.
    ///
    /// # Errors
    ///
    /// What `each` returns, or a [`FlattenError`].
    pub fn flatten<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.restart();
        let read = self.reader.read(bytes, each);
        self.end(read)
    }

    /// Reads all of the input, a large buffer at a time.
    ///
    /// # Errors
    ///
    /// What `each` returns, a [`FlattenError`], or the reader's own error.
    pub fn read<E: From<FlattenError> + From<io::Error>>(
        &mut self,
        mut from: impl io::Read,
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.restart();
        let read = loop {
            match self.blocks.fill(&mut from) {
                Ok(0) => return self.finish(each),
                Ok(_) => {}
                Err(error) => break Err(error.into()),
            }
            if let Err(error) = self.blocks.drain(&mut self.reader, &mut each) {
                break Err(error);
            }
        };
        self.restart();
        read
    }

    /// Reads another chunk of the input and hands out what is complete by now.
    ///
    /// # Errors
    ///
    /// What `each` returns, or a [`FlattenError`]. After either, the input cannot be gone on with:
    /// call [`finish`](Self::finish) to forget it.
    pub fn push<E: From<FlattenError>>(
        &mut self,
        chunk: &[u8],
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.blocks.add(chunk);
        self.blocks.drain(&mut self.reader, each)
    }

    /// Reads what is left, after the last chunk.
    ///
    /// # Errors
    ///
    /// What `each` returns, or a [`FlattenError`]: the last value may be cut short, or there may
    /// have been none at all.
    pub fn finish<E: From<FlattenError>>(
        &mut self,
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = self.blocks.drain_all(&mut self.reader, each);
        self.end(read)
    }

    fn end<E: From<FlattenError>>(&mut self, read: Result<(), E>) -> Result<(), E> {
        let end = self.reader.finish();
        self.restart();
        read?;
        Ok(end?)
    }

    /// Forgets the input, keeps the buffers.
    fn restart(&mut self) {
        self.reader.restart();
        self.blocks.clear();
    }
}
