//! The report of a run.

use std::path::{Path, PathBuf};

use crate::answers::{AnswerProblem, Joined};
use crate::row_problem::BatchWarning;

/// Which rows of the input the output answers.
///
/// It fails closed: it lists every row without an answer, and such a row has not passed.
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
    /// Whether every row of the input has an answer, every answer has a row, and none has a problem.
    ///
    /// An answer is a row of the output with the same `ref_id` and an outcome, which you read yourself. If
    /// the output has a column for labels, an answer is one row for each label that occurs in the output. A
    /// row that is cut, ragged, repeated or has a broken quote is not an answer, and neither are the
    /// others with its `ref_id`.
    pub fn is_complete(&self) -> bool {
        self.joined.missing.is_empty()
            && self.joined.unknown_rows == 0
            && self.joined.problem_count == 0
    }

    /// Why rows of the output are not answers: the first 100, with refusals and contradictions first.
    pub fn problems(&self) -> &[AnswerProblem] {
        &self.joined.problems
    }

    /// The number of all such problems.
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

    /// The path of the output, which is byte for byte as received.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// The number of rows of the input.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The number of rows of the output. It may have several for one `ref_id`.
    pub fn output_rows(&self) -> u64 {
        self.joined.output_rows
    }

    /// The number of rows of the input with an answer.
    pub fn answered(&self) -> u64 {
        self.joined.answered
    }

    /// All `ref_id`s of the input without an answer, in its order.
    pub fn missing(&self) -> &[String] {
        &self.joined.missing
    }

    /// The first 100 `ref_id`s of the output that the input does not have.
    pub fn unknown(&self) -> &[String] {
        &self.joined.unknown
    }

    /// The number of rows of the output with such a `ref_id`.
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
