//! Answers as the gateway writes them, of any size, and the same in each run.

use std::fmt::Write as _;
use std::io::{self, Write};

/// How the reports of an answer differ from each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Differing {
    /// In outcomes, scores and fields of the content.
    Values,
    /// Also in the policy, which is one of six, each with its own labels.
    Policies,
    /// Also in the texts of rules.
    Texts,
    /// Also in the order of keys, in every object.
    Order,
}

/// A get-job answer of about `bytes` bytes, with `labels` labels in each result and three rules in each label.
pub fn of_size(bytes: usize, labels: usize, differing: Differing) -> String {
    let mut text = Vec::new();
    write_of_size(&mut text, bytes, labels, differing).expect("a text");
    String::from_utf8(text).expect("a text")
}

/// Writes such an answer, however large.
pub fn write_of_size(
    to: &mut impl Write,
    bytes: usize,
    labels: usize,
    differing: Differing,
) -> io::Result<()> {
    let size = |results| {
        let mut text = Vec::new();
        answer(&mut text, 0, results, labels, differing).expect("a text");
        text.len()
    };
    let one = (size(36) - size(4)) / 32;
    answer(to, 0, (bytes / one).max(1), labels, differing)
}

/// An evaluate stream with `count` answers.
pub fn frames(count: usize, labels: usize) -> String {
    let mut text = Vec::new();
    write_frames(&mut text, count, labels).expect("a text");
    String::from_utf8(text).expect("a text")
}

/// Writes an evaluate stream with `count` answers.
pub fn write_frames(to: &mut impl Write, count: usize, labels: usize) -> io::Result<()> {
    let mut random = Random(7);
    let mut text = String::new();
    for index in 0..count {
        text.clear();
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
        to.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// A get-job answer with this many results.
pub fn answer(
    to: &mut impl Write,
    number: usize,
    results: usize,
    labels: usize,
    differing: Differing,
) -> io::Result<()> {
    to.write_all(br#"{"job":"#)?;
    job(to, number, results, labels, differing)?;
    to.write_all(b"}")
}

/// A job with this many results; each number makes a different job.
pub fn job(
    to: &mut impl Write,
    number: usize,
    results: usize,
    labels: usize,
    differing: Differing,
) -> io::Result<()> {
    let mut random = Random(42 + number as u64);
    let mut text = String::new();
    let id = format!("55555555-5555-4555-8555-{}", 555_555_555_555 + number);
    let _ = write!(
        text,
        r#"{{"jobUuid":"{id}", "customerId":"33333333-3333-4333-8333-333333333333", "status":"JOB_STATUS_COMPLETED", "metadata":null, "contentData":["#
    );
    for index in 0..results {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(
            text,
            r#"{comma}{{"contentHash":"fnv1a128::{index:032x}", "labels":[], "contentType":"", "metadata":{{"id":"{index}"}}}}"#
        );
        flush(&mut text, to)?;
    }
    text.push_str(r#"], "results":["#);
    for index in 0..results {
        text.push_str(if index == 0 { "" } else { ", " });
        let _ = write!(
            text,
            r#"{{"uuid":"", "jobUuid":"{id}", "contentHash":"", "report":"#
        );
        report(&mut text, &mut random, index, labels, (false, differing));
        text.push_str(r#", "created":"2026-01-01T00:00:00.123456Z"}"#);
        flush(&mut text, to)?;
    }
    text.push_str(
        r#"], "created":"2026-01-01T00:00:00Z", "updated":"2026-01-01T00:00:01.500Z", "completed":"2026-01-01T00:00:01.500Z", "threshold":0.5}"#,
    );
    flush(&mut text, to)
}

fn flush(text: &mut String, to: &mut impl Write) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    text.clear();
    Ok(())
}

fn report(
    text: &mut String,
    random: &mut Random,
    index: usize,
    labels: usize,
    (marked, differing): (bool, Differing),
) {
    let policy = match differing {
        Differing::Policies => random.next() as usize % 6,
        _ => 0,
    };
    let labels: Vec<String> = (policy..labels + 2 * policy)
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
        format!(
            r#""policyId":"1111111{}-1111-4111-8111-111111111111""#,
            policy + 1
        ),
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
        (0, Differing::Values | Differing::Policies) => {
            r#"ANY(\"dogs\") AND ANY(\"park\")"#.to_owned()
        }
        (1, Differing::Values | Differing::Policies) => "insults a person or a group".to_owned(),
        (_, Differing::Values | Differing::Policies) => "threatens".to_owned(),
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

/// `SplitMix64`: the same numbers in each run.
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
