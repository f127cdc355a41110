//! `cargo xtask diff` and `accept`, as users run them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{text, workspace};
use tempfile::TempDir;

/// A repository with only the contract, and a tag.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self { folder };
        fs::create_dir_all(repository.root().join("openapi")).unwrap();
        let contract = fs::read_to_string(workspace().join(CONTRACT)).unwrap();
        fs::write(repository.contract(), contract).unwrap();
        fs::write(repository.root().join("Cargo.toml"), MANIFEST).unwrap();
        fs::write(repository.root().join("CHANGELOG.md"), "# Changelog\n").unwrap();
        repository.git(&["init", "--quiet"]);
        repository.git(&["add", "."]);
        let author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        repository.git(&[&author[..], &["commit", "--quiet", "-m", "All"]].concat());
        repository
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn contract(&self) -> PathBuf {
        self.root().join(CONTRACT)
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        let status = git.current_dir(self.root()).args(arguments).status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    fn edit(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.contract()).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(self.contract(), text.replacen(from, to, 1)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env_remove("GITHUB_STEP_SUMMARY");
        command.arg("--root").arg(self.root()).args(arguments);
        command.output().unwrap()
    }
}

const CONTRACT: &str = "openapi/clavata.yaml";
const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

#[test]
fn without_a_tag_there_is_nothing_to_compare_with() {
    let repository = Repository::new();
    for arguments in [&["diff"][..], &["ci", "--only", "diff"]] {
        let output = repository.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(text(&output.stdout).contains("nothing is released yet"));
    }
}

#[test]
fn the_exit_code_tells_the_worst_change() {
    let edits = [
        ("An evaluation job, which", "A job, which", 0),
        (
            "      summary: Get one job\n",
            "      summary: Get one job\n      deprecated: true\n",
            3,
        ),
        ("maximum: 1000", "maximum: 500", 4),
        ("operationId: get_job", "operationId: fetch_job", 5),
        (
            "        outputFileUrl:\n          x-sensitive: true\n",
            "        outputFileUrl:\n",
            6,
        ),
    ];
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.0"]);
    assert_eq!(repository.run(&["diff"]).status.code(), Some(0));
    for (from, to, code) in edits {
        // Each edit is worse than the previous ones.
        repository.edit(from, to);
        let output = repository.run(&["diff"]);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
    }
    let output = repository.run(&["diff", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["before"], "v0.1.0:openapi/clavata.yaml");
    assert_eq!(json["changes"].as_array().unwrap().len(), 5);
    let output = repository.run(&["diff", "--format", "markdown", "--against", "HEAD"]);
    let rows = text(&output.stdout)
        .lines()
        .filter(|line| line.starts_with("| "));
    assert_eq!(rows.count(), 2 + 5);
}

#[test]
fn an_accepted_change_counts_no_more() {
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.0"]);
    repository.edit("operationId: get_job", "operationId: fetch_job");
    assert_eq!(
        repository.run(&["ci", "--only", "diff"]).status.code(),
        Some(1)
    );
    let output = repository.run(&["diff", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let fingerprint = json["changes"][0]["fingerprint"].as_str().unwrap();

    for (fingerprint, because) in [
        ("000000000000", "why"),
        (fingerprint, " "),
        (fingerprint, "a\nb"),
    ] {
        let output = repository.run(&["accept", fingerprint, "--because", because]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!repository.root().join("openapi/accepted.yaml").exists());
    }
    let accept = [
        "accept",
        fingerprint,
        "--because",
        "Nobody: \"uses\" it # yet",
    ];
    let output = repository.run(&accept);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let output = repository.run(&["diff"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(&output.stdout).contains("accepted: Nobody: \"uses\" it # yet"));
    assert_eq!(
        repository.run(&["ci", "--only", "diff"]).status.code(),
        Some(0)
    );
    assert_eq!(repository.run(&accept).status.code(), Some(2));
}

#[test]
fn what_cannot_be_used_is_one_line_and_exit_2() {
    let repository = Repository::new();
    let long = format!("openapi: 3.0.3\n{}", "# comment\n".repeat(1_000_000));
    let deep = format!("openapi: 3.0.3\nx-deep: {}\n", "[".repeat(100_000));
    let documents: [(&str, &[u8]); 12] = [
        ("other-version.yaml", b"openapi: 3.1.0\n"),
        ("swagger.yaml", b"swagger: '2.0'\n"),
        ("list.yaml", b"- openapi\n"),
        ("empty.yaml", b""),
        ("broken.yaml", b"openapi: 3.0.3\ninfo: [\n"),
        ("twice.yaml", b"openapi: 3.0.3\nopenapi: 3.0.3\n"),
        (
            "anchors.yaml",
            b"openapi: 3.0.3\ninfo: &x {title: a, version: b}\npaths: {}\nx-a: *x\n",
        ),
        (
            "no-paths.yaml",
            b"openapi: 3.0.3\ninfo: {title: a, version: b}\n",
        ),
        ("not-text.yaml", b"openapi: 3.0.3\n\xff\xfe\n"),
        ("long.yaml", long.as_bytes()),
        ("deep.yaml", deep.as_bytes()),
        (
            "other-file.yaml",
            b"openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: {}\n\
              components: {schemas: {A: {$ref: 'b.yaml#/B'}}}\n",
        ),
    ];
    let outside = tempfile::tempdir().unwrap();
    let mut against = vec!["no-such-revision".to_owned(), "HEAD:x".to_owned()];
    for (name, bytes) in documents {
        let path = outside.path().join(name);
        fs::write(&path, bytes).unwrap();
        against.push(path.to_str().unwrap().to_owned());
    }
    against.push(outside.path().to_str().unwrap().to_owned());
    for given in against {
        let output = repository.run(&["diff", "--against", &given]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{given}: {said}");
        assert!(
            said.starts_with("error: ") && said.lines().count() == 1,
            "{given}: {said}"
        );
        assert!(said.len() < 400, "{given}: {said}");
        assert!(output.stdout.is_empty(), "{given}");
    }
    let output = repository.run(&["diff", "--against=--output=x"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!repository.root().join("x").exists());
}
