//! Moderation that tests can control: words in the content decide the verdict.
//!
//! `flag` makes the first label true, and `fail` makes it fail. `csam`, `badimage` and `unsupported`
//! are refused before the content is judged. Anything else is clear. The words are searched for
//! in a text, in the bytes of an image and in an image's URL.

use crate::contract::precheck_detail;
use crate::dialect::Json;
use crate::protojson::{Message, Value};

/// A piece of content in a request.
pub(crate) struct Content {
    pub(crate) hash: String,
    pub(crate) metadata: Vec<(String, String)>,
    words: String,
    number: u64,
}

impl Content {
    /// The content of an item, or what is wrong with it.
    pub(crate) fn of(item: &Message) -> Result<Self, &'static str> {
        let bytes: &[u8] = match ["text", "image", "imageUrl"].map(|name| item.get(name)) {
            [Some(Value::Text(text)), _, _] | [_, _, Some(Value::Text(text))] => text.as_bytes(),
            [_, Some(Value::Bytes(bytes)), _] => bytes,
            _ => &[],
        };
        let mut content = Self::of_bytes(bytes)?;
        content.metadata = item.map("metadata").to_vec();
        Ok(content)
    }

    /// A text or URL without metadata.
    pub(crate) fn of_text(text: &str) -> Result<Self, &'static str> {
        Self::of_bytes(text.as_bytes())
    }

    fn of_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.is_empty() {
            return Err("content is required");
        }
        let hash = fnv1a128(bytes);
        Ok(Self {
            hash: format!("fnv1a128::{hash:032x}"),
            metadata: Vec::new(),
            words: String::from_utf8_lossy(bytes).into_owned(),
            number: (hash % 1000) as u64,
        })
    }

    /// Why the content is refused before it is judged, if it is.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        let reason = [
            ("csam", "NCMEC", "match"),
            ("badimage", "INVALID_IMAGE", "the image cannot be read"),
            (
                "unsupported",
                "UNSUPPORTED_IMAGE_FORMAT",
                "image/tiff is not supported",
            ),
        ];
        let (word, kind, message) = reason
            .into_iter()
            .find(|(word, _, _)| self.words.contains(word))?;
        // The recorded refusal is about exactly this text.
        let hash = if self.words == "csam" {
            "md5::abc"
        } else {
            &self.hash
        };
        let kind = format!("PRECHECK_FAILURE_TYPE_{kind}");
        let mut detail = precheck_detail(&kind, message, hash);
        let confidence = ["exact", "high", "medium", "low"]
            .into_iter()
            .find(|name| self.words.contains(&format!("{word}-{name}")));
        if let (Json::Message(fields), Some(name)) = (&mut detail, confidence) {
            let name = format!("PRECHECK_MATCH_CONFIDENCE_{}", name.to_uppercase());
            fields.push(("matchConfidence", Json::Text(name)));
        }
        Some(Refusal {
            detail,
            csam: word == "csam",
        })
    }

    pub(crate) fn verdict(&self) -> Verdict {
        if self.words.contains("fail") {
            Verdict::Failed
        } else if self.words.contains("flag") {
            Verdict::True
        } else {
            Verdict::False
        }
    }

    /// A score for a verdict: at least the threshold if it is true, -1 if the evaluation failed, and
    /// always the same for the same content.
    #[allow(clippy::cast_precision_loss)] // below 1000
    pub(crate) fn score(&self, verdict: Verdict, threshold: f64) -> f64 {
        let share = self.number as f64 / 1000.0;
        let score = match verdict {
            Verdict::Failed => return -1.0,
            Verdict::True => threshold + (1.0 - threshold) * share,
            Verdict::False => threshold * share * 0.99,
        };
        (score * 1e6).round() / 1e6
    }

    /// The report on this content, for one policy or one label of it.
    pub(crate) fn report(&self, policy_id: &str, threshold: f64) -> Json {
        let first = self.verdict();
        let all = (first, self.score(first, threshold));
        let second = (Verdict::False, self.score(Verdict::False, threshold));
        let sections = vec![section("Label 0", all), section("Label 1", second)];
        Json::Message(vec![
            ("policyId", Json::text(policy_id)),
            ("policyKey", Json::text("Toxicity ünïcode")),
            ("policyVersionId", Json::text(POLICY_VERSION)),
            ("name", Json::text("")),
            ("result", Json::text(first.name())),
            ("sectionEvaluationReports", Json::List(sections)),
            ("exceptionEvaluationReport", Json::Null),
            ("contentHash", Json::text(&*self.hash)),
            ("contentMetadata", Json::Map(self.metadata.clone())),
            ("reviewResult", review(all)),
            ("threshold", Json::Double(threshold)),
        ])
    }
}

pub(crate) const POLICY_VERSION: &str = "22222222-2222-4222-8222-222222222222";

/// A refused content.
pub(crate) struct Refusal {
    pub(crate) detail: Json,
    csam: bool,
}

/// How refusals are answered: the HTTP status and the gRPC code.
pub(crate) fn refusal_status(refusals: &[Refusal]) -> (u16, i64) {
    if refusals.iter().any(|refusal| refusal.csam) {
        (499, 1)
    } else {
        (400, 9)
    }
}

/// The verdict of the judge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    False,
    True,
    Failed,
}

impl Verdict {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::False => "OUTCOME_FALSE",
            Self::True => "OUTCOME_TRUE",
            Self::Failed => "OUTCOME_FAILED",
        }
    }
}

fn review((verdict, score): (Verdict, f64)) -> Json {
    Json::Message(vec![
        ("outcome", Json::text(verdict.name())),
        ("score", Json::Double(score)),
    ])
}

fn section(name: &str, (verdict, score): (Verdict, f64)) -> Json {
    let rule = Json::Message(vec![
        ("result", Json::text(verdict.name())),
        ("message", Json::text("ANY(\"dogs\") AND ANY(\"park\")")),
        ("score", Json::Double(score)),
    ]);
    Json::Message(vec![
        ("name", Json::text(name)),
        ("result", Json::text(verdict.name())),
        ("message", Json::text("block, review")),
        ("assertionEvaluationReports", Json::List(vec![rule])),
        ("exceptionEvaluationReport", Json::Null),
        ("reviewResult", review((verdict, score))),
    ])
}

/// The threshold to use: the server's default if none is set.
pub(crate) fn threshold(request: &Message) -> Result<f64, &'static str> {
    let asked = request.double("threshold");
    if asked == 0.0 {
        Ok(0.5)
    } else if (0.0..=1.0).contains(&asked) {
        Ok(asked)
    } else {
        Err("threshold must be between 0 and 1")
    }
}

fn fnv1a128(bytes: &[u8]) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(BASIS, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a_of_128_bits() {
        assert_eq!(fnv1a128(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv1a128(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
