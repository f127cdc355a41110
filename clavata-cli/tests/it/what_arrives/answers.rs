//! Answers in the form that each reader expects, with the tested one in the middle.

use serde_json::{Map, Value, json};
use uuid::Uuid;

/// A reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// `Clavata::job`.
    Job,
    /// `Clavata::jobs`: a page with a good job and the tested one.
    Jobs,
    /// `Clavata::evaluate`: the second answer of three.
    Evaluate,
    /// `Clavata::evaluate_all`, with one input.
    EvaluateAll,
    /// `Clavata::evaluate_labels`: the second label of two.
    Labels,
    /// `Receiver::receive`.
    Webhook,
    /// `clavata flatten`: the second of three lines.
    Flatten,
    /// `Flattener::flatten`.
    Rows,
}

impl Reader {
    pub(crate) const ALL: [Self; 8] = [
        Self::Job,
        Self::Jobs,
        Self::Evaluate,
        Self::EvaluateAll,
        Self::Labels,
        Self::Webhook,
        Self::Flatten,
        Self::Rows,
    ];

    /// The header of its column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Jobs => "jobs",
            Self::Evaluate => "evaluate",
            Self::EvaluateAll => "evaluate_all",
            Self::Labels => "labels",
            Self::Webhook => "webhook",
            Self::Flatten => "flatten",
            Self::Rows => "rows",
        }
    }

    /// Whether it reads the answer of a call, which has a status.
    pub(crate) fn calls(self) -> bool {
        !matches!(self, Self::Webhook | Self::Flatten | Self::Rows)
    }

    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Evaluate | Self::EvaluateAll)
    }

    /// Whether it reads a job, or something that contains one.
    pub(crate) fn is_of_jobs(self) -> bool {
        !self.is_stream() && self != Self::Labels
    }

    /// The tested answer.
    pub(crate) fn answer(self, outcome: &str, score: &Value) -> Value {
        let report = report(self.input(), outcome, score);
        match self {
            Self::Jobs => job(JOB, &report),
            Self::Evaluate | Self::EvaluateAll => frame(&report),
            Self::Labels => label(SECOND, outcome, score, report),
            _ => json!({ "job": job(JOB, &report) }),
        }
    }

    /// The input of an evaluation that the answer is about.
    pub(crate) fn input(self) -> usize {
        usize::from(self == Self::Evaluate)
    }

    /// The answer in its place, with good ones next to it.
    pub(crate) fn around(self, answer: &str) -> String {
        let good = |input| report(input, "OUTCOME_FALSE", &json!(0.1));
        match self {
            Self::Jobs => {
                let first = job(OTHER, &good(0));
                format!(r#"{{"jobs":[{first},{answer}],"nextPageToken":""}}"#)
            }
            Self::Labels => {
                let first = label(FIRST, "OUTCOME_FALSE", &json!(0.1), good(0));
                format!(r#"{{"contentHash":"fnv1a128::0","results":[{first},{answer}]}}"#)
            }
            _ => self.instead(answer),
        }
    }

    /// Something in place of a whole answer, in a stream or a file.
    pub(crate) fn instead(self, text: &str) -> String {
        let good = |input| report(input, "OUTCOME_FALSE", &json!(0.1));
        match self {
            Self::Evaluate => {
                let (first, last) = (frame(&good(0)), frame(&good(2)));
                format!("{first}\n{text}\n{last}\n")
            }
            Self::Flatten => {
                // A good neighbor has two of these, which distinguishes it from the tested answer.
                let mut other = job(OTHER, &good(0));
                let again = other["results"][0].clone();
                other["results"].as_array_mut().unwrap().push(again);
                format!("{other}\n{text}\n{other}\n")
            }
            _ => text.to_owned(),
        }
    }
}

pub(crate) const JOB: Uuid = Uuid::from_u128(0x5555_5555_5555_4555_8555_5555_5555_5555);
pub(crate) const OTHER: Uuid = Uuid::from_u128(0x6666_6666_6666_4666_8666_6666_6666_6666);
pub(crate) const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);
pub(crate) const FIRST: Uuid = Uuid::from_u128(0x7777_7777_7777_4777_8777_7777_7777_7777);
pub(crate) const SECOND: Uuid = Uuid::from_u128(0x8888_8888_8888_4888_8888_8888_8888_8888);

fn report(input: usize, outcome: &str, score: &Value) -> Value {
    let review = json!({ "outcome": outcome, "score": score });
    json!({
        "policyId": POLICY,
        "contentHash": format!("fnv1a128::{input}"),
        "contentMetadata": { "clavata.input": input.to_string() },
        "reviewResult": review,
        "sectionEvaluationReports": [{ "name": "Spam", "reviewResult": review }],
    })
}

fn job(id: Uuid, report: &Value) -> Value {
    json!({
        "jobUuid": id,
        "status": "JOB_STATUS_COMPLETED",
        "policyId": POLICY,
        "contentData": [{ "contentHash": report["contentHash"] }],
        "results": [{ "jobUuid": id, "report": report }],
    })
}

fn frame(report: &Value) -> Value {
    let hash = report["contentHash"].clone();
    json!({ "result": { "jobUuid": JOB, "contentHash": hash, "policyEvaluationReport": report } })
}

fn label(version: Uuid, outcome: &str, score: &Value, mut report: Value) -> Value {
    // It is about a label and names no policy.
    report.as_object_mut().unwrap().remove("policyId");
    let evaluation = json!({ "outcome": outcome, "score": score, "report": report });
    json!({ "labelVersionId": version, "jobUuid": JOB, "evaluation": evaluation })
}

/// The object with this key, at any depth.
pub(crate) fn holder<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    match value {
        Value::Object(fields) => {
            if fields.contains_key(key) {
                return Some(fields);
            }
            fields.values_mut().find_map(|field| holder(field, key))
        }
        Value::Array(items) => items.iter_mut().find_map(|item| holder(item, key)),
        _ => None,
    }
}

/// The same, with all keys in protobuf's spelling.
pub(crate) fn in_snake_case(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, field)| (snake(&key), in_snake_case(field)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(in_snake_case).collect(),
        other => other,
    }
}

fn snake(key: &str) -> String {
    let letters = key.chars().map(|letter| {
        let lower = letter.to_ascii_lowercase();
        if lower == letter {
            letter.to_string()
        } else {
            format!("_{lower}")
        }
    });
    letters.collect()
}
