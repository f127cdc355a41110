//! Answers as the gateway writes them, of any size; the same in each run.

use std::fmt::Write;

/// A get job answer of about `bytes` bytes with `labels` labels in each result, three rules each.
pub fn of_size(bytes: usize, labels: usize) -> String {
    let (short, long) = (answer(4, labels).len(), answer(36, labels).len());
    let one = (long - short) / 32;
    answer((bytes / one).max(1), labels)
}

/// NDJSON of about `bytes` bytes: jobs of ten results each.
pub fn lines(bytes: usize, mut to: impl std::io::Write) -> std::io::Result<()> {
    let line = answer(10, 10) + "\n";
    for _ in 0..(bytes / line.len()).max(1) {
        to.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// An evaluate stream with so many answers.
pub fn frames(count: usize, labels: usize) -> String {
    let mut random = Random(7);
    let mut text = String::new();
    for index in 0..count {
        text.push_str(
            r#"{"result":{"jobUuid":"55555555-5555-4555-8555-555555555555","contentHash":"","policyEvaluationReport":"#,
        );
        report(&mut text, &mut random, index, labels, true);
        text.push_str("}}\n");
    }
    text
}

/// A get job answer with so many results.
pub fn answer(results: usize, labels: usize) -> String {
    let mut random = Random(42);
    let mut text = String::from(
        r#"{"job":{"jobUuid":"55555555-5555-4555-8555-555555555555", "customerId":"33333333-3333-4333-8333-333333333333", "status":"JOB_STATUS_COMPLETED", "metadata":null, "contentData":["#,
    );
    for index in 0..results {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(
            text,
            r#"{comma}{{"contentHash":"fnv1a128::{index:032x}", "labels":[], "contentType":"", "metadata":{{"id":"{index}"}}}}"#
        );
    }
    text.push_str(r#"], "results":["#);
    for index in 0..results {
        text.push_str(if index == 0 { "" } else { ", " });
        text.push_str(
            r#"{"uuid":"", "jobUuid":"55555555-5555-4555-8555-555555555555", "contentHash":"", "report":"#,
        );
        report(&mut text, &mut random, index, labels, false);
        text.push_str(r#", "created":"2026-01-01T00:00:00.123456Z"}"#);
    }
    text.push_str(
        r#"], "created":"2026-01-01T00:00:00Z", "updated":"2026-01-01T00:00:01.500Z", "threshold":0.5}}"#,
    );
    text
}

fn report(text: &mut String, random: &mut Random, index: usize, labels: usize, marked: bool) {
    text.push_str(
        r#"{"policyId":"11111111-1111-4111-8111-111111111111", "policyKey":"Toxicity", "policyVersionId":"22222222-2222-4222-8222-222222222222", "name":"", "result":"OUTCOME_FALSE", "sectionEvaluationReports":["#,
    );
    for label in 0..labels {
        let comma = if label == 0 { "" } else { ", " };
        let outcome = random.outcome();
        let _ = write!(
            text,
            r#"{comma}{{"name":"Label {label}", "result":"{outcome}", "message":"block, review", "assertionEvaluationReports":["#,
        );
        for rule in 0..3 {
            let comma = if rule == 0 { "" } else { ", " };
            let rule = [
                r#"ANY(\"dogs\") AND ANY(\"park\")"#,
                "insults a person or a group",
                "threatens",
            ][rule];
            let (outcome, score) = (random.outcome(), random.score());
            let _ = write!(
                text,
                r#"{comma}{{"result":"{outcome}", "message":"{rule}", "score":{score}}}"#,
            );
        }
        let (outcome, score) = (random.outcome(), random.score());
        let _ = write!(
            text,
            r#"], "exceptionEvaluationReport":null, "reviewResult":{{"outcome":"{outcome}", "score":{score}}}}}"#,
        );
    }
    let mark = if marked {
        format!(r#", "clavata.input":"{index}""#)
    } else {
        String::new()
    };
    let score = random.score();
    let _ = write!(
        text,
        r#"], "exceptionEvaluationReport":null, "contentHash":"fnv1a128::{index:032x}", "contentMetadata":{{"id":"{index}"{mark}}}, "reviewResult":{{"outcome":"OUTCOME_FALSE", "score":{score}}}, "threshold":0.5, "labelMatches":{{}}, "tokenUsage":{{"inputTokens":120, "billedTokens":60, "multiplier":0.5}}, "internals":null}}"#,
    );
}

/// The same numbers in each run: `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn score(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn outcome(&mut self) -> &'static str {
        match self.next() % 100 {
            0..10 => "OUTCOME_TRUE",
            10 => "OUTCOME_FAILED",
            _ => "OUTCOME_FALSE",
        }
    }
}
