//! `cargo xtask codegen`, as people run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{text, workspace};
use tempfile::TempDir;

/// A workspace with nothing but the contract and the generated client.
struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Self { folder };
        fs::create_dir_all(sandbox.root().join("openapi")).unwrap();
        fs::create_dir_all(sandbox.root().join("clavata-api/src")).unwrap();
        for file in ["openapi/clavata.yaml", "clavata-api/src/generated.rs"] {
            fs::copy(workspace().join(file), sandbox.root().join(file)).unwrap();
        }
        sandbox
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn generated(&self) -> PathBuf {
        self.root().join("clavata-api/src/generated.rs")
    }

    fn contract(&self) -> String {
        fs::read_to_string(self.root().join("openapi/clavata.yaml")).unwrap()
    }

    fn set_contract(&self, text: &str) {
        fs::write(self.root().join("openapi/clavata.yaml"), text).unwrap();
    }

    /// Replaces text in the contract, where it must be; says on which line.
    fn edit(&self, from: &str, to: &str) -> usize {
        let contract = self.contract();
        let at = contract.find(from).unwrap_or_else(|| panic!("no {from}"));
        self.set_contract(&contract.replacen(from, to, 1));
        contract[..at].lines().count()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.root()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

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

    // From a folder within, without cargo.
    let output = run(here.root().join("clavata-api/src"), None);
    assert!(output.status.success(), "{output:?}");
    assert!(fs::read(here.generated()).unwrap() == committed);
    assert_eq!(fs::read(there.generated()).unwrap(), b"");

    // By the cargo of the other one: it is unclear which is meant.
    let member = || Some(there.root().join("xtask"));
    let output = run(here.root().to_owned(), member());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(fs::read(there.generated()).unwrap(), b"");

    // By cargo, from outside.
    let outside = tempfile::tempdir().unwrap();
    let output = run(outside.path().to_owned(), member());
    assert!(output.status.success(), "{output:?}");
    assert!(fs::read(there.generated()).unwrap() == committed);

    // Nowhere at all.
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
fn a_contract_that_cannot_be_used_is_one_error_with_its_line_and_changes_nothing() {
    struct Case {
        from: &'static str,
        to: &'static str,
        /// How many lines below the edit the mistake is found.
        below: usize,
        says: &'static str,
    }
    let case = |from, to, below, says| Case {
        from,
        to,
        below,
        says,
    };
    let job = "                $ref: \"#/components/schemas/GetJobResponse\"\n";
    let cases = [
        case("openapi: 3.0.3\n", "openapi: [3.0.3\n", 2, "not valid YAML"),
        case(
            "openapi: 3.0.3\n",
            "openapi: 3.0.3\nopenapi: 3.0.3\n",
            2,
            "not valid YAML",
        ),
        // A reference that leads nowhere.
        case(
            job,
            "                $ref: \"#/components/schemas/Nothing\"\n",
            1,
            "unresolved-reference",
        ),
        // Shapes at which the generator panics, and one that it refuses.
        case(
            "        \"5XX\":\n",
            "        default:\n          $ref: \"#/components/responses/Failed\"\n        \"5XX\":\n",
            1,
            "responses",
        ),
        case(job, "                type: nothing\n", 0, "unknown-format"),
        case(
            "          in: query\n",
            "          in: cookie\n",
            1,
            "parameter-place",
        ),
        // Something else where OpenAPI has an object.
        case(
            "servers:\n",
            "servers: 3\nx-servers:\n",
            1,
            "has the wrong type",
        ),
        case("paths:\n", "paths: 3\nx-paths:\n", 1, "has the wrong type"),
        case(
            "    Webhook:\n",
            "    Webhook: 3\n    Other:\n",
            1,
            "has the wrong type",
        ),
        case(
            "      x-enum-numbers:\n        OUTCOME_UNSPECIFIED: 0\n",
            "      x-enum-numbers:\n",
            1,
            "enum-numbers",
        ),
    ];
    for Case {
        from,
        to,
        below,
        says,
    } in cases
    {
        let sandbox = Sandbox::new();
        let line = sandbox.edit(from, to) + below;
        let before = fs::read(sandbox.generated()).unwrap();
        let output = sandbox.run(&["codegen"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{to}: {output:?}");
        assert!(
            stderr.starts_with(&format!("error: openapi/clavata.yaml:{line}:")),
            "{to}: not on line {line}: {stderr}"
        );
        assert!(stderr.contains(says), "{to}: {stderr}");
        assert!(stderr.lines().count() <= 2, "{to}: {stderr}");
        assert_eq!(fs::read(sandbox.generated()).unwrap(), before, "{to}");
    }
}

#[test]
fn a_missing_contract_is_one_error() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.root().join("openapi/clavata.yaml")).unwrap();
    for arguments in [&["codegen"][..], &["codegen", "--check"], &["lint"]] {
        let output = sandbox.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let stderr = text(&output.stderr);
        assert!(stderr.contains("clavata.yaml: cannot be read"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
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
