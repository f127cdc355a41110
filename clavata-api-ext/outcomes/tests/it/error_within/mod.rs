//! An error in any object of a result: no "no" in that object counts, and every reader agrees. Everything else stays as
//! it is.

mod other_answers;

use clavata_outcomes::api::{Job as ApiJob, Outcome};
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Doubt, Job, Level, Place, Reason, Verdict};
use serde_json::{Value, json};

/// What an error looks like.
fn errors() -> Vec<Value> {
    vec![
        json!({"code": 13, "message": "the label model failed"}),
        json!("failed"),
        json!({"code": 13}),
        json!([{"reason": "timeout"}]),
        json!(true),
        json!(13),
        json!({"error": {"error": "deep"}}),
        json!({"reason": "timeout"}),
    ]
}

/// What an error that says nothing looks like.
fn no_errors() -> Vec<Value> {
    let empty = json!({"code": 0, "message": "", "details": []});
    let others = [json!(null), json!(""), json!({}), json!([]), json!(false)];
    others.into_iter().chain([empty]).collect()
}

fn rule(outcome: &str) -> Value {
    json!({"message": "a", "result": outcome, "score": 0.25})
}

fn label(name: &str, outcome: &str) -> Value {
    json!({
        "name": name,
        "result": outcome,
        "assertionEvaluationReports": [rule("OUTCOME_FALSE"), rule(outcome)],
        "exceptionEvaluationReport": {"result": "OUTCOME_FALSE", "assertionEvaluationReports": [rule("OUTCOME_FALSE")]},
        "reviewResult": {"outcome": outcome, "score": 0.25},
    })
}

fn result(outcome: &str) -> Value {
    json!({"report": {
        "result": outcome,
        "sectionEvaluationReports": [label("Spam", outcome), label("Gore", "OUTCOME_FALSE")],
        "contentHash": format!("fnv1a128::{outcome}"),
        "reviewResult": {"outcome": outcome, "score": 0.5},
        "threshold": 0.5,
    }})
}

fn job(results: &[Value]) -> Value {
    json!({
        "jobUuid": "55555555-5555-4555-8555-555555555555",
        "status": "JOB_STATUS_COMPLETED",
        "results": results,
        "created": "2026-03-01T12:00:00Z",
        "updated": "2026-03-01T12:00:00Z",
        "completed": "2026-03-01T12:00:00Z",
    })
}

/// The paths of the objects in a value.
fn objects(value: &Value, path: &str) -> Vec<String> {
    let within = |(key, value): (String, &Value)| objects(value, &format!("{path}/{key}"));
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), value));
            [path.to_owned()]
                .into_iter()
                .chain(fields.flat_map(within))
                .collect()
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| (index.to_string(), item))
                .flat_map(within)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Like [`objects`], without exception blocks, whose outcomes do not count.
fn judged(value: &Value, path: &str) -> Vec<String> {
    let mut paths = objects(value, path);
    paths.retain(|path| !path.contains("exception"));
    paths
}

fn with_error(mut job: Value, path: &str, error: &Value) -> Value {
    job.pointer_mut(path).unwrap()["error"] = error.clone();
    job
}

/// What was read of a job.
#[derive(Default)]
struct Seen(Vec<String>, Option<Verdict>);

impl Seen {
    fn see(&mut self, found: &Found<'_>) {
        match found {
            Found::Row(row) => self.0.push(serde_json::to_string(row).unwrap()),
            Found::Job(job) => self.1 = Some(job.verdict.clone()),
            Found::Evaluation { verdict, .. } => self.1 = Some(verdict.clone()),
            _ => {}
        }
    }

    fn end(self) -> (Vec<String>, Verdict) {
        (self.0, self.1.unwrap())
    }
}

/// The rows and the verdict of a job in every way to read it.
fn read(job: &Value) -> Vec<(Vec<String>, Verdict)> {
    let text = job.to_string();
    let typed: Job = clavata_outcomes::decode::<ApiJob>(text.as_bytes())
        .unwrap()
        .into();
    let of_typed = |job: &Job| {
        let rows = job.rows().map(|row| serde_json::to_string(&row).unwrap());
        (rows.collect::<Vec<_>>(), job.verdict())
    };
    let by_serde: Job = serde_json::from_str(&text).unwrap();
    let by_value: Job = serde_json::from_value(job.clone()).unwrap();
    let mut found = vec![of_typed(&typed), of_typed(&by_serde), of_typed(&by_value)];
    let mut flattener = Flattener::new(Level::All);
    let mut seen = Seen::default();
    let read = flattener.flatten(text.as_bytes(), |found| {
        seen.see(&found);
        Ok::<(), FlattenError>(())
    });
    read.unwrap();
    found.push(seen.end());
    let whole: ApiJob = serde_json::from_str(&text).unwrap();
    for size in [97, text.len()] {
        flattener.begin_job_with(&whole);
        let (mut seen, mut kept, mut said) = (Seen::default(), Vec::new(), Vec::new());
        let mut pieces = text.as_bytes().chunks(size).peekable();
        while let Some(piece) = pieces.next() {
            kept.extend_from_slice(piece);
            let is_end = pieces.peek().is_none();
            let read = flattener.flatten_piece(&kept, is_end, &mut said, |found| {
                seen.see(&found);
                Ok::<(), FlattenError>(())
            });
            drop(kept.drain(..read.unwrap()));
        }
        assert_eq!(said, []);
        found.push(seen.end());
    }
    found
}

/// Reads a job in every way, and returns the verdict on which all agree.
#[track_caller]
fn verdict(job: &Value) -> Verdict {
    let found = read(job);
    for other in &found[1..] {
        assert_eq!(other, &found[0], "{job}");
    }
    found[0].1.clone()
}

#[test]
fn no_no_counts_next_to_an_error() {
    let clean = job(&[result("OUTCOME_FALSE"), result("OUTCOME_FALSE")]);
    assert_eq!(verdict(&clean), Verdict::Clear);
    let paths = judged(&clean["results"], "/results");
    assert!(paths.len() > 20, "{paths:?}");
    for path in &paths {
        for error in errors() {
            let found = verdict(&with_error(clean.clone(), path, &error));
            let Verdict::Undetermined(Reason::Result { index, doubt }) = found else {
                panic!("{path} {error}: {found}");
            };
            assert!(path.starts_with(&format!("/results/{index}")), "{path}");
            assert!(
                matches!(
                    doubt,
                    Doubt::Outcome {
                        outcome: Outcome::Failed,
                        ..
                    }
                ),
                "{path}: {doubt}"
            );
        }
        for nothing in no_errors() {
            let job = with_error(clean.clone(), path, &nothing);
            assert_eq!(verdict(&job), Verdict::Clear, "{path} {nothing}");
        }
    }
}

#[test]
fn a_hit_stays_a_hit_next_to_an_error() {
    let hit = job(&[result("OUTCOME_TRUE"), result("OUTCOME_FALSE")]);
    for path in &judged(&hit["results"], "/results") {
        let job = with_error(hit.clone(), path, &json!({"code": 13}));
        assert_eq!(verdict(&job), Verdict::Flagged, "{path}");
    }
}

#[test]
fn nothing_within_says_no_either() {
    let clean = job(&[result("OUTCOME_FALSE")]);
    let label = "/results/0/report/sectionEvaluationReports/1";
    for (path, left) in [("/results/0", 0), ("/results/0/report", 0), (label, 6)] {
        let found = read(&with_error(clean.clone(), path, &json!("failed")));
        for (rows, _) in &found {
            let no = rows
                .iter()
                .filter(|row| row.contains("\"outcome\":\"FALSE\""));
            assert_eq!(no.count(), left, "{path}: {rows:?}");
        }
    }
}

#[test]
fn readers_agree_about_errors_in_exception_blocks() {
    let clean = job(&[result("OUTCOME_FALSE")]);
    for path in objects(&clean["results"], "/results") {
        if path.contains("exception") {
            let job = with_error(clean.clone(), &path, &json!("failed"));
            assert_eq!(verdict(&job), Verdict::Clear, "{path}");
            assert_ne!(read(&job)[0], read(&clean)[0], "{path}");
        }
    }
}

#[test]
fn metadata_and_labels_may_be_called_error() {
    let mut result = result("OUTCOME_FALSE");
    result["report"]["contentMetadata"] = json!({"error": "of the sender"});
    result["report"]["labelMatches"] = json!({"error": 0.75});
    assert_eq!(verdict(&job(&[result])), Verdict::Clear);
}

#[test]
fn the_doubt_names_the_object_with_the_error() {
    let clean = job(&[result("OUTCOME_FALSE")]);
    let label = "/results/0/report/sectionEvaluationReports/1";
    let gore = Place::Label {
        label: "Gore".to_owned(),
    };
    let rule = Place::Rule {
        label: "Gore".to_owned(),
        index: 1,
    };
    for (path, place) in [
        ("/results/0".to_owned(), Place::Policy),
        ("/results/0/report".to_owned(), Place::Policy),
        (label.to_owned(), gore),
        (format!("{label}/assertionEvaluationReports/1"), rule),
    ] {
        let found = verdict(&with_error(clean.clone(), &path, &json!("failed")));
        let doubt = Doubt::Outcome {
            at: place,
            outcome: Outcome::Failed,
        };
        assert_eq!(
            found,
            Verdict::Undetermined(Reason::Result { index: 0, doubt })
        );
    }
}
