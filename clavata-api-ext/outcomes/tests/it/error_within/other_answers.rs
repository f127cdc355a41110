//! Errors in evaluations and in the answer of labels, next to an answer, and read into types of your own.

use clavata_outcomes::api::Job as ApiJob;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found, for_each_row};
use clavata_outcomes::{Arrived, ContentResult, Job, LabelResult, Level, Verdict};
use serde_json::{Value, json};

use super::{Seen, errors, job, judged, no_errors, result, with_error};

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
            let text = with_error(answer.clone(), path, &nothing).to_string();
            let mut rows = 0;
            for_each_row(text.as_bytes(), Level::All, |_| rows += 1).unwrap();
            assert!(rows > 0, "{path} {nothing}");
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

#[test]
fn no_job_is_clear_next_to_an_error_even_if_only_serde_reads_it() {
    let clean = job(&[result("OUTCOME_FALSE"), result("OUTCOME_FALSE")]);
    let mut texts = Vec::new();
    for error in errors() {
        texts.push((with_error(clean.clone(), "", &error), "undetermined"));
    }
    for nothing in no_errors() {
        texts.push((with_error(clean.clone(), "", &nothing), "clear"));
    }
    let hit = job(&[result("OUTCOME_FALSE"), result("OUTCOME_TRUE")]);
    texts.push((with_error(hit, "", &json!("failed")), "flagged"));
    for (job, expected) in texts {
        let read: Job = serde_json::from_str(&job.to_string()).unwrap();
        assert_eq!(read.verdict().as_str(), expected, "{job}");
        let answer: clavata_outcomes::api::ListJobsResponse =
            serde_json::from_value(json!({"jobs": [job]})).unwrap();
        let listed = answer.jobs.into_iter().map(Job::from);
        assert!(
            listed
                .map(|job| job.verdict())
                .all(|verdict| verdict.as_str() == expected)
        );
    }
}
