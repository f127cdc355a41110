//! An error in any object of a result: no "no" in that object counts, and every reader agrees. Everything else stays as
//! it is.

use clavata_outcomes::api::{Job as ApiJob, Outcome};
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{
    Arrived, ContentResult, Doubt, Job, LabelResult, Level, Place, Reason, Verdict,
};
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

#[test]
fn an_evaluation_with_an_error_in_its_report_is_read_as_it_is_decoded() {
    let report = result("OUTCOME_FALSE")["report"].clone();
    let clean = json!({"result": {"policyEvaluationReport": report}});
    let mut flattener = Flattener::new(Level::All);
    let kept = flattener.keep(clean.to_string().into_bytes());
    assert_eq!(
        ContentResult::of_kept(0, &kept.unwrap()).verdict(),
        Verdict::Clear
    );
    for path in judged(&report, "/result/policyEvaluationReport") {
        for error in errors() {
            let text = with_error(clean.clone(), &path, &error).to_string();
            assert!(flattener.keep(text.clone().into_bytes()).is_err(), "{path}");
            let value = clavata_outcomes::read(text.as_bytes());
            let Some(Arrived::Evaluation(answer)) = value.answer else {
                panic!("{path} {error}");
            };
            let decoded = ContentResult::of_evaluation(0, &answer);
            assert!(
                matches!(decoded.verdict(), Verdict::Undetermined(_)),
                "{path} {error}"
            );
            let mut seen = Seen::default();
            let read = Flattener::new(Level::All).flatten(text.as_bytes(), |found| {
                seen.see(&found);
                Ok::<(), FlattenError>(())
            });
            read.unwrap();
            let rows = decoded
                .rows()
                .map(|row| serde_json::to_string(&row).unwrap());
            assert_eq!(
                seen.end(),
                (rows.collect(), decoded.verdict()),
                "{path} {error}"
            );
        }
    }
}

#[test]
fn an_error_next_to_an_answer_is_never_ignored() {
    let report = result("OUTCOME_FALSE")["report"].clone();
    let job = job(&[result("OUTCOME_FALSE")]);
    for (answer, path) in [
        (json!({"job": job}), ""),
        (json!({"job": job}), "/job"),
        (job.clone(), ""),
        (json!({"jobs": [job]}), ""),
        (json!({"jobs": [job]}), "/jobs/0"),
        (json!({"result": {"policyEvaluationReport": report}}), ""),
        (
            json!({"result": {"policyEvaluationReport": report}}),
            "/result",
        ),
    ] {
        let read = |error: &Value| {
            let text = with_error(answer.clone(), path, error).to_string();
            let mut flattener = Flattener::new(Level::All);
            let verdict = ["clear", "undetermined"].map(|word| format!("\"verdict\":\"{word}\""));
            let mut clear = 0;
            let read = flattener.flatten(text.as_bytes(), |found| {
                if let Found::Row(row) = &found {
                    let row = serde_json::to_string(row).unwrap();
                    assert!(verdict.iter().any(|one| row.contains(one)), "{row}");
                }
                clear +=
                    usize::from(matches!(&found, Found::Job(job) if job.verdict == Verdict::Clear));
                Ok::<(), FlattenError>(())
            });
            let is_kept = flattener.keep(text.clone().into_bytes()).is_ok();
            let value = clavata_outcomes::read(text.as_bytes());
            let is_said = value.status.is_some() || !value.unreadable.is_empty();
            (is_said, read.is_err() || clear == 0 && !is_kept)
        };
        for error in errors() {
            assert!(read(&error).0, "{path} {error}");
        }
        for nothing in no_errors() {
            assert!(!read(&nothing).0, "{path} {nothing}");
        }
    }
}

#[test]
fn an_error_counts_in_types_of_your_own_as_well() {
    #[derive(serde::Deserialize)]
    struct Line {
        #[serde(flatten)]
        job: ApiJob,
    }
    let clean = job(&[result("OUTCOME_FALSE")]);
    for (error, is_clear) in [(json!(null), true), (json!({"reason": "timeout"}), false)] {
        let text = with_error(clean.clone(), "/results/0/report", &error).to_string();
        let line: Line = serde_json::from_str(&text).unwrap();
        assert_eq!(
            Job::from(line.job).verdict() == Verdict::Clear,
            is_clear,
            "{error}"
        );
    }
}

#[test]
fn no_label_is_clear_next_to_an_error() {
    let evaluation = json!({"outcome": "OUTCOME_FALSE", "score": 0.25, "report": result("OUTCOME_FALSE")["report"]});
    let clean = json!({"contentHash": "", "results": [{"evaluation": evaluation}]});
    for path in judged(&clean["results"][0]["evaluation"], "/results/0/evaluation") {
        let text = with_error(clean.clone(), &path, &json!("failed")).to_string();
        let answer = clavata_outcomes::decode(text.as_bytes()).unwrap();
        let verdicts: Vec<_> = LabelResult::all(&answer)
            .map(|label| label.verdict())
            .collect();
        assert!(
            matches!(verdicts[..], [Verdict::Undetermined(_)]),
            "{path}: {verdicts:?}"
        );
    }
}
