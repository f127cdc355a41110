//! How fast a large job decodes, against the floor of validating the same bytes.
//!
//! `cargo run --release -p clavata-api --example decode_speed [results] [rounds]`
//!
//! Prints medians of one run on one thread, and their ratios to the floor: only these compare
//! between machines. The job is the same in every run.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use clavata_api::types::GetJobResponse;
use serde::de::IgnoredAny;

const LABELS: usize = 10;
const RULES: usize = 3;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse().ok());
    let results = arguments.next().flatten().unwrap_or(3_440);
    let rounds = arguments.next().flatten().unwrap_or(15);
    let body = job(results);
    println!(
        "{:.1} MB: {results} results, {} labels, {} rules; median of {rounds}",
        body.len() as f64 / 1e6,
        results * LABELS,
        results * LABELS * RULES,
    );
    let decode = || clavata_api::decode::<GetJobResponse>(black_box(body.as_bytes())).unwrap();
    // A process that has other things to do keeps the memory that it once had: something above the
    // freed tree stops the allocator from giving it back after each round.
    let first = decode();
    let above = vec![1_u8; 64 * 1024];
    drop(first);
    // Alternating, so that a slow moment of the machine falls on all.
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..rounds {
        times[0].push(time(|| serde_json::from_str::<IgnoredAny>(black_box(&body)).is_ok()).0);
        let (decoding, answer) = time(decode);
        let (dropping, ()) = time(|| drop(black_box(answer)));
        times[1].push(decoding);
        times[2].push(decoding + dropping);
    }
    black_box(above);
    let medians = times.map(median);
    let names = ["IgnoredAny, the floor", "decode", "decode and drop"];
    for (name, median) in names.iter().zip(medians) {
        println!(
            "{name:<22} {:>7.2} ms  {:.2} x",
            median.as_secs_f64() * 1e3,
            median.as_secs_f64() / medians[0].as_secs_f64()
        );
    }
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = black_box(work());
    (start.elapsed(), value)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A completed job as the public gateway writes it.
fn job(results: usize) -> String {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut out = String::new();
    let id = "55555555-5555-4555-8555-555555555555";
    let _ = write!(
        out,
        r#"{{"job":{{"jobUuid":"{id}", "customerId":"{id}", "status":"JOB_STATUS_COMPLETED", "metadata":null, "contentData":["#
    );
    for result in 0..results {
        let comma = if result > 0 { ", " } else { "" };
        let hash = hash(&mut random);
        let _ = write!(
            out,
            r#"{comma}{{"contentHash":"{hash}", "labels":[], "contentType":"", "metadata":{{"id":"{result}"}}}}"#
        );
    }
    out.push_str(r#"], "results":["#);
    for result in 0..results {
        let comma = if result > 0 { ", " } else { "" };
        let _ = write!(
            out,
            r#"{comma}{{"uuid":"", "jobUuid":"{id}", "contentHash":"", "report":{{"policyId":"11111111-1111-4111-8111-111111111111", "policyKey":"Toxicity ünïcode", "policyVersionId":"22222222-2222-4222-8222-222222222222", "labelId":"", "labelVersionId":"", "name":"", "result":"{}", "sectionEvaluationReports":["#,
            random.outcome()
        );
        for label in 0..LABELS {
            put_label(&mut out, &mut random, label);
        }
        let hash = hash(&mut random);
        let _ = write!(
            out,
            r#"], "exceptionEvaluationReport":null, "contentHash":"{hash}", "contentMetadata":{{"id":"{result}", "source":"forum"}}, "reviewResult":{}, "threshold":0.5, "featureReports":[], "labelMatches":{{"Label 3":{}}}, "tokenUsage":{{"inputTokens":{}, "billedTokens":{}, "multiplier":1.5}}}}, "created":"2023-11-14T22:13:{:02}.{:09}Z"}}"#,
            random.review(),
            random.score() as f32,
            random.below(900),
            random.below(900),
            random.below(60),
            random.below(1_000_000_000),
        );
    }
    out.push_str(
        r#"], "created":"2023-11-14T22:13:20Z", "updated":"2023-11-14T22:13:25.123Z", "completed":"2023-11-14T22:13:25.123456Z", "threshold":0, "policyId":"11111111-1111-4111-8111-111111111111", "jobType":"JOB_TYPE_STANDARD"}}"#,
    );
    out
}

fn put_label(out: &mut String, random: &mut Random, label: usize) {
    let comma = if label > 0 { ", " } else { "" };
    let _ = write!(
        out,
        r#"{comma}{{"name":"Label {label}", "result":"{}", "message":"block, review", "assertionEvaluationReports":["#,
        random.outcome()
    );
    for rule in 0..RULES {
        let comma = if rule > 0 { ", " } else { "" };
        // One text in sixteen holds an escape, which has to be copied to be read.
        let quote = if random.below(16) == 0 { r#"\""# } else { "" };
        let _ = write!(
            out,
            r#"{comma}{{"result":"{}", "message":"It {quote}threatens{quote} a person {rule}", "score":{}}}"#,
            random.outcome(),
            random.score()
        );
    }
    let _ = write!(
        out,
        r#"], "exceptionEvaluationReport":null, "reviewResult":{}}}"#,
        random.review()
    );
}

fn hash(random: &mut Random) -> String {
    format!("fnv1a128::{:016x}{:016x}", random.next(), random.next())
}

/// Xorshift: enough to vary a test job, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn score(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn outcome(&mut self) -> &'static str {
        [
            "OUTCOME_FALSE",
            "OUTCOME_FALSE",
            "OUTCOME_FALSE",
            "OUTCOME_TRUE",
            "OUTCOME_FAILED",
        ][(self.next() >> 33) as usize % 5]
    }

    fn review(&mut self) -> String {
        format!(
            r#"{{"outcome":"{}", "score":{}}}"#,
            self.outcome(),
            self.score()
        )
    }
}
