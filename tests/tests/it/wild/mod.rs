//! Arbitrary jobs that the wire might carry: unknown enum values, missing and null parts, strings instead
//! of numbers, unknown fields, keys in any order.

mod full;
mod json;
mod nearly_clear;

pub(crate) use full::{full_job, full_report};
pub(crate) use json::Json;
pub(crate) use nearly_clear::nearly_clear_job;

use proptest::prelude::*;
use proptest::sample::select;

type Member = Option<(String, Json)>;

/// A member that may be absent or null.
fn member(
    key: &'static str,
    value: impl Strategy<Value = Json> + 'static,
) -> BoxedStrategy<Member> {
    prop_oneof![
        8 => value.prop_map(move |value| Some((key.to_owned(), value))),
        1 => Just(Some((key.to_owned(), Json::Null))),
        1 => Just(None),
    ]
    .boxed()
}

/// An object of the given members and of unknown fields, in any order.
fn object(mut members: Vec<BoxedStrategy<Member>>) -> BoxedStrategy<Json> {
    let strange = select(vec![
        "internals",
        "name2",
        "featureReports",
        "",
        "s\u{e9}\n",
        "uuid",
    ]);
    let strange = (strange, junk()).prop_map(|(key, value)| Some((key.to_owned(), value)));
    members.push(prop_oneof![4 => Just(None), 1 => strange].boxed());
    members
        .prop_map(|members| members.into_iter().flatten().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Json::Object)
        .boxed()
}

/// A list whose elements may be null.
fn list(item: impl Strategy<Value = Json> + 'static, most: usize) -> BoxedStrategy<Json> {
    let item = prop_oneof![9 => item, 1 => Just(Json::Null)];
    proptest::collection::vec(item, 0..=most)
        .prop_map(Json::List)
        .boxed()
}

fn raw(texts: &'static [&'static str]) -> impl Strategy<Value = Json> + 'static {
    select(texts).prop_map(|text| Json::Raw(text.to_owned()))
}

fn junk() -> BoxedStrategy<Json> {
    raw(&[
        "true",
        "\"\\u0000\"",
        "-0.0e-7",
        "[[{\"result\": 2}], null]",
        "{\"a\": {}}",
    ])
    .boxed()
}

fn outcome() -> BoxedStrategy<Json> {
    prop_oneof![
        6 => raw(&["\"OUTCOME_FALSE\"", "1"]),
        2 => raw(&["\"OUTCOME_TRUE\"", "2"]),
        2 => raw(&["\"OUTCOME_FAILED\"", "3", "\"OUTCOME_UNSPECIFIED\"", "0", "\"\""]),
        2 => raw(&[
            "99",
            "\"99\"",
            "12345678901234567890123",
            "\"12345678901234567890123\"",
            "\"9\\u0039\"", "-1", "1.5", "18446744073709551615", "\"OUTCOME_MAYBE\"", "\"FALSE\"", "\"1\"",
            "\"outcome_false\"", "\"OUTCOME_FALSE \"", "\"OUTCOME\\u005fFALSE\"", "1.0",
        ]),
    ]
    .boxed()
}

fn score() -> BoxedStrategy<Json> {
    prop_oneof![
        3 => (0.0..=1.0).prop_map(|score: f64| Json::Raw(format!("{score:?}"))),
        1 => raw(&[
            "0", "1", "-1", "-1.0", "-0.0", "5e-324", "\"NaN\"", "\"Infinity\"",
            "\"-Infinity\"", "\"\"", "\"0.25\"", "0.19941283396833842", "18446744073709551615",
        ]),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<Json> {
    prop_oneof![
        2 => select(vec!["", "block, review", "spam", "tab\t\"quote\"\\ \u{1f980}"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
    .prop_map(|text| Json::Raw(serde_json::to_string(&text).unwrap()))
    .boxed()
}

fn id() -> BoxedStrategy<Json> {
    raw(&[
        "\"\"",
        "\"11111111-1111-4111-8111-111111111111\"",
        "\"A9E1C2F0-0B0C-4D0E-8F00-0123456789AB\"",
        "\"00000000-0000-0000-0000-000000000000\"",
    ])
    .boxed()
}

fn metadata() -> BoxedStrategy<Json> {
    let value = prop_oneof![9 => text(), 1 => Just(Json::Null)];
    let key = prop_oneof![
        select(vec!["b", "a", "", "id"]).prop_map(str::to_owned),
        any::<String>()
    ];
    proptest::collection::btree_map(key, value, 0..4)
        .prop_map(|pairs| pairs.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Json::Object)
        .boxed()
}

fn review() -> BoxedStrategy<Json> {
    object(vec![member("outcome", outcome()), member("score", score())])
}

fn rules() -> BoxedStrategy<Json> {
    let rule = object(vec![
        member("result", outcome()),
        member("message", text()),
        member("score", score()),
    ]);
    list(rule, 3)
}

fn exception() -> BoxedStrategy<Json> {
    object(vec![
        member("result", outcome()),
        member("assertionEvaluationReports", rules()),
        member("reviewResult", review()),
    ])
}

fn label() -> BoxedStrategy<Json> {
    object(vec![
        member("name", text()),
        member("result", outcome()),
        member("message", text()),
        member("assertionEvaluationReports", rules()),
        member("exceptionEvaluationReport", exception()),
        member("reviewResult", review()),
    ])
}

/// A report.
pub(crate) fn report() -> BoxedStrategy<Json> {
    object(vec![
        member("policyId", id()),
        member("policyKey", text()),
        member("policyVersionId", id()),
        member("labelId", id()),
        member("result", outcome()),
        member("sectionEvaluationReports", list(label(), 3)),
        member("exceptionEvaluationReport", exception()),
        member("contentHash", text()),
        member("contentMetadata", metadata()),
        member("reviewResult", review()),
        member("threshold", score()),
        member("tokenUsage", object(vec![])),
    ])
}

/// A job.
pub(crate) fn job() -> BoxedStrategy<Json> {
    let status = prop_oneof![
        5 => raw(&["\"JOB_STATUS_COMPLETED\"", "3"]),
        2 => raw(&["\"JOB_STATUS_RUNNING\"", "1", "\"JOB_STATUS_FAILED\"", "\"JOB_STATUS_CANCELED\""]),
        1 => raw(&["42", "\"JOB_STATUS_DONE\"", "0", "\"\"", "\"completed\"", "3.0"]),
    ];
    let result = object(vec![
        member("jobUuid", id()),
        member("report", report()),
        member("contentHash", text()),
        member(
            "created",
            raw(&["\"2023-01-22T18:42:52.000000001Z\"", "\"\""]),
        ),
    ]);
    let content = object(vec![
        member("contentHash", text()),
        member("metadata", metadata()),
    ]);
    object(vec![
        member("jobUuid", id()),
        member("status", status),
        member("contentData", list(content, 2)),
        member("results", list(result, 3)),
        member("threshold", score()),
        member("jobType", raw(&["17", "\"JOB_TYPE_BATCH\""])),
        member("updated", raw(&["\"2022-06-18T17:47:57Z\""])),
    ])
}

/// An answer of an evaluate stream.
pub(crate) fn evaluation() -> BoxedStrategy<Json> {
    object(vec![
        member("jobUuid", id()),
        member("contentHash", text()),
        member("policyEvaluationReport", report()),
    ])
}
