//! What the gateway found in one piece of content.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::POLICY;

pub(super) const VERSION: &str = "22222222-2222-4222-8222-222222222222";

/// A report on one piece of content. Its outcome follows from its labels: true if one is true,
/// else failed if one failed, else unknown if one is, else false.
#[derive(Clone, Debug)]
pub struct Report {
    policy: String,
    threshold: f64,
    hash: String,
    metadata: Map<String, Value>,
    labels: Vec<Label>,
    billed: Option<u32>,
}

#[derive(Clone, Debug)]
struct Label {
    name: String,
    outcome: &'static str,
    score: f64,
    actions: String,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            policy: POLICY.to_owned(),
            threshold: 0.5,
            hash: "fnv1a128::00000000000000000000000000000001".to_owned(),
            metadata: Map::new(),
            labels: Vec::new(),
            billed: None,
        }
    }
}

impl Report {
    /// Adds a label that is true, with its score, 0 to 1.
    #[must_use]
    pub fn flagged(self, label: &str, score: f64) -> Self {
        self.label(label, "OUTCOME_TRUE", score)
    }

    /// Adds a label that is false, with its score, 0 to 1.
    #[must_use]
    pub fn clear(self, label: &str, score: f64) -> Self {
        self.label(label, "OUTCOME_FALSE", score)
    }

    /// Adds a label whose evaluation failed.
    #[must_use]
    pub fn failed(self, label: &str) -> Self {
        self.label(label, "OUTCOME_FAILED", -1.0)
    }

    /// Adds a label with an outcome that no client knows yet.
    #[must_use]
    pub fn unknown(self, label: &str) -> Self {
        self.label(label, "OUTCOME_DEFERRED", 0.5)
    }

    /// Sets the actions of the last label, such as `block, review`.
    ///
    /// # Panics
    /// If there is no label yet.
    #[must_use]
    pub fn actions(mut self, actions: &str) -> Self {
        let label = self.labels.last_mut().expect("a label comes first");
        actions.clone_into(&mut label.actions);
        self
    }

    /// Sets the id of the policy.
    #[must_use]
    pub fn policy(mut self, id: impl fmt::Display) -> Self {
        self.policy = id.to_string();
        self
    }

    /// Sets the threshold, 0 to 1. Default: 0.5.
    #[must_use]
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    /// Sets the hash of the content.
    #[must_use]
    pub fn hash(mut self, hash: &str) -> Self {
        hash.clone_into(&mut self.hash);
        self
    }

    /// Sets the tokens billed. By default, the server does not say.
    #[must_use]
    pub fn billed(mut self, tokens: u32) -> Self {
        self.billed = Some(tokens);
        self
    }

    /// Adds a pair to the content's metadata.
    #[must_use]
    pub fn metadata(mut self, key: &str, value: &str) -> Self {
        self.metadata.insert(key.to_owned(), json!(value));
        self
    }

    /// A report of the same policy at the same threshold, with no label yet.
    pub(super) fn next(&self) -> Self {
        Self {
            policy: self.policy.clone(),
            threshold: self.threshold,
            ..Self::default()
        }
    }

    fn label(mut self, name: &str, outcome: &'static str, score: f64) -> Self {
        self.labels.push(Label {
            name: name.to_owned(),
            outcome,
            score,
            actions: "block".to_owned(),
        });
        self
    }

    fn outcome(&self) -> &'static str {
        let any = |outcome: &str| self.labels.iter().any(|label| label.outcome == outcome);
        ["OUTCOME_TRUE", "OUTCOME_FAILED", "OUTCOME_DEFERRED"]
            .into_iter()
            .find(|outcome| any(outcome))
            .unwrap_or("OUTCOME_FALSE")
    }

    /// The score of the policy: the highest of its labels with the same outcome, -1 if it failed.
    fn score(&self) -> f64 {
        let outcome = self.outcome();
        self.labels
            .iter()
            .filter(|label| label.outcome == outcome)
            .map(|label| label.score)
            .reduce(f64::max)
            .unwrap_or(0.0)
    }

    pub(super) fn content(&self) -> Value {
        json!({ "contentHash": self.hash, "metadata": self.metadata })
    }

    pub(super) fn policy_id(&self) -> &str {
        &self.policy
    }

    pub(super) fn stated_threshold(&self) -> f64 {
        self.threshold
    }

    pub(super) fn to_json(&self) -> Value {
        let sections = self.labels.iter().map(|label| {
            let review = json!({ "outcome": label.outcome, "score": label.score });
            json!({
                "name": label.name,
                "result": label.outcome,
                "message": label.actions,
                "assertionEvaluationReports": [{
                    "result": label.outcome,
                    "message": format!("ANY({:?})", label.name.to_lowercase()),
                    "score": label.score,
                }],
                "exceptionEvaluationReport": null,
                "reviewResult": review,
            })
        });
        let sections: Vec<Value> = sections.collect();
        let matches = self
            .labels
            .iter()
            .filter(|label| label.outcome == "OUTCOME_TRUE");
        let matches: Map<String, Value> = matches
            .map(|label| (label.name.clone(), json!(label.score)))
            .collect();
        json!({
            "policyId": self.policy,
            "policyKey": "Community guidelines",
            "policyVersionId": VERSION,
            "result": self.outcome(),
            "sectionEvaluationReports": sections,
            "exceptionEvaluationReport": null,
            "contentHash": self.hash,
            "contentMetadata": self.metadata,
            "reviewResult": { "outcome": self.outcome(), "score": self.score() },
            "threshold": self.threshold,
            "labelMatches": matches,
            "tokenUsage": self.billed.map(|tokens| json!({
                "inputTokens": tokens, "billedTokens": tokens, "multiplier": 1,
            })),
        })
    }

    /// The report as a type of your client.
    ///
    /// # Panics
    /// If it cannot be decoded as that type.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        read(self.to_json())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

/// Decodes a sample.
pub(super) fn read<T: DeserializeOwned>(sample: Value) -> T {
    serde_json::from_value(sample).expect("a sample is of the type that it is read as")
}
