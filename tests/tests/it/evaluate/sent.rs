//! Answers that a gateway may send, right or wrong.

use serde_json::{Value, json};
use uuid::Uuid;

use super::asking::POLICY;

pub(crate) const THRESHOLD: f64 = 0.7;
pub(crate) const VERSION: Uuid = Uuid::from_u128(2);

/// An answer that a gateway may send.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) mark: Option<String>,
    pub(crate) outcome: &'static str,
    pub(crate) policy: Uuid,
    pub(crate) version: Uuid,
    pub(crate) threshold: f64,
    pub(crate) hash: String,
}

impl Sent {
    pub(crate) fn to(input: usize) -> Self {
        Self {
            mark: Some(input.to_string()),
            outcome: "OUTCOME_FALSE",
            policy: POLICY,
            version: VERSION,
            threshold: f64::from(0.7_f32),
            hash: format!("fnv1a128::{input}"),
        }
    }

    pub(crate) fn line(&self) -> String {
        let mut metadata = json!({"id": "x"});
        if let Some(mark) = &self.mark {
            metadata["clavata.input"] = Value::from(mark.as_str());
        }
        let review = json!({"outcome": self.outcome, "score": 0.5});
        let report = json!({
            "policyId": self.policy, "policyVersionId": self.version, "threshold": self.threshold,
            "contentHash": self.hash, "contentMetadata": metadata, "reviewResult": review,
        });
        json!({"result": {"contentHash": self.hash, "policyEvaluationReport": report}}).to_string()
    }

    pub(crate) fn is_clear(&self) -> bool {
        self.outcome == "OUTCOME_FALSE" && self.is_own()
    }

    pub(crate) fn is_flagged(&self) -> bool {
        self.outcome == "OUTCOME_TRUE"
    }

    pub(crate) fn is_own(&self) -> bool {
        self.policy == POLICY
            && self.version == VERSION
            && (self.threshold - THRESHOLD).abs() < 1e-6
    }

    pub(crate) fn is_for(&self, input: usize) -> bool {
        self.mark.as_deref() == Some(&*input.to_string())
    }

    pub(crate) fn is_stray(&self, inputs: usize) -> bool {
        !(0..inputs).any(|input| self.is_for(input))
    }
}

pub(crate) fn body(sent: &[Sent]) -> String {
    let lines: Vec<String> = sent.iter().map(Sent::line).collect();
    lines.join("\n")
}
