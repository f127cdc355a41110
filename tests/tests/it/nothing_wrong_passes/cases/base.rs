//! Answers as the gateway sends them, before anything happens to them.

use fastrand::Rng;

use super::json::{Json, object, vital};
use super::report::{FLAGGED, JOB_FAILED, REPORT_FAILED, Wrong, report};

/// The shape of what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// `{"job": …}`.
    GetJob,
    /// A bare job.
    BareJob,
    /// `{"jobs": […]}`.
    List,
    /// Lines of `{"result": …}`, or of `{"error": …}`.
    Stream,
    /// `{"contentHash": …, "results": […]}`.
    Labels,
    /// An error in the body of an answer: a status alone.
    ErrorBody,
}

/// An answer: its values, and which of them is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) shape: Shape,
    pub(crate) wrong: Wrong,
    pub(crate) values: Vec<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) json: Json,
    pub(crate) is_wrong: bool,
}

const JOB: &str = "11111111-1111-4111-8111-000000000001";
const OTHER_JOB: &str = "22222222-2222-4222-8222-000000000002";

impl Base {
    pub(crate) fn any(random: &mut Rng) -> Self {
        use Shape::{BareJob, ErrorBody, GetJob, Labels, List, Stream};
        let pick = |random: &mut Rng, wrongs: &[Wrong]| wrongs[random.usize(..wrongs.len())];
        let (wrong, shapes): (Wrong, &[Shape]) = match random.u8(..12) {
            0 => (Wrong::Nothing, &[GetJob, BareJob, List, Stream, Labels]),
            1..=3 => (
                pick(random, &FLAGGED),
                &[GetJob, BareJob, List, Stream, Labels],
            ),
            4..=5 => (
                pick(random, &REPORT_FAILED),
                &[GetJob, BareJob, List, Stream, Labels],
            ),
            6 => (pick(random, &JOB_FAILED), &[GetJob, BareJob, List]),
            7 => (Wrong::LabelError, &[Labels]),
            _ => (Wrong::Refused, &[Stream, ErrorBody]),
        };
        let shape = shapes[random.usize(..shapes.len())];
        Self {
            shape,
            wrong,
            values: values(shape, wrong, random),
        }
    }
}

fn values(shape: Shape, wrong: Wrong, random: &mut Rng) -> Vec<Value> {
    let value = |json, is_wrong| Value { json, is_wrong };
    let mut values = match shape {
        Shape::GetJob => vec![value(object([("job", job(wrong))]), true)],
        Shape::BareJob => vec![value(job(wrong), true)],
        Shape::List => {
            let mut jobs: Vec<Json> = (0..random.usize(..3))
                .map(|_| job(Wrong::Nothing))
                .collect();
            jobs.insert(random.usize(..=jobs.len()), job(wrong));
            let token = ("nextPageToken", Json::text(""));
            vec![value(object([("jobs", Json::List(jobs)), token]), true)]
        }
        Shape::Stream if wrong == Wrong::Refused => {
            vec![value(object([("error", refusal(random))]), true)]
        }
        Shape::Stream => vec![value(frame(wrong), true)],
        Shape::Labels => vec![value(labels(wrong), true)],
        Shape::ErrorBody => vec![value(refusal(random), true)],
    };
    if shape == Shape::Stream {
        for _ in 0..random.usize(..3) {
            values.insert(0, value(frame(Wrong::Nothing), false));
        }
    }
    values
}

fn content(hash: &str) -> Json {
    object([
        ("contentHash", Json::text(hash)),
        ("metadata", object([("id", Json::text("a1"))])),
    ])
}

fn result(wrong: Wrong, hash: &str) -> Json {
    let report = match wrong {
        Wrong::NoReport => Json::Null,
        _ => report(wrong, hash),
    };
    let job = if wrong == Wrong::ResultOfAnotherJob {
        OTHER_JOB
    } else {
        JOB
    };
    let result = object([
        ("jobUuid", Json::text(job)),
        ("report", report),
        ("created", Json::text("2025-07-06T02:35:41.120Z")),
    ]);
    match wrong {
        Wrong::ResultOfAnotherJob => vital(result, &["jobUuid"]),
        _ => result,
    }
}

fn job(wrong: Wrong) -> Json {
    let (first, second) = ("fnv1a128::aaaa", "fnv1a128::5555");
    let contents = vec![content(first), content(second)];
    let good = || result(Wrong::Nothing, first);
    let results = match wrong {
        Wrong::ResultMissing => vec![good()],
        Wrong::NoResults => vec![],
        Wrong::ResultTwice => vec![result(wrong, first), result(wrong, first)],
        wrong => vec![good(), result(wrong, second)],
    };
    let contents = match wrong {
        Wrong::ResultTwice => contents
            .into_iter()
            .map(|content| vital(content, &["contentHash"]))
            .collect(),
        _ => contents,
    };
    let status = match wrong {
        Wrong::Running => Json::Enum("JOB_STATUS_RUNNING", 2),
        Wrong::JobFailed => Json::Enum("JOB_STATUS_FAILED", 4),
        _ => Json::Enum("JOB_STATUS_COMPLETED", 3),
    };
    let mut job = object([
        ("jobUuid", Json::text(JOB)),
        ("status", status),
        ("contentData", Json::List(contents)),
        ("results", Json::List(results)),
        (
            "policyId",
            Json::text("11111111-1111-4111-8111-111111111111"),
        ),
        ("threshold", Json::Number("0.5")),
    ]);
    match wrong {
        Wrong::NoId => {
            job.take("jobUuid");
            job
        }
        Wrong::Running | Wrong::JobFailed => vital(job, &["status"]),
        Wrong::ResultMissing | Wrong::ResultTwice => vital(job, &["contentData"]),
        _ => job,
    }
}

fn frame(wrong: Wrong) -> Json {
    let report = match wrong {
        Wrong::NoReport => Json::Null,
        _ => report(wrong, "fnv1a128::aaaa"),
    };
    let result = object([
        ("jobUuid", Json::text(JOB)),
        ("contentHash", Json::text("fnv1a128::aaaa")),
        ("policyEvaluationReport", report),
    ]);
    object([("result", result)])
}

fn labels(wrong: Wrong) -> Json {
    let one = |answer| {
        let ids = [
            (
                "labelVersionId",
                Json::text("33333333-3333-4333-8333-000000000001"),
            ),
            (
                "labelId",
                Json::text("33333333-3333-4333-8333-000000000091"),
            ),
            ("jobUuid", Json::text(JOB)),
        ];
        object(ids.into_iter().chain([answer]))
    };
    let evaluation = |wrong| {
        let mut report = report(wrong, "fnv1a128::aaaa");
        // An evaluation has one outcome and one score, which are the report's.
        let review = report.get("reviewResult").cloned().unwrap_or(Json::Null);
        let legacy = report.get("result").cloned();
        let mut evaluation = review;
        if let (Wrong::LegacyTrue, Some(legacy)) = (wrong, legacy) {
            *evaluation.get("outcome").unwrap() = legacy;
        }
        let more = object([("threshold", Json::Number("0.5")), ("report", report)]);
        if wrong == Wrong::NoReport {
            // Here the whole evaluation is missing.
            return ("evaluation", Json::Null);
        }
        evaluation
            .members()
            .append(vital(more, &["report"]).members());
        ("evaluation", evaluation)
    };
    let error = ("error", Json::text("label version not found"));
    let result = match wrong {
        Wrong::LabelError => one(error),
        wrong => one(evaluation(wrong)),
    };
    object([
        ("contentHash", Json::text("fnv1a128::aaaa")),
        (
            "results",
            Json::List(vec![one(evaluation(Wrong::Nothing)), result]),
        ),
    ])
}

/// A status that says that content was refused: known abuse material.
fn refusal(random: &mut Rng) -> Json {
    let detail = object([
        (
            "@type",
            Json::text("type.googleapis.com/clavata.gateway.v1.PrecheckFailure"),
        ),
        ("type", Json::Enum("PRECHECK_FAILURE_TYPE_NCMEC", 1)),
        ("message", Json::text("match")),
        ("details", Json::text("md5::0123456789abcdef")),
        (
            "matchConfidence",
            Json::Enum("PRECHECK_MATCH_CONFIDENCE_EXACT", 1),
        ),
    ]);
    let other = object([
        (
            "@type",
            Json::text("type.googleapis.com/google.rpc.RequestInfo"),
        ),
        ("requestId", Json::text("r1")),
    ]);
    let details = if random.bool() {
        vec![detail]
    } else {
        vec![other, detail]
    };
    object([
        ("code", Json::Number("1")),
        ("message", Json::text("precheck failed")),
        ("details", Json::List(details)),
    ])
}
