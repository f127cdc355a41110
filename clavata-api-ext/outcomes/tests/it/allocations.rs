//! Rows borrow, so walking them allocates nothing.

use std::fmt::Write;

use allocation_counter::measure;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Job, Level, Verdict};

fn job(results: usize) -> Job {
    let rules = r#"[{"message": "a", "score": 0.5}, {"result": 7}]"#;
    let mut text = String::from(r#"{"status": 3, "results": [null"#);
    for _ in 0..results {
        write!(
            text,
            r#", {{"report": {{
                "contentMetadata": {{"id": "1"}},
                "sectionEvaluationReports": [{{
                    "name": "a", "result": 2, "message": "block",
                    "assertionEvaluationReports": {rules},
                    "exceptionEvaluationReport": {{"assertionEvaluationReports": {rules}}}
                }}]
            }}}}"#
        )
        .unwrap();
    }
    text.push_str("]}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn walking_rows_allocates_nothing() {
    let job = job(100);
    let mut rows = 0;
    let allocated = measure(|| {
        rows += job.rows().count();
        rows += job
            .rows()
            .level(Level::Rule)
            .filter(|row| row.score.is_some())
            .count();
        rows += job
            .content_results()
            .map(|result| result.matches().count())
            .sum::<usize>();
    });
    assert_eq!(rows, 700 + 200 + 100);
    assert_eq!(allocated.count_total, 0, "{allocated:?}");
}

#[test]
fn a_verdict_that_knows_allocates_nothing() {
    let job = job(100);
    // Results that raise doubts before that: one without a report, others without a policy outcome.
    let allocated = measure(|| assert_eq!(job.verdict().as_str(), "flagged"));
    assert_eq!(allocated.count_total, 0, "{allocated:?}");
}

#[test]
fn a_hundred_verdicts_from_bytes_allocate_nothing_once_the_buffers_are_there() {
    let bytes = serde_json::to_vec(&job(100)).unwrap();
    let mut flattener = Flattener::new(Level::All);
    let mut flagged = 0;
    let mut read = || {
        flattener.flatten(&bytes, |found| {
            let verdict = match &found {
                Found::Result { verdict, .. } => verdict,
                Found::Job(job) => &job.verdict,
                _ => return Ok(()),
            };
            flagged += usize::from(*verdict == Verdict::Flagged);
            Ok::<(), FlattenError>(())
        })
    };
    read().unwrap();
    let allocated = measure(|| read().unwrap());
    assert_eq!(flagged, 2 * (100 + 1));
    assert_eq!(allocated.count_total, 0, "{allocated:?}");
}
