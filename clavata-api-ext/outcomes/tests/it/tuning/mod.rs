//! Checks sweeps and comparisons against figures worked out by hand.

mod comparison;
mod sweep;

use clavata_outcomes::Job;
use serde_json::json;

/// A job whose contents have one label each: hash, outcome, score.
fn job(answers: &[(&str, &str, f64)]) -> Job {
    let results: Vec<_> = answers
        .iter()
        .map(|(hash, outcome, score)| {
            let said = json!({"outcome": format!("OUTCOME_{outcome}"), "score": score});
            json!({"report": {
                "contentHash": hash,
                "contentMetadata": {"id": format!("id-{hash}")},
                "policyId": "p",
                "threshold": 0.5,
                "reviewResult": said,
                "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}],
            }})
        })
        .collect();
    serde_json::from_value(json!({ "results": results })).unwrap()
}

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 0.000_5
}
