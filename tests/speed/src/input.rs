//! Answers as the gateway writes them, of any size; the same in each run.

use std::fmt::Write;

/// How the reports of an answer differ from each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Differing {
    /// In outcomes, scores and what belongs to the content.
    Values,
    /// In the texts of rules as well.
    Texts,
    /// In the order of keys as well, in every object.
    Order,
}

/// A get job answer of about `bytes` bytes with `labels` labels in each result, three rules each.
pub fn of_size(bytes: usize, labels: usize, differing: Differing) -> String {
    let answer = |results| answer(results, labels, differing);
    let (short, long) = (answer(4).len(), answer(36).len());
    let one = (long - short) / 32;
    answer((bytes / one).max(1))
}

/// NDJSON of about `bytes` bytes: jobs of ten results each.
pub fn lines(bytes: usize, mut to: impl std::io::Write) -> std::io::Result<()> {
    let line = answer(10, 10, Differing::Values) + "\n";
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
        report(
            &mut text,
            &mut random,
            index,
            labels,
            (true, Differing::Values),
        );
        text.push_str("}}\n");
    }
    text
}

/// A get job answer with so many results.
fn answer(results: usize, labels: usize, differing: Differing) -> String {
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
        report(&mut text, &mut random, index, labels, (false, differing));
        text.push_str(r#", "created":"2026-01-01T00:00:00.123456Z"}"#);
    }
    text.push_str(
        r#"], "created":"2026-01-01T00:00:00Z", "updated":"2026-01-01T00:00:01.500Z", "threshold":0.5}}"#,
    );
    text
}

fn report(
    text: &mut String,
    random: &mut Random,
    index: usize,
    labels: usize,
    (marked, differing): (bool, Differing),
) {
    let labels: Vec<String> = (0..labels)
        .map(|label| {
            let outcome = random.outcome();
            let rules: Vec<String> = (0..3).map(|at| rule(random, at, differing)).collect();
            let members = vec![
                format!(r#""name":"Label {label}""#),
                format!(r#""result":"{outcome}""#),
                r#""message":"block, review""#.to_owned(),
                format!(r#""assertionEvaluationReports":[{}]"#, rules.join(", ")),
                r#""exceptionEvaluationReport":null"#.to_owned(),
                format!(r#""reviewResult":{}"#, review(random, None, differing)),
            ];
            object(random, members, differing)
        })
        .collect();
    let mark = if marked {
        format!(r#", "clavata.input":"{index}""#)
    } else {
        String::new()
    };
    let members = vec![
        r#""policyId":"11111111-1111-4111-8111-111111111111""#.to_owned(),
        r#""policyKey":"Toxicity""#.to_owned(),
        r#""policyVersionId":"22222222-2222-4222-8222-222222222222""#.to_owned(),
        r#""name":"""#.to_owned(),
        r#""result":"OUTCOME_FALSE""#.to_owned(),
        format!(r#""sectionEvaluationReports":[{}]"#, labels.join(", ")),
        r#""exceptionEvaluationReport":null"#.to_owned(),
        format!(r#""contentHash":"fnv1a128::{index:032x}""#),
        format!(r#""contentMetadata":{{"id":"{index}"{mark}}}"#),
        format!(
            r#""reviewResult":{}"#,
            review(random, Some("OUTCOME_FALSE"), differing)
        ),
        r#""threshold":0.5"#.to_owned(),
        r#""labelMatches":{}"#.to_owned(),
        r#""tokenUsage":{"inputTokens":120, "billedTokens":60, "multiplier":0.5}"#.to_owned(),
        r#""internals":null"#.to_owned(),
    ];
    text.push_str(&object(random, members, differing));
}

fn rule(random: &mut Random, at: usize, differing: Differing) -> String {
    let message = match (at, differing) {
        (0, Differing::Values) => r#"ANY(\"dogs\") AND ANY(\"park\")"#.to_owned(),
        (1, Differing::Values) => "insults a person or a group".to_owned(),
        (_, Differing::Values) => "threatens".to_owned(),
        (at, _) => {
            let words: Vec<&str> = (0..4 + 3 * at).map(|_| random.word()).collect();
            words.join(" ")
        }
    };
    let (outcome, score) = (random.outcome(), random.score());
    let members = vec![
        format!(r#""result":"{outcome}""#),
        format!(r#""message":"{message}""#),
        format!(r#""score":{score}"#),
    ];
    object(random, members, differing)
}

fn review(random: &mut Random, outcome: Option<&str>, differing: Differing) -> String {
    let outcome = outcome.unwrap_or_else(|| random.outcome());
    let members = vec![
        format!(r#""outcome":"{outcome}""#),
        format!(r#""score":{}"#, random.score()),
    ];
    object(random, members, differing)
}

fn object(random: &mut Random, mut members: Vec<String>, differing: Differing) -> String {
    if differing == Differing::Order {
        for at in (1..members.len()).rev() {
            let other = random.next() as usize % (at + 1);
            members.swap(at, other);
        }
    }
    format!("{{{}}}", members.join(", "))
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

    fn word(&mut self) -> &'static str {
        const WORDS: [&str; 8] = [
            "insults",
            "a",
            "person",
            "or",
            "group",
            "threatens",
            "someone's",
            "dog",
        ];
        WORDS[(self.next() % 8) as usize]
    }

    fn outcome(&mut self) -> &'static str {
        match self.next() % 100 {
            0..10 => "OUTCOME_TRUE",
            10 => "OUTCOME_FAILED",
            _ => "OUTCOME_FALSE",
        }
    }
}
