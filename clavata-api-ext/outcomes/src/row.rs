//! One node of a report as one line of a table.

use std::fmt;

use clavata_api::Id;
use clavata_api::types::Outcome;
use serde::{Serialize, Serializer};

use crate::metadata::Metadata;
use crate::node::{self, At, Basis, Saying};

/// One node of a report: the policy, a label, a rule, or a part of an exception block.
///
/// The fields are the columns, in this order; [`matched`](Row::matched) is one more. A row serializes as an object with the same names in the
/// same order. It borrows its texts, so a copy costs nothing.
///
/// ```
/// use clavata_outcomes::{Job, RowKind};
///
/// let job: Job = serde_json::from_str(r#"{"results": [{"report": {
///     "reviewResult": {"outcome": 99, "score": -1},
///     "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_FALSE"}]
/// }}]}"#)?;
/// let rows: Vec<_> = job.rows().collect();
///
/// assert_eq!(rows[0].kind, RowKind::Policy);
/// assert_eq!(rows[0].outcome_text(), "99"); // kept as it came
/// assert_eq!(rows[0].score, None); // -1 means that the evaluation failed
/// assert_eq!(rows[1].label, Some("Spam"));
/// assert_eq!(rows[1].outcome_text(), "FALSE");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Row<'a> {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<&'a Id>,
    /// The index of the result in the job, from 0.
    pub result_index: usize,
    /// The hash of the content, as `algorithm::hash`. Empty if the server sent none.
    pub content_hash: &'a str,
    /// What the caller attached to the content.
    pub content_metadata: Metadata<'a>,
    /// The policy that judged the content, or the label in the [answer](crate::LabelResult::rows) of a
    /// label.
    pub policy_id: Option<&'a Id>,
    /// The version of that policy or label.
    pub policy_version_id: Option<&'a Id>,
    /// The title of the policy, for people. It is not an id.
    pub policy_key: &'a str,
    /// The lowest score that makes an outcome true, in 0..=1. 0 if the server sent none.
    pub threshold: f64,
    /// Which kind of node this is.
    pub kind: RowKind,
    /// The label that the node is or belongs to. `None` for the policy, and in the answer of a label,
    /// because the gateway does not send its name.
    pub label: Option<&'a str>,
    /// The index of a label in its policy, or of a rule in its block, from 0.
    pub index: Option<usize>,
    /// The action text of a label, or the text of a rule.
    pub message: Option<&'a str>,
    /// The outcome of the evaluation. Only `False` means no match.
    pub outcome: &'a Outcome,
    /// In 0..=1, as sent. `None` if the server sent none or the evaluation failed.
    pub score: Option<f64>,
    /// Not a column. See [`basis`](Row::basis).
    pub(crate) basis: Option<Basis>,
    /// Not a column. See [`has_failed_score`](Row::has_failed_score).
    pub(crate) has_failed: bool,
}

impl Row<'_> {
    /// The names of the columns, in order.
    pub const COLUMNS: [&'static str; 15] = [
        "job_uuid",
        "result_index",
        "content_hash",
        "content_metadata",
        "policy_id",
        "policy_version_id",
        "policy_key",
        "threshold",
        "kind",
        "label",
        "index",
        "message",
        "outcome",
        "score",
        "matched",
    ];

    /// Whether the node matched: the outcome is `True`, or it is `False` and the score does not show a
    /// failure. `None` if anything else came, which is not a no. It is the last column.
    ///
    /// ```
    /// use clavata_outcomes::Job;
    ///
    /// let job: Job = serde_json::from_str(r#"{"results": [{"report": {"result": "OUTCOME_TRUE",
    ///     "sectionEvaluationReports": [
    ///         {"result": "OUTCOME_FALSE"},
    ///         {"reviewResult": {"outcome": "OUTCOME_FALSE", "score": -1}}
    ///     ]
    /// }}]}"#)?;
    /// let matched: Vec<_> = job.rows().map(|row| row.matched()).collect();
    /// assert_eq!(matched, [Some(true), Some(false), None]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn matched(&self) -> Option<bool> {
        match self.outcome {
            Outcome::True => Some(true),
            Outcome::False if !self.has_failed => Some(false),
            _ => None,
        }
    }

    /// The outcome as rows print it: `TRUE`, `FALSE`, `FAILED`, `UNSPECIFIED`, or the value as received
    /// if this release does not know it.
    pub fn outcome_text(&self) -> &str {
        node::outcome_text(self.outcome)
    }

    /// The outcome in a word that no reader of text takes for a boolean: `match`, `no_match`, `failed`,
    /// `unspecified`, or the value as received if this release does not know it. A value as received that
    /// is one of these words gets `unknown:` before it.
    ///
    /// Use it in CSV: pandas and polars read a column of `TRUE` and `FALSE` as booleans, and then a
    /// comparison with the text `TRUE` finds nothing.
    ///
    /// ```
    /// use clavata_outcomes::Job;
    ///
    /// let job: Job = serde_json::from_str(r#"{"results": [{"report": {"result": "OUTCOME_FALSE",
    ///     "sectionEvaluationReports": [{"result": 99}]
    /// }}]}"#)?;
    /// let words: Vec<_> = job.rows().map(|row| row.outcome_word().to_owned()).collect();
    /// assert_eq!(words, ["no_match", "99"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn outcome_word(&self) -> &str {
        node::outcome_word(self.outcome)
    }

    /// Whether the outcome comes from the `reviewResult` or from the deprecated `result`. `None` for a
    /// rule, which has no review, and for a label that was evaluated on its own.
    ///
    /// ```
    /// use clavata_outcomes::{Basis, Job};
    ///
    /// let job: Job = serde_json::from_str(r#"{"results": [{"report": {
    ///     "reviewResult": {"outcome": "OUTCOME_FALSE", "score": 0.1},
    ///     "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_FALSE"}]
    /// }}]}"#)?;
    /// let basis: Vec<_> = job.rows().map(|row| row.basis()).collect();
    /// assert_eq!(basis, [Some(Basis::Review), Some(Basis::Result)]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn basis(&self) -> Option<Basis> {
        self.basis
    }

    /// Whether the score shows that the evaluation failed: it is negative, NaN or infinite. Then the
    /// outcome does not count, even if it is `False`.
    pub fn has_failed_score(&self) -> bool {
        self.has_failed
    }

    /// Which node it is, if it counts for the verdict.
    pub(crate) fn at(&self) -> Option<At<'_>> {
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

    /// What it says.
    pub(crate) fn said(&self) -> Saying<'_> {
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

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut row = into.serialize_struct("Row", Self::COLUMNS.len())?;
        row.serialize_field("job_uuid", &self.job_uuid)?;
        row.serialize_field("result_index", &self.result_index)?;
        row.serialize_field("content_hash", self.content_hash)?;
        row.serialize_field("content_metadata", &self.content_metadata)?;
        row.serialize_field("policy_id", &self.policy_id)?;
        row.serialize_field("policy_version_id", &self.policy_version_id)?;
        row.serialize_field("policy_key", self.policy_key)?;
        row.serialize_field("threshold", &self.threshold)?;
        row.serialize_field("kind", self.kind.as_str())?;
        row.serialize_field("label", &self.label)?;
        row.serialize_field("index", &self.index)?;
        row.serialize_field("message", &self.message)?;
        row.serialize_field("outcome", self.outcome_text())?;
        row.serialize_field("score", &self.score)?;
        row.serialize_field("matched", &self.matched())?;
        row.end()
    }
}

/// Which kind of node a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// A whole report: one piece of content against one policy.
    Policy,
    /// A label of the policy.
    Label,
    /// A rule of a label.
    Rule,
    /// An exception block, of a label or of the policy.
    Exception,
    /// A rule of an exception block.
    ExceptionRule,
}

impl RowKind {
    /// The name in the column `kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Label => "label",
            Self::Rule => "rule",
            Self::Exception => "exception",
            Self::ExceptionRule => "exception_rule",
        }
    }
}

impl fmt::Display for RowKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How deep the rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Policies alone.
    Policy,
    /// Policies and labels, which decide the verdict.
    Label,
    /// Policies, labels and their rules.
    Rule,
    /// Everything, including exception blocks.
    All,
}

impl Level {
    /// `policy`, `label`, `rule` or `all`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Label => "label",
            Self::Rule => "rule",
            Self::All => "all",
        }
    }

    /// Whether rows of a kind belong to the level.
    pub fn includes(self, kind: RowKind) -> bool {
        self >= match kind {
            RowKind::Policy => Self::Policy,
            RowKind::Label => Self::Label,
            RowKind::Rule => Self::Rule,
            RowKind::Exception | RowKind::ExceptionRule => Self::All,
        }
    }
}
