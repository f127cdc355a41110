//! Near misses: jobs that would be clear but for one part, chosen at random.

use proptest::prelude::*;

use super::{Json, outcome, raw, score};

const JOB: &str = "\"11111111-1111-4111-8111-111111111111\"";

/// Nearly always the first; now and then a null, or something else.
fn usually(usual: &'static str, others: BoxedStrategy<Json>) -> BoxedStrategy<Json> {
    prop_oneof![
        30 => Just(Json::Raw(usual.to_owned())),
        1 => others,
        1 => Just(Json::Null),
    ]
    .boxed()
}

fn object(members: Vec<(&str, Json)>) -> Json {
    let members = members.into_iter();
    Json::Object(
        members
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// A node with a review, and the deprecated result next to it or instead of it.
fn judged() -> BoxedStrategy<Vec<(&'static str, Json)>> {
    let no = || usually("\"OUTCOME_FALSE\"", outcome());
    (no(), no(), usually("0.25", score()), 0..10)
        .prop_map(|(reviewed, result, score, way)| match way {
            0 => vec![("result", result)],
            _ => vec![
                (
                    "reviewResult",
                    object(vec![("outcome", reviewed), ("score", score)]),
                ),
                ("result", result),
            ],
        })
        .boxed()
}

fn label() -> BoxedStrategy<Json> {
    let rule = (
        usually("\"OUTCOME_FALSE\"", outcome()),
        usually("0.5", score()),
    )
        .prop_map(|(result, score)| object(vec![("result", result), ("score", score)]));
    (
        judged(),
        proptest::collection::vec(rule, 0..3),
        any::<bool>(),
    )
        .prop_map(|(mut members, rules, first)| {
            let place = if first { 0 } else { members.len() };
            members.insert(place, ("assertionEvaluationReports", Json::List(rules)));
            object(members)
        })
        .boxed()
}

/// A result for the content with that number as its hash.
fn result(number: usize) -> BoxedStrategy<Json> {
    let another = raw(&["\"\"", "\"fnv1a128::0\"", "\"fnv1a128::1\""]).boxed();
    let hash = prop_oneof![
        30 => Just(Json::Raw(format!("\"sha256::{number}\""))),
        1 => Just(Json::Raw("\"sha256::0\"".to_owned())),
        1 => another,
    ];
    let stranger = raw(&[
        "\"22222222-2222-4222-8222-222222222222\"",
        "\"\"",
        "\"job-17\"",
    ])
    .boxed();
    let labels = proptest::collection::vec(label(), 0..3);
    let result = (judged(), hash, usually(JOB, stranger), labels).prop_map(
        |(mut members, hash, job, labels)| {
            members.push(("sectionEvaluationReports", Json::List(labels)));
            members.push(("contentHash", hash));
            object(vec![("jobUuid", job), ("report", object(members))])
        },
    );
    prop_oneof![30 => result, 1 => Just(Json::Null)].boxed()
}

/// A job that would be clear but for one part, chosen at random.
pub(crate) fn nearly_clear_job() -> BoxedStrategy<Json> {
    let results = (0..4_usize).prop_flat_map(|count| (0..count).map(result).collect::<Vec<_>>());
    let hash = |number: usize| {
        usually(
            [
                "\"fnv1a128::0\"",
                "\"fnv1a128::1\"",
                "\"fnv1a128::2\"",
                "\"fnv1a128::3\"",
            ][number],
            raw(&["\"\"", "\"fnv1a128::0\""]).boxed(),
        )
    };
    let content = (0..4_usize).prop_flat_map(move |count| (0..count).map(hash).collect::<Vec<_>>());
    let id = usually(JOB, raw(&["\"\"", "\"job-17\""]).boxed());
    let status = usually("3", raw(&["4", "\"\"", "6"]).boxed());
    (results, content, id, status)
        .prop_map(|(results, content, id, status)| {
            let content = content
                .into_iter()
                .map(|hash| object(vec![("contentHash", hash)]));
            vec![
                ("jobUuid", id),
                ("results", Json::List(results)),
                ("contentData", Json::List(content.collect())),
                ("status", status),
            ]
        })
        .prop_shuffle()
        .prop_map(object)
        .boxed()
}
