//! What a batch job brought.

use std::path::{Path, PathBuf};

use crate::answers::{AnswerFault, AnswerProblem, Joined};
use crate::row_problem::BatchWarning;

/// Which rows of the input the output answers.
///
/// It fails closed: a row without an answer is named, and has not passed.
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
    /// Whether each row of the input has an answer, each answer its row, and nothing is wrong with any.
    ///
    /// An answer is a row of the output with the same `ref_id` and an outcome; what that is, is for you to
    /// read. Where the output has a column for labels, it is a row for each label that occurs in it. A
    /// row that was cut, is ragged, has a broken quote or comes twice is none, and spoils the others
    /// of its `ref_id`.
    pub fn is_complete(&self) -> bool {
        self.joined.missing.is_empty()
            && self.joined.unknown_rows == 0
            && self.joined.problem_count == 0
    }

    /// Why rows of the output are no answers: the first 100, refusals and contradictions before all
    /// others.
    pub fn problems(&self) -> &[AnswerProblem] {
        &self.joined.problems
    }

    /// How many such problems there are.
    pub fn problem_count(&self) -> u64 {
        self.joined.problem_count
    }

    /// Whether the output says that content was refused, which may be known abuse material.
    pub fn has_refusals(&self) -> bool {
        let refused = |problem: &AnswerProblem| problem.fault == AnswerFault::Refused;
        self.joined.problems.iter().any(refused)
    }

    /// The id of the batch job.
    pub fn batch_job_id(&self) -> &str {
        &self.batch_job_id
    }

    /// The output, byte for byte as it came.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// How many rows the input has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many rows the output has. It may have several for one `ref_id`.
    pub fn output_rows(&self) -> u64 {
        self.joined.output_rows
    }

    /// How many rows of the input have an answer.
    pub fn answered(&self) -> u64 {
        self.joined.answered
    }

    /// The `ref_id`s of the input without an answer, in its order: all of them.
    pub fn missing(&self) -> &[String] {
        &self.joined.missing
    }

    /// `ref_id`s of the output that are not of the input: the first 100.
    pub fn unknown(&self) -> &[String] {
        &self.joined.unknown
    }

    /// How many rows of the output have such a `ref_id`.
    pub fn unknown_rows(&self) -> u64 {
        self.joined.unknown_rows
    }

    /// What was said of the input before it was sent.
    pub fn warnings(&self) -> &[BatchWarning] {
        &self.warnings
    }

    /// Whether this run continued an earlier one.
    pub fn was_resumed(&self) -> bool {
        self.resumed
    }
}
