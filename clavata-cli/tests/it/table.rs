//! The table for people, compared with golden files. `GOLDEN=write` updates them.

use std::fs;
use std::path::Path;

use crate::support::{clavata, flatten, run_with};
use mock_gateway::{example, fixtures_dir};

fn assert_golden(name: &str, shown: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("GOLDEN").is_some() {
        fs::write(&file, shown).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(shown, expected, "{} differs", file.display());
}

fn widths(shown: &str) -> usize {
    shown
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or_default()
}

#[test]
fn a_table_fits_80_columns() {
    let ran = flatten(
        &["--level", "all"],
        example("get_job.response.completed").as_bytes(),
    );
    assert!(widths(&ran.out) <= 80, "{}", ran.out);
    assert!(
        !ran.out.contains('\u{1b}'),
        "colors where there is no terminal"
    );
    assert_golden("completed.80.txt", &ran.out);
}

#[test]
fn a_wide_terminal_shows_more() {
    let file = fixtures_dir().join("../../openapi/examples/get_job.response.completed.json");
    let mut command = clavata(&["flatten", file.to_str().unwrap()]);
    command.env("COLUMNS", "160");
    let ran = run_with(command, b"");
    assert!(widths(&ran.out) <= 160, "{}", ran.out);
    assert_golden("completed.160.txt", &ran.out);
}

#[test]
fn a_job_without_results_says_why_there_are_none() {
    let ran = flatten(&[], example("get_job.response.pending").as_bytes());
    assert_golden("pending.80.txt", &ran.out);
}

#[test]
fn foreign_text_cannot_command_the_terminal() {
    let evil = r"\u001b]0;pwned\u0007\u009b31m\u202e\r\n";
    let job = format!(
        r#"{{"status":"{evil}","results":[{{"report":{{"policyKey":"{evil}","result":"{evil}","contentHash":"{evil}",
        "contentMetadata":{{"{evil}":"{evil}"}},
        "sectionEvaluationReports":[{{"name":"{evil}","message":"{evil}","result":"OUTCOME_TRUE"}}]}}}}]}}"#
    );
    for columns in ["80", "200"] {
        let mut command = clavata(&["flatten", "-", "--level", "all"]);
        command.env("COLUMNS", columns);
        let ran = run_with(command, job.as_bytes());
        let all = format!("{}{}", ran.out, ran.err);
        assert!(ran.out.contains("flagged"), "{all}");
        let harmful = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(all.chars().find(harmful), None, "{all:?}");
    }
    let ran = flatten(
        &[],
        format!(r#"{{"error":{{"message":"{evil}"}}}}"#).as_bytes(),
    );
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn an_outcome_is_never_cut_and_a_narrow_table_leaves_out_other_columns() {
    let answer =
        example("get_job.response.completed").replace("OUTCOME_FALSE", "OUTCOME_UNSPECIFIED");
    for (columns, level, heads) in [
        ("80", "all", "result kind label outcome score message"),
        ("60", "all", "result kind label outcome score"),
        ("60", "label", "result kind label outcome score message"),
        ("40", "all", "result label outcome score"),
        ("40", "label", "result label outcome score"),
        ("24", "label", "label outcome"),
    ] {
        let mut command = clavata(&["flatten", "-", "--level", level]);
        command.env("COLUMNS", columns);
        let ran = run_with(command, answer.as_bytes());
        let lines: Vec<&str> = ran.out.lines().collect();
        let found: Vec<&str> = lines[1].split_whitespace().collect();
        assert_eq!(found.join(" "), heads, "{columns} {level}: {}", ran.out);
        let rows = &lines[3..lines.len() - 1];
        assert!(rows.len() >= 6, "{}", ran.out);
        for row in rows {
            let is_whole = row
                .split_whitespace()
                .any(|word| matches!(word, "TRUE" | "UNSPECIFIED"));
            assert!(is_whole, "{columns}: {row:?}");
            assert!(
                row.chars().count() <= columns.parse().unwrap(),
                "{columns}: {row:?}"
            );
        }
    }
}

#[test]
fn hundreds_of_columns_and_few_are_both_laid_out() {
    for columns in ["1", "20", "40", "65535"] {
        let mut command = clavata(&["flatten", "-", "--level", "all"]);
        command.env("COLUMNS", columns);
        let ran = run_with(command, example("get_job.response.completed").as_bytes());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains("verdict: flagged"), "{}", ran.out);
    }
}

#[test]
fn a_list_of_jobs_fits_the_terminal_and_keeps_id_and_verdict_whole() {
    let job = "55555555-5555-4555-8555-555555555555";
    for (columns, lines, has_time) in [
        ("80", 2, true),
        ("61", 2, false),
        ("60", 4, false),
        ("40", 4, false),
    ] {
        let mut command = clavata(&["flatten", "-", "--table", "jobs"]);
        command.env("COLUMNS", columns);
        let ran = run_with(command, example("get_job.response.completed").as_bytes());
        assert!(
            widths(&ran.out) <= columns.parse().unwrap(),
            "{columns}: {}",
            ran.out
        );
        assert_eq!(ran.out.lines().count(), lines, "{columns}: {}", ran.out);
        assert_eq!(
            ran.out.contains("created"),
            has_time,
            "{columns}: {}",
            ran.out
        );
        assert!(
            ran.out.contains(job) && ran.out.contains("flagged"),
            "{}",
            ran.out
        );
    }
}
