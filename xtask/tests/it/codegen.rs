//! `cargo xtask codegen`, as users run it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::sandbox::Sandbox;
use crate::support::{text, workspace};

#[test]
fn one_program_in_two_workspaces_writes_into_the_one_that_it_is_run_in() {
    let here = Sandbox::new();
    let there = Sandbox::new();
    for sandbox in [&here, &there] {
        fs::write(sandbox.generated(), "").unwrap();
        for file in ["Cargo.toml", "xtask/Cargo.toml"] {
            let copy = sandbox.root().join(file);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(workspace().join(file), copy).unwrap();
        }
    }
    let committed = fs::read(workspace().join("clavata-api/src/generated.rs")).unwrap();
    let run = |folder: PathBuf, cargo: Option<PathBuf>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("codegen").current_dir(folder);
        match cargo {
            Some(member) => command.env("CARGO_MANIFEST_DIR", member),
            None => command.env_remove("CARGO_MANIFEST_DIR"),
        };
        command.output().unwrap()
    };

    // From a subfolder, without cargo.
    let output = run(here.root().join("clavata-api/src"), None);
    assert!(output.status.success(), "{output:?}");
    assert!(fs::read(here.generated()).unwrap() == committed);
    assert_eq!(fs::read(there.generated()).unwrap(), b"");

    // By cargo of the other workspace: it is unclear which workspace is meant.
    let member = || Some(there.root().join("xtask"));
    let output = run(here.root().to_owned(), member());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(fs::read(there.generated()).unwrap(), b"");

    // By cargo, from outside the workspace.
    let outside = tempfile::tempdir().unwrap();
    let output = run(outside.path().to_owned(), member());
    assert!(output.status.success(), "{output:?}");
    assert!(fs::read(there.generated()).unwrap() == committed);

    // Outside of any workspace.
    let output = run(outside.path().to_owned(), None);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stderr).starts_with("error: "), "{output:?}");
}

#[test]
fn a_run_without_a_change_writes_nothing() {
    let sandbox = Sandbox::new();
    let before = fs::metadata(sandbox.generated())
        .unwrap()
        .modified()
        .unwrap();
    let output = sandbox.run(&["codegen"]);
    assert!(output.status.success(), "{output:?}");
    assert!(text(&output.stdout).contains("is up to date"), "{output:?}");
    let after = fs::metadata(sandbox.generated())
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(before, after);
    assert!(sandbox.run(&["codegen", "--check"]).status.success());
}

#[test]
fn a_changed_field_fails_the_check_until_codegen_ran() {
    let sandbox = Sandbox::new();
    sandbox.edit("        nextPageToken:\n", "        nextPage:\n");
    let before = fs::read(sandbox.generated()).unwrap();

    let output = sandbox.run(&["codegen", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(diff.starts_with("--- "), "{diff}");
    assert!(
        diff.lines()
            .any(|line| line.starts_with('-') && line.contains("next_page_token")),
        "{diff}"
    );
    assert!(
        diff.lines()
            .any(|line| line.starts_with('+') && line.contains("next_page:")),
        "{diff}"
    );
    let stderr = text(&output.stderr);
    assert!(stderr.contains("cargo xtask codegen"), "{stderr}");
    assert_eq!(
        fs::read(sandbox.generated()).unwrap(),
        before,
        "--check writes nothing"
    );

    assert!(sandbox.run(&["codegen"]).status.success());
    assert_ne!(fs::read(sandbox.generated()).unwrap(), before);
    assert!(sandbox.run(&["codegen", "--check"]).status.success());
}

#[test]
fn a_large_difference_is_cut() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.generated(), "").unwrap();
    let output = sandbox.run(&["codegen", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(diff.lines().count() < 210, "{} lines", diff.lines().count());
    assert!(diff.trim_end().ends_with("more lines"), "{diff}");
}

#[test]
fn the_result_depends_on_the_contract_alone() {
    let elsewhere = Sandbox::new();
    let locales = [
        ("C", "UTC"),
        ("tr_TR.UTF-8", "Asia/Kathmandu"),
        ("de_DE.UTF-8", "America/St_Johns"),
    ];
    for (locale, zone) in locales {
        let sandbox = Sandbox::new();
        fs::remove_file(sandbox.generated()).unwrap();
        let status = sandbox
            .command(&["codegen"])
            .current_dir(elsewhere.root())
            .env("LC_ALL", locale)
            .env("TZ", zone)
            .output()
            .unwrap()
            .status;
        assert!(status.success());
        let made = fs::read_to_string(sandbox.generated()).unwrap();
        let committed = workspace().join("clavata-api/src/generated.rs");
        assert!(
            made == fs::read_to_string(committed).unwrap(),
            "another result with {locale}"
        );
    }
}

#[test]
fn line_endings_do_not_matter() {
    let sandbox = Sandbox::new();
    sandbox.set_contract(&sandbox.contract().replace('\n', "\r\n"));
    let output = sandbox.run(&["codegen", "--check"]);
    assert!(output.status.success(), "{output:?}");
    let generated = fs::read_to_string(sandbox.generated()).unwrap();
    fs::write(sandbox.generated(), generated.replace('\n', "\r\n")).unwrap();
    assert!(sandbox.run(&["codegen", "--check"]).status.success());
}
