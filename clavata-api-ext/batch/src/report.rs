//! The report of a run.

use std::path::{Path, PathBuf};

use crate::answers::{AnswerProblem, Joined};
use crate::row_problem::BatchWarning;

/// Which rows of the input have an answer in the output.
///
/// It fails closed: it lists every row without an answer, and these rows have not passed.
#[derive(Clone, Debug)]
#[must_use]
pub struct BatchReport {
    pub(crate) batch_job_id: String,
    pub(crate) output: PathBuf,
    pub(crate) rows: u64,
    pub(crate) joined: Joined,
    pub(crate) warnings: Vec<BatchWarning>,
    pub(crate) resumed: bool,
}

impl BatchReport {
    /// Whether every row of the input has an answer, every answer belongs to a row, and there are no problems.
    ///
    /// This says nothing about the outcomes, which you must read from the output. An answer is a row with the same
    /// `ref_id` and an outcome or, if the output has a column for labels, one row for each label that occurs in the
    /// output. If a row is truncated, ragged, repeated, has a broken quote, or says no next to a failed score, an
    /// error or a yes, neither it nor the other rows with its `ref_id` count as an answer.
    pub fn is_complete(&self) -> bool {
        self.joined.missing.is_empty()
            && self.joined.unknown_rows == 0
            && self.joined.problem_count == 0
    }

    /// Why rows of the output are not answers. The first 100, with refusals and contradictions first.
    pub fn problems(&self) -> &[AnswerProblem] {
        &self.joined.problems
    }

    /// The total number of problems.
    pub fn problem_count(&self) -> u64 {
        self.joined.problem_count
    }

    /// Whether the output says that content was refused. It may be known abuse material.
    pub fn has_refusals(&self) -> bool {
        self.joined.has_refusals()
    }

    /// The id of the batch job.
    pub fn batch_job_id(&self) -> &str {
        &self.batch_job_id
    }

    /// The path of the output, which is unchanged, byte for byte, unless it came as gzip.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// The number of rows of the input.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The number of rows of the output. There may be several for one `ref_id`.
    pub fn output_rows(&self) -> u64 {
        self.joined.output_rows
    }

    /// The number of rows of the input that have an answer.
    pub fn answered(&self) -> u64 {
        self.joined.answered
    }

    /// All `ref_id`s of the input without an answer, in the order of the input.
    pub fn missing(&self) -> &[String] {
        &self.joined.missing
    }

    /// The first 100 `ref_id`s of the output that the input does not have.
    pub fn unknown(&self) -> &[String] {
        &self.joined.unknown
    }

    /// The number of rows of the output with a `ref_id` that the input does not have.
    pub fn unknown_rows(&self) -> u64 {
        self.joined.unknown_rows
    }

    /// The warnings about the input.
    pub fn warnings(&self) -> &[BatchWarning] {
        &self.warnings
    }

    /// Whether this run continued an earlier one.
    pub fn was_resumed(&self) -> bool {
        self.resumed
    }
}
