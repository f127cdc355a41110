//! One node of a report as one row of a table.

mod columns;

use std::fmt;

use clavata_api::Id;
use clavata_api::types::Outcome;

use crate::around::Around;
use crate::level::RowKind;
use crate::metadata::Metadata;
use crate::node::{At, Basis, Saying};
use crate::verdict::Word;
use crate::words;

/// One node of a report: the policy, a label, a rule, or a part of an exception block.
///
/// The columns are the fields and methods of the same names, in the order of [`COLUMNS`](Row::COLUMNS). A row
/// serializes as an object with the same names in the same order. It borrows what it shows, so it is cheap to copy.
///
/// The columns of the job and of the result are the same in all rows of a result, but only the policy row has the
/// tokens, so that their sum is right. Rows of evaluations have no job columns.
///
/// ```
/// use clavata_outcomes::{Job, RowKind, decode};
///
/// let job: Job = decode(br#"{"results": [{"report": {
///     "reviewResult": {"outcome": 99, "score": -1},
///     "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_FALSE"}]
/// }}]}"#)?;
/// let rows: Vec<_> = job.rows().collect();
///
/// assert_eq!(rows[0].kind, RowKind::Policy);
/// assert_eq!(rows[0].outcome_text(), "99"); // kept as received
/// assert_eq!(rows[0].score, None); // -1 means that the evaluation failed
/// assert_eq!(rows[1].label, Some("Spam"));
/// assert_eq!(rows[1].outcome_text(), "FALSE");
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Row<'a> {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<&'a Id>,
    /// The index of the result in the job, from 0.
    pub result_index: usize,
    /// The hash of the content, as `algorithm::hash`. Empty if the server sent none.
    pub content_hash: &'a str,
    /// The metadata that the caller attached to the content.
    pub content_metadata: Metadata<'a>,
    /// The policy that judged the content, or the label in an
    /// [evaluate-labels answer](crate::LabelResult::rows).
    pub policy_id: Option<&'a Id>,
    /// The version of that policy or label.
    pub policy_version_id: Option<&'a Id>,
    /// The title of the policy, for people. It is not an id.
    pub policy_key: &'a str,
    /// The lowest score that makes an outcome true, in 0..=1. 0 if the server sent none.
    pub threshold: f64,
    /// Which kind of node this is.
    pub kind: RowKind,
    /// The label that the node is or belongs to. `None` for the policy, and for the label itself in an
    /// evaluate-labels answer, because the gateway does not send its name.
    pub label: Option<&'a str>,
    /// The index of a label in its policy, or of a rule in its block, from 0.
    pub index: Option<usize>,
    /// The action text of a label, or the text of a rule.
    pub message: Option<&'a str>,
    /// The outcome of the evaluation. Only `False` means no match.
    pub outcome: &'a Outcome,
    /// The score, in 0..=1, as sent. `None` if the server sent none or the evaluation failed.
    pub score: Option<f64>,
    /// The file that the row was read from, if it was [set](Row::read_from).
    pub source_file: Option<&'a str>,
    /// The line of that file in which its value begins, from 1.
    pub source_line: Option<usize>,
    pub(crate) verdict: Word,
    pub(crate) around: Around<'a>,
    /// Not a column. See [`basis`](Row::basis).
    pub(crate) basis: Option<Basis>,
    /// Not a column. See [`has_failed_score`](Row::has_failed_score).
    pub(crate) has_failed: bool,
}

impl<'a> Row<'a> {
    /// Whether the node matched: true if the outcome is `True`, and false if it is `False` and the score does
    /// not show a failure. `None` for anything else, which is not a no.
    ///
    /// ```
    /// use clavata_outcomes::{Job, decode};
    ///
    /// let job: Job = decode(br#"{"results": [{"report": {"result": "OUTCOME_TRUE",
    ///     "sectionEvaluationReports": [
    ///         {"result": "OUTCOME_FALSE"},
    ///         {"reviewResult": {"outcome": "OUTCOME_FALSE", "score": -1}}
    ///     ]
    /// }}]}"#)?;
    /// let matched: Vec<_> = job.rows().map(|row| row.matched()).collect();
    /// assert_eq!(matched, [Some(true), Some(false), None]);
    /// # Ok::<(), clavata_outcomes::DecodeError>(())
    /// ```
    pub fn matched(&self) -> Option<bool> {
        match self.outcome {
            Outcome::True => Some(true),
            Outcome::False if !self.has_failed => Some(false),
            _ => None,
        }
    }

    /// The outcome as rows print it: `TRUE`, `FALSE`, `FAILED`, `UNSPECIFIED`, or the value as received
    /// if this release does not know it. A received value that is one of these words, ignoring case,
    /// becomes that word with `unknown:` before it.
    pub fn outcome_text(&self) -> &str {
        words::outcome(self.outcome)
    }

    /// The outcome as a word that no reader of text takes for a boolean: `match`, `no_match`, `failed`,
    /// `unspecified`, or the value as received if this release does not know it. A received value that
    /// is one of these words, ignoring case, becomes that word with `unknown:` before it.
    ///
    /// Use it in CSV: pandas and polars read a column of `TRUE` and `FALSE` as booleans, and then a
    /// comparison with the text `TRUE` finds nothing.
    ///
    /// ```
    /// use clavata_outcomes::{Job, decode};
    ///
    /// let job: Job = decode(br#"{"results": [{"report": {"result": "OUTCOME_FALSE",
    ///     "sectionEvaluationReports": [{"result": 99}]
    /// }}]}"#)?;
    /// let words: Vec<_> = job.rows().map(|row| row.outcome_word().to_owned()).collect();
    /// assert_eq!(words, ["no_match", "99"]);
    /// # Ok::<(), clavata_outcomes::DecodeError>(())
    /// ```
    pub fn outcome_word(&self) -> &str {
        words::outcome_in_csv(self.outcome)
    }

    /// Whether the outcome comes from the `reviewResult` or from the deprecated `result`. `None` for a
    /// rule, which has no review, and for a label that was evaluated on its own.
    ///
    /// ```
    /// use clavata_outcomes::{Basis, Job, decode};
    ///
    /// let job: Job = decode(br#"{"results": [{"report": {
    ///     "reviewResult": {"outcome": "OUTCOME_FALSE", "score": 0.1},
    ///     "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_FALSE"}]
    /// }}]}"#)?;
    /// let basis: Vec<_> = job.rows().map(|row| row.basis()).collect();
    /// assert_eq!(basis, [Some(Basis::Review), Some(Basis::Result)]);
    /// # Ok::<(), clavata_outcomes::DecodeError>(())
    /// ```
    pub fn basis(&self) -> Option<Basis> {
        self.basis
    }

    /// Whether the score shows that the evaluation failed: it is negative, NaN or infinite. If so, a
    /// `False` does not count.
    pub fn has_failed_score(&self) -> bool {
        self.has_failed
    }

    /// The verdict of the result that the row belongs to: `clear`, `flagged` or `undetermined`, as in
    /// [`ContentResult::verdict`](crate::ContentResult::verdict).
    pub fn verdict(&self) -> &'static str {
        self.verdict.as_str()
    }

    /// Returns the row with an undetermined [`verdict`](Self::verdict) if it was clear, because something
    /// else speaks against the result.
    #[must_use]
    pub fn doubted(self) -> Self {
        let verdict = match self.verdict {
            Word::Clear => Word::Undetermined,
            other => other,
        };
        Self { verdict, ..self }
    }

    /// Sets where the row was read: the file, and the line, from 1.
    #[must_use]
    pub fn read_from(self, file: &'a str, line: usize) -> Self {
        Self {
            source_file: Some(file),
            source_line: Some(line),
            ..self
        }
    }

    /// The node, if it counts for the verdict.
    pub(crate) fn at(&self) -> Option<At<'a>> {
        match (self.kind, self.label) {
            (RowKind::Policy, _) => Some(At::Policy),
            (RowKind::Label, None) => Some(At::Answer),
            (RowKind::Label, Some(label)) => Some(At::Label(label)),
            (RowKind::Rule, label) => Some(At::Rule {
                label: label.unwrap_or_default(),
                index: self.index.unwrap_or_default(),
            }),
            (RowKind::Exception | RowKind::ExceptionRule, _) => None,
        }
    }

    /// What the node says.
    pub(crate) fn said(&self) -> Saying<'a> {
        Saying {
            outcome: self.outcome,
            has_failed: self.has_failed,
            basis: self.basis,
        }
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("job_uuid", &self.job_uuid)
            .field("result_index", &self.result_index)
            .field("kind", &self.kind)
            .field("label", &self.label)
            .field("index", &self.index)
            .field("outcome", &self.outcome)
            .field("score", &self.score)
            .finish_non_exhaustive()
    }
}
