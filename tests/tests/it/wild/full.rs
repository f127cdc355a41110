//! Jobs with every field that the contract names.

use proptest::prelude::*;

use super::{
    Json, exception, id, list, member, metadata, object, outcome, raw, review, rules, score, text,
};

fn time() -> BoxedStrategy<Json> {
    raw(&[
        "\"2023-01-22T18:42:52.000000001Z\"",
        "\"2023-01-31T18:42:52Z\"",
        "\"2024-02-29T00:00:00.5Z\"",
        "\"2023-01-22T18:42:52-08:00\"",
        "\"\"",
    ])
    .boxed()
}

/// A report with every field that the contract names.
pub(crate) fn full_report() -> BoxedStrategy<Json> {
    let label = object(vec![
        member("name", text()),
        member("result", outcome()),
        member("message", text()),
        member("assertionEvaluationReports", rules()),
        member("exceptionEvaluationReport", exception()),
        member("reviewResult", review()),
    ]);
    let usage = object(vec![
        member("inputTokens", raw(&["0", "17"])),
        member("billedTokens", raw(&["\"9\"", "1"])),
        member("multiplier", score()),
    ]);
    object(vec![
        member("policyId", id()),
        member("policyKey", text()),
        member("policyVersionId", id()),
        member("labelId", id()),
        member("labelVersionId", id()),
        member("result", outcome()),
        member("sectionEvaluationReports", list(label, 2)),
        member("exceptionEvaluationReport", exception()),
        member("contentHash", text()),
        member("contentMetadata", metadata()),
        member("reviewResult", review()),
        member("threshold", score()),
        member(
            "labelMatches",
            raw(&[
                "{}",
                "{\"a\": 0.5, \"b\": -1}",
                "{\"\": \"NaN\"}",
                "{\"a\": 1e39}",
            ]),
        ),
        member("tokenUsage", usage),
    ])
}

/// A job with every field that the contract names.
pub(crate) fn full_job() -> BoxedStrategy<Json> {
    let content = object(vec![
        member("contentHash", text()),
        member("text", text()),
        member("image", text()),
        member("imageUrl", text()),
        member("metadata", metadata()),
    ]);
    let result = object(vec![
        member("jobUuid", id()),
        member("report", full_report()),
        member("created", time()),
    ]);
    let top = [
        "jobUuid",
        "customerId",
        "policyId",
        "policyVersionId",
        "labelId",
        "labelVersionId",
    ];
    let mut members: Vec<_> = top.into_iter().map(|key| member(key, id())).collect();
    members.extend(["created", "updated", "completed"].map(|key| member(key, time())));
    members.extend([
        member("status", raw(&["3", "\"JOB_STATUS_RUNNING\""])),
        member("jobType", raw(&["17", "\"JOB_TYPE_BATCH\"", "\"\""])),
        member("contentData", list(content, 2)),
        member("results", list(result, 2)),
        member("threshold", score()),
    ]);
    object(members)
}
