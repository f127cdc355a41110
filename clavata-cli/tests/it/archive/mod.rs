//! `--archive` and `clavata archive`: every paid answer is kept once.

mod batch;
#[cfg(feature = "arrow")]
mod corrected;
#[cfg(unix)]
mod disk;
#[cfg(feature = "arrow")]
mod endings;
mod evaluations;
mod listed;
#[cfg(feature = "arrow")]
mod tables;
mod trials;

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::lines::{of_lines, verdicts};
use crate::support::{EXAMPLE_JOB, Ran, clavata, flatten, offline, online, run};
use mock_gateway::{Fault, MockGateway, Operation, sample};

const LINES: &str = "{\"text\":\"fine 1\"}\n{\"text\":\"flag 2\",\"metadata\":{\"id\":\"2\"}}\n{\"text\":\"fine 3\"}\n";

/// A job that has ended.
const ENDED: &str = r#"{"job":{"jobUuid":"22222222-2222-4222-8222-222222222222","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:00:00Z","contentData":[{"contentHash":"sha256::a"}],"results":[{"contentHash":"sha256::a","report":{"policyId":"33333333-3333-4333-8333-333333333333","result":"OUTCOME_TRUE"}}]}}"#;

/// A file of saved answers, and an archive next to it.
struct Desk {
    _folder: tempfile::TempDir,
    archive: PathBuf,
    saved: PathBuf,
}

impl Desk {
    fn with(answers: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let saved = folder.path().join("jobs.jsonl");
        fs::write(&saved, answers).unwrap();
        let archive = folder.path().join("answers");
        Self {
            _folder: folder,
            archive,
            saved,
        }
    }

    fn name(&self) -> &str {
        self.archive.to_str().unwrap()
    }

    /// Arguments that print the answers and archive them.
    fn flatten(&self) -> [&str; 6] {
        let saved = self.saved.to_str().unwrap();
        let [format, archive] = ["--format", "--archive"];
        ["flatten", saved, format, "json", archive, self.name()]
    }

    /// Arguments that archive the answers and write the tables.
    #[cfg(feature = "arrow")]
    fn tables(&self) -> [&str; 3] {
        ["archive", self.name(), self.saved.to_str().unwrap()]
    }
}

/// An archive, and a gateway whose answers go into it.
struct Asked {
    gateway: MockGateway,
    folder: tempfile::TempDir,
    archive: PathBuf,
}

impl Asked {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            gateway: MockGateway::start().await,
            archive: folder.path().join("answers"),
            folder,
        }
    }

    fn name(&self) -> &str {
        self.archive.to_str().unwrap()
    }

    /// Evaluates lines.
    async fn of_lines(&self, lines: &str, more: &[&str]) -> Ran {
        let more = [&["--archive", self.name()], more].concat();
        of_lines(&self.gateway, lines, &more).await
    }

    /// How often the gateway was asked.
    fn count(&self) -> u64 {
        self.gateway.counts(Operation::Evaluate).bodies
    }
}

/// All lines of the segments in a part of an archive.
pub(crate) fn kept(archive: &Path, part: &str) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(archive.join(part))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "jsonl"))
        .collect();
    files.sort();
    let text: String = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_kept_once_they_have_ended_and_once() {
    let gateway = MockGateway::start().await;
    let running = r#"{"job":{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_RUNNING"}}"#;
    let desk = Desk::with(&[ENDED, running, ENDED].join("\n"));
    let job = ["job", EXAMPLE_JOB, "--archive", desk.name()];
    let first = run(online(&gateway, &job)).await;
    assert_eq!(first.err, "archive: 1 new\n");
    let second = run(online(&gateway, &job)).await;
    assert_eq!(second.err, "archive: 0 new, 1 already there\n");
    assert_eq!(first.out, second.out);
    let ran = offline(&desk.flatten());
    assert_eq!(ran.out.lines().count(), 3);
    assert_eq!(
        ran.err,
        "archive: 1 new, 1 already there, 1 job not kept, because it has not ended\n"
    );
    assert_eq!(kept(&desk.archive, "journal").len(), 2);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_kept() {
    let asked = Asked::start().await;
    let version = "77777777-7777-4777-8777-777777777777";
    let labels = [
        "labels",
        "--version",
        version,
        "--text",
        "flag",
        "--format",
        "jsonl",
        "--archive",
        asked.name(),
    ];
    let ran = run(online(&asked.gateway, &labels)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "archive: 1 new\n"));
    let lines = kept(&asked.archive, "journal").join("\n");
    let rows = flatten(&["--format", "jsonl"], lines.as_bytes());
    let read = "\"source_file\":\"stdin\",\"source_line\":1";
    let printed = "\"source_file\":null,\"source_line\":null";
    assert_eq!(
        (rows.code, rows.out.replace(read, printed)),
        (Some(0), ran.out)
    );
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_and_no_content_is_in_an_archive() {
    let asked = Asked::start().await;
    let canary = "{\"text\":\"fine canary-4711\"}\n";
    let evaluate = asked.gateway.on(Operation::Evaluate);
    evaluate.next(Fault::CloseInBody);
    asked.of_lines(canary, &[]).await;
    asked.of_lines(canary, &[]).await;
    for part in ["journal", "answers", "."] {
        for entry in fs::read_dir(asked.archive.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                assert!(
                    !text.contains("canary-4711") && !text.contains("test-key"),
                    "{path:?}"
                );
            }
        }
    }
    asked.gateway.finish().await;
}

#[test]
fn a_doubted_answer_is_not_the_same_as_one_that_is_not() {
    let doubted = ENDED.replacen(
        "{\"job\"",
        "{\"error\":{\"code\":13,\"message\":\"x\"},\"job\"",
        1,
    );
    let desk = Desk::with(&[ENDED, &doubted, ENDED].join("\n"));
    let ran = offline(&desk.flatten());
    assert!(
        ran.err.ends_with("archive: 2 new, 1 already there\n"),
        "{}",
        ran.err
    );
    let lines = kept(&desk.archive, "journal");
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("\"error\""))
            .count(),
        1
    );
}
