//! One answer of an evaluation.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::report::{Report, read};
use crate::Reply;
use crate::answer::Answer;

/// One answer of an evaluation: a report in its frame.
#[derive(Clone, Debug, Default)]
pub struct Evaluated(Report);

impl Evaluated {
    /// Adds a label that is true, with its score, 0 to 1.
    #[must_use]
    pub fn flagged(self, label: &str, score: f64) -> Self {
        Self(self.0.flagged(label, score))
    }

    /// Adds a label that is false, with its score, 0 to 1.
    #[must_use]
    pub fn clear(self, label: &str, score: f64) -> Self {
        Self(self.0.clear(label, score))
    }

    /// Adds a label whose evaluation failed.
    #[must_use]
    pub fn failed(self, label: &str) -> Self {
        Self(self.0.failed(label))
    }

    /// Adds a label with an outcome that no client knows yet.
    #[must_use]
    pub fn unknown(self, label: &str) -> Self {
        Self(self.0.unknown(label))
    }

    /// Sets the actions of the last label, such as `block, review`.
    ///
    /// # Panics
    /// If there is no label yet.
    #[must_use]
    pub fn actions(self, actions: &str) -> Self {
        Self(self.0.actions(actions))
    }

    /// Sets the id of the policy. Default: [`POLICY`](super::POLICY).
    #[must_use]
    pub fn policy(self, id: impl fmt::Display) -> Self {
        Self(self.0.policy(id))
    }

    /// Sets the threshold, 0 to 1. Default: 0.5.
    #[must_use]
    pub fn threshold(self, threshold: f64) -> Self {
        Self(self.0.threshold(threshold))
    }

    /// Sets the tokens billed for the content. By default, the server does not say.
    #[must_use]
    pub fn billed(self, tokens: u32) -> Self {
        Self(self.0.billed(tokens))
    }

    /// Adds a pair to the content's metadata.
    #[must_use]
    pub fn metadata(self, key: &str, value: &str) -> Self {
        Self(self.0.metadata(key, value))
    }

    /// The `EvaluateResponse` as a type of your client.
    ///
    /// # Panics
    /// If it cannot be decoded as that type.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        read(self.to_json())
    }

    fn to_json(&self) -> Value {
        json!({ "jobUuid": super::job::JOB, "policyEvaluationReport": self.0.to_json() })
    }
}

impl From<Report> for Evaluated {
    fn from(report: Report) -> Self {
        Self(report)
    }
}

impl fmt::Display for Evaluated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

/// Answers an evaluation of one input. A client accepts it as the answer only if it asked for the report's
/// policy and threshold.
impl From<Evaluated> for Reply {
    fn from(sample: Evaluated) -> Self {
        let line = format!("{}\n", json!({ "result": sample.to_json() }));
        Self::Answer(Answer::stream([line], std::time::Duration::ZERO))
    }
}
