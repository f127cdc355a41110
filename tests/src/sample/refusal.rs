//! Content that is refused before it is judged.

use std::fmt;

use serde_json::{Value, json};

use crate::Reply;
use crate::answer::Answer;

/// A refusal with status 499. Without a reason, it is an exact match with known abuse material.
#[derive(Clone, Debug, Default)]
pub struct Refusal(Vec<Value>);

impl Refusal {
    /// The content matches known child abuse material, with a confidence given by its name on the wire,
    /// such as `PRECHECK_MATCH_CONFIDENCE_EXACT`.
    #[must_use]
    pub fn known_abuse(self, confidence: &str) -> Self {
        let mut detail = detail("PRECHECK_FAILURE_TYPE_NCMEC", "match");
        detail["matchConfidence"] = json!(confidence);
        self.with(detail)
    }

    /// The image cannot be read.
    #[must_use]
    pub fn invalid_image(self) -> Self {
        self.with(detail(
            "PRECHECK_FAILURE_TYPE_INVALID_IMAGE",
            "the image cannot be read",
        ))
    }

    /// The format of the image is not supported.
    #[must_use]
    pub fn unsupported_format(self) -> Self {
        self.with(detail(
            "PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT",
            "image/tiff is not supported",
        ))
    }

    fn with(mut self, detail: Value) -> Self {
        self.0.push(detail);
        self
    }

    fn to_json(&self) -> Value {
        let refusal = if self.0.is_empty() {
            self.clone().known_abuse("PRECHECK_MATCH_CONFIDENCE_EXACT")
        } else {
            self.clone()
        };
        json!({ "code": 1, "message": "precheck failed", "details": refusal.0 })
    }
}

fn detail(kind: &str, message: &str) -> Value {
    json!({
        "@type": "type.googleapis.com/clavata.gateway.v1.PrecheckFailure",
        "type": kind,
        "message": message,
        "details": "md5::00000000000000000000000000000001",
    })
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

impl From<Refusal> for Reply {
    fn from(sample: Refusal) -> Self {
        Self::Answer(Answer::json(499, sample.to_string()))
    }
}
