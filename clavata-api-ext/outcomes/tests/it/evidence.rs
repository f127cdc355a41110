//! A job is clear only if its results are its own, and are about all of its content.

use clavata_outcomes::api::GetJobResponse;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Job, Level};
use serde_json::{Value, json};

const JOB: &str = "a9e1c2f0-0b0c-4d0e-8f00-0123456789ab";
const OTHER: &str = "11111111-1111-4111-8111-111111111111";

/// The verdict of a job, decoded and read from bytes, with its members in any order.
fn verdict(job: &Value) -> String {
    let sent = json!({"job": job}).to_string();
    let answer: GetJobResponse = clavata_api::decode(sent.as_bytes()).unwrap();
    let decoded = Job::from(answer.job.unwrap()).verdict().to_string();
    let Value::Object(members) = job else {
        panic!("no job")
    };
    let mut members: Vec<_> = members
        .iter()
        .map(|(key, value)| format!("\"{key}\": {value}"))
        .collect();
    for _ in 0..members.len() {
        members.rotate_left(1);
        let sent = format!("{{\"job\": {{{}}}}}", members.join(", "));
        let mut verdict = None;
        let read = Flattener::new(Level::Policy).flatten(sent.as_bytes(), |found| {
            if let Found::Job(job) = found {
                verdict = Some(job.verdict.to_string());
            }
            Ok::<(), FlattenError>(())
        });
        read.unwrap();
        assert_eq!(verdict.as_ref(), Some(&decoded), "{sent}");
    }
    decoded
}

fn result(hash: &str) -> Value {
    json!({"report": {"contentHash": hash, "result": 1}})
}

fn job(content: &[&str], results: &[&str]) -> Value {
    let content: Vec<_> = content
        .iter()
        .map(|hash| json!({"contentHash": hash}))
        .collect();
    let results: Vec<_> = results.iter().map(|hash| result(hash)).collect();
    json!({"jobUuid": JOB, "status": 3, "contentData": content, "results": results})
}

#[test]
fn a_job_without_its_id_is_never_clear() {
    let mut job = job(&["a"], &["a"]);
    assert_eq!(verdict(&job), "clear");
    for id in [json!(null), json!("")] {
        job["jobUuid"] = id;
        assert_eq!(verdict(&job), "undetermined: the job has no id");
    }
    job["results"][0]["report"]["result"] = json!(2);
    assert_eq!(verdict(&job), "flagged");
}

#[test]
fn a_result_of_another_job_makes_no_job_clear() {
    let mut job = job(&["a", "b"], &["a", "b"]);
    for own in [
        json!(JOB),
        json!(JOB.to_uppercase()),
        json!(""),
        json!(null),
    ] {
        job["results"][1]["jobUuid"] = own;
        assert_eq!(verdict(&job), "clear");
    }
    job["results"][1]["jobUuid"] = json!(OTHER);
    assert_eq!(
        verdict(&job),
        "undetermined: result 1 belongs to another job"
    );
    job["results"][1]["report"]["result"] = json!(2);
    assert_eq!(verdict(&job), "flagged");
}

#[test]
fn content_answered_twice_leaves_another_without_an_answer() {
    for results in [
        &["a", "a"][..],
        &["a", "a", "a"],
        // Without a hash it may be about any content, including the one that already has a result.
        &["a", ""],
        &["", ""],
    ] {
        assert_eq!(
            verdict(&job(&["a", "b"], results)),
            "undetermined: the results are about 1 of 2 different pieces of content",
            "{results:?}"
        );
    }
    assert_eq!(
        verdict(&job(&["a", "b"], &["a"])),
        "undetermined: only 1 of 2 pieces of content have a result"
    );
    // Content without a hash may differ from the other.
    for content in [&["a", ""][..], &["", ""]] {
        assert_ne!(verdict(&job(content, &["a", "a"])), "clear", "{content:?}");
    }
}

#[test]
fn hashes_are_counted_and_not_compared() {
    for (content, results) in [
        (&["a", "b"][..], &["b", "a"][..]),
        (&["fnv1a128::1", "fnv1a128::2"], &["sha256::8", "sha256::9"]),
        // Content that was given twice has one hash.
        (&["a", "a"], &["a", "a"]),
        (&["a", "a"], &["", ""]),
        (&["", ""], &["a", "b"]),
        (&["a"], &[""]),
        (&[""], &[""]),
        (&[], &["", ""]),
        (&["a", "b"], &["b", "a", "a", ""]),
    ] {
        assert_eq!(
            verdict(&job(content, results)),
            "clear",
            "{content:?} {results:?}"
        );
    }
}

#[test]
fn of_many_results_one_hash_that_comes_twice_is_seen() {
    let names: Vec<String> = (0..2_000)
        .map(|number| format!("fnv1a128::{number:032x}"))
        .collect();
    let mut hashes: Vec<&str> = names.iter().map(String::as_str).collect();
    let content = hashes.clone();
    hashes.reverse();
    assert_eq!(verdict(&job(&content, &hashes)), "clear");
    hashes[7] = hashes[1_900];
    assert_eq!(
        verdict(&job(&content, &hashes)),
        "undetermined: the results are about 1999 of 2000 different pieces of content"
    );
}

#[test]
fn buffers_of_one_job_leave_nothing_in_the_next() {
    let jobs = [
        job(&["a", "b"], &["a", "a"]),
        job(&["a", "b"], &["b", "a"]),
        json!({"results": [{"jobUuid": OTHER}, {"report": {"result": 2}}]}),
        job(&["a"], &["a"]),
    ];
    let mut verdicts = Vec::new();
    let sent = json!({"jobs": jobs}).to_string();
    let read = Flattener::new(Level::All).flatten(sent.as_bytes(), |found| {
        if let Found::Job(job) = found {
            verdicts.push(job.verdict.as_str());
        }
        Ok::<(), FlattenError>(())
    });
    read.unwrap();
    assert_eq!(verdicts, ["undetermined", "clear", "flagged", "clear"]);
}
