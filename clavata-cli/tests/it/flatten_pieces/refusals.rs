//! A refusal within a long value is found, and nothing after it is clear.

use super::{bare_job, is_hit, jobs, list, results, rows, same_in};
use crate::support::flatten;

#[test]
fn a_refusal_in_a_long_list_or_job_is_found() {
    let hit = r#""internals":{"x":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]},"#;
    let refuse = |result: &str| result.replacen("\"policyKey\"", &format!("{hit}\"policyKey\""), 1);
    let mut jobs = jobs(600);
    jobs[300] = refuse(&jobs[300]);
    let input = list(&jobs, "");
    let ran = same_in(&["verdict"], &input);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    // Rows before it have already been printed.
    for ran in rows(&input) {
        assert_eq!(ran.code, Some(6), "{}", ran.err);
        assert!(ran.out.lines().count() > 600 * 10);
        let last = ran.out.lines().rev().take(299 * 10);
        assert!(last.clone().all(|row| !row.contains(r#""clear""#)));
    }

    let mut results = results(5000);
    results[3000] = refuse(&results[3000]);
    let input = bare_job(&results);
    let ran = same_in(&["verdict"], &input);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(!ran.out.contains("clear\",\"reason\":null"), "{}", ran.out);
    for ran in rows(&input) {
        assert_eq!(ran.code, Some(6), "{}", ran.err);
        for row in ran.out.lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let index = row["result_index"].as_u64().unwrap();
            assert_eq!(
                row["verdict"] == "clear",
                index < 3000 && !is_hit(index),
                "{row}"
            );
        }
    }

    // Even after the place where the job becomes unreadable.
    results[2000] = results[2000].replacen("0.25", "\"much\"", 1);
    let ran = flatten(&["--format", "verdict"], bare_job(&results).as_bytes());
    assert_eq!(ran.code, Some(6), "{}", ran.err);
}
