//! `clavata sweep` and `clavata compare`. The computations are tested in clavata-outcomes.

mod compare;
mod incomparable;
mod sweep;

use std::fs;

use serde_json::json;
use tempfile::TempDir;

/// A file of answers with one label each: hash, outcome and score.
fn answers(folder: &TempDir, name: &str, of: &[(&str, &str, f64)]) -> String {
    let lines: Vec<String> = of
        .iter()
        .map(|(hash, outcome, score)| {
            let said = json!({"outcome": format!("OUTCOME_{outcome}"), "score": score});
            let report = json!({
                "contentHash": hash, "contentMetadata": {"id": format!("id-{hash}")}, "threshold": 0.5,
                "policyId": "p", "reviewResult": said,
                "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}],
            });
            json!({"result": {"policyEvaluationReport": report}}).to_string()
        })
        .collect();
    written(folder, name, &lines.join("\n"))
}

fn written(folder: &TempDir, name: &str, text: &str) -> String {
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

const BEFORE: [(&str, &str, f64); 3] =
    [("a", "TRUE", 0.9), ("b", "TRUE", 0.6), ("c", "FALSE", 0.1)];
