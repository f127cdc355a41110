//! `cargo xtask drift`, as users run it.

use crate::support::{text, workspace};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn drift(file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .arg("--root")
        .arg(workspace())
        .arg("drift")
        .arg(file);
    command.output().unwrap()
}

/// The contract does not depart from itself, so every reason lacks a departure.
#[test]
fn reasons_of_nothing_fail_and_are_named() {
    let output = drift(&workspace().join("openapi/clavata.yaml"));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let stale = |line: &&str| line.starts_with("openapi/departures.yaml:");
    assert!(lines.iter().all(stale), "{lines:?}");
    let said = format!(
        "drift: 0 departures without a reason, {} reasons without a departure",
        lines.len()
    );
    assert!(text(&output.stderr).contains(&said), "{output:?}");
}

#[test]
fn news_without_a_reason_is_named_with_its_line() {
    let contract = fs::read_to_string(workspace().join("openapi/clavata.yaml")).unwrap();
    let news = "        multiplier:\n";
    assert!(contract.contains(news));
    let contract = contract.replace(
        news,
        "        news:\n          type: string\n        multiplier:\n",
    );
    let line = contract
        .lines()
        .position(|line| line == "        news:")
        .unwrap()
        + 1;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vendor.yaml");
    fs::write(&file, contract).unwrap();
    let output = drift(&file);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = format!("{}:{line}: field.removed TokenUsage.news: ", file.display());
    assert!(text(&output.stdout).contains(&said), "{output:?}");
}

#[test]
fn what_is_no_openapi_3_0_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vendor.json");
    for document in [
        "",
        "{\"swagger\": \"2.0\"}",
        "{\"openapi\": \"3.1.0\"}",
        "{\"openapi\": ",
    ] {
        fs::write(&file, document).unwrap();
        let output = drift(&file);
        assert_eq!(output.status.code(), Some(2), "{document}: {output:?}");
        assert_eq!(text(&output.stderr).lines().count(), 1, "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
    assert_eq!(
        drift(&folder.path().join("none.json")).status.code(),
        Some(2)
    );
}
