//! `clavata flatten` on good and bad answers in any order: bad ones are read carefully, and do not affect the
//! others.
//!
//! With `--news`, all are read carefully.

use std::path::Path;

use fastrand::Rng;

use crate::support::{Ran, flatten, offline};

const JOB: &str = "55555555-5555-4555-8555-555555555555";

fn one<T: Copy>(random: &mut Rng, of: &[T]) -> T {
    of[random.usize(..of.len())]
}

fn report(random: &mut Rng, long: usize) -> String {
    let outcome = one(
        random,
        &[
            "OUTCOME_FALSE",
            "OUTCOME_FALSE",
            "OUTCOME_TRUE",
            "OUTCOME_FAILED",
        ],
    );
    let message = "é \\\"quoted\\\" ".repeat(random.usize(..long));
    format!(
        r#"{{"policyKey":"P","result":"{outcome}","sectionEvaluationReports":[{{"name":"L","message":"{message}","result":"{outcome}"}}],"contentHash":"h","threshold":0.5}}"#
    )
}

fn job(random: &mut Rng, long: usize) -> String {
    let results: Vec<String> = (0..random.usize(..4))
        .map(|_| format!("{{\"report\":{}}}", report(random, long)))
        .collect();
    format!(
        r#"{{"jobUuid":"{JOB}","status":"JOB_STATUS_COMPLETED","contentData":[{{"contentHash":"h"}}],"results":[{}],"threshold":0.5}}"#,
        results.join(",")
    )
}

fn frame(random: &mut Rng, long: usize) -> String {
    let job = one(
        random,
        &[JOB, JOB, JOB, "66666666-6666-4666-8666-666666666666"],
    );
    format!(
        r#"{{"result":{{"jobUuid":"{job}","policyEvaluationReport":{}}}}}"#,
        report(random, long)
    )
}

fn good(random: &mut Rng, is_stream: bool, long: usize) -> String {
    match random.usize(..8) {
        _ if is_stream => frame(random, long),
        0 => frame(random, long),
        1 => job(random, long),
        2 => format!(
            "{{\"jobs\":[{},\n{}]}}",
            job(random, long),
            job(random, long)
        ),
        3 => format!("{{\"job\":\n  {}\n}}", job(random, long)),
        _ => format!("{{\"job\":{}}}", job(random, long)),
    }
}

/// Values that the fast path does not read.
fn bad(random: &mut Rng, is_stream: bool, long: usize) -> Vec<u8> {
    let good = good(random, is_stream, long);
    let error = r#","error":{"code":13,"message":"internal"}}"#;
    let refusal = r#","error":{"code":9,"message":"no","details":[{"@type":"type.googleapis.com/x.ContentRefusedDetails","reason":"CSAM"}]}}"#;
    let open = &good[..good.len() - 1];
    match random.usize(..14) {
        0 => good.replacen("0.5}", "\"high\"}", 1),
        1 => return good.as_bytes()[..random.usize(..good.len())].to_vec(),
        2 => "<html>\n<p>{}</p>\n</html>".to_owned(),
        3 => format!("{open}{error}"),
        4 => format!("{open}{refusal}"),
        5 => r#"{"error":{"code":8,"message":"slow down"}}"#.to_owned(),
        6 => format!("{open},\"other\":[{{\"a\":1}}]}}").replacen("\"P\"", "7", 1),
        7 => good.replacen("\"result\"", "\"result\":0,\"result\"", 1),
        8 => "null".to_owned(),
        9 => r#"{"evaluations":[{"outcome":"OUTCOME_TRUE"}]}"#.to_owned(),
        10 => format!(
            "{{\"jobs\":[{},{{\"jobUuid\":7}},{{}}]}}",
            job(random, long)
        ),
        11 => format!("{good}}}"),
        // It ends within a string.
        12 => format!("{{\"a\":\"{good}"),
        _ => {
            let (before, after) = good.split_once('P').unwrap();
            return [before.as_bytes(), b"\xff", after.as_bytes()].concat();
        }
    }
    .into_bytes()
}

fn input(seed: u64) -> Vec<u8> {
    let random = &mut Rng::with_seed(seed);
    let is_stream = random.usize(..3) == 0;
    let (count, long) = one(random, &[(3, 4), (20, 4), (60, 40), (40, 6000), (2000, 60)]);
    let between = one(random, &["\n", "\n", "", " , ", "\r\n\n"]);
    let one_in = one(random, &[2, 10, 1000]);
    let is_list = random.usize(..4) == 0;
    let mut input = if is_list { b"[".to_vec() } else { Vec::new() };
    for _ in 0..count {
        if random.usize(..one_in) == 0 {
            input.extend(bad(random, is_stream, long));
        } else {
            input.extend(good(random, is_stream, long).into_bytes());
        }
        input.extend(between.as_bytes());
    }
    if is_list && random.usize(..3) > 0 {
        input.push(b']');
    }
    input
}

/// The output, without the names that are news.
fn told(ran: &Ran) -> (Option<i32>, &str, String) {
    let lines = ran.err.split_inclusive('\n');
    let err = lines.filter(|line| !line.starts_with("news: ")).collect();
    (ran.code, &ran.out, err)
}

fn from_file(arguments: &[&str], file: &Path) -> Ran {
    let file = file.to_str().unwrap();
    let all: Vec<&str> = ["flatten", file].iter().chain(arguments).copied().collect();
    offline(&all)
}

#[test]
fn a_bad_answer_changes_nothing_about_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers");
    for seed in 0..40 {
        let input = input(seed);
        std::fs::write(&file, &input).unwrap();
        let format = ["verdict", "jsonl", "csv"][usize::try_from(seed % 3).unwrap()];
        let quick = ["--format", format, "--exit-verdict"];
        let careful = [&quick[..], &["--news"]].concat();
        let expected = from_file(&careful, &file);
        for ran in [from_file(&quick, &file), flatten(&quick, &input)] {
            let ran = Ran {
                err: ran.err.replace("stdin", file.to_str().unwrap()),
                out: ran.out.replace("stdin", file.to_str().unwrap()),
                ..ran
            };
            if told(&ran) != told(&expected) {
                let (one, other) = (ran.out.lines(), expected.out.lines());
                let line = one.zip(other).position(|(one, other)| one != other);
                panic!(
                    "seed {seed}, {format}, {} bytes, line {line:?} of {} and {}:\n{:?} {}\nnot\n{:?} {}",
                    input.len(),
                    ran.out.lines().count(),
                    expected.out.lines().count(),
                    ran.code,
                    ran.err,
                    expected.code,
                    expected.err,
                );
            }
        }
    }
}
