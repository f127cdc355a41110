//! `--archive` and `clavata archive`: every paid answer is kept once.

use std::fs;
use std::path::Path;

use crate::support::lines::{of_lines, verdicts};
use crate::support::{EXAMPLE_JOB, Ran, clavata, flatten, online, run};
use mock_gateway::{Fault, MockGateway, Operation, sample};

const LINES: &str = "{\"text\":\"fine 1\"}\n{\"text\":\"flag 2\",\"metadata\":{\"id\":\"2\"}}\n{\"text\":\"fine 3\"}\n";

/// A job that has ended.
const ENDED: &str = r#"{"job":{"jobUuid":"22222222-2222-4222-8222-222222222222","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:00:00Z","contentData":[{"contentHash":"sha256::a"}],"results":[{"contentHash":"sha256::a","report":{"policyId":"33333333-3333-4333-8333-333333333333","result":"OUTCOME_TRUE"}}]}}"#;

fn offline(arguments: &[&str]) -> Ran {
    clavata(arguments).output().unwrap().into()
}

/// All lines of the files of answers in a part of an archive.
fn kept(archive: &Path, part: &str) -> Vec<String> {
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
async fn a_second_evaluation_pays_for_nothing_twice() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap(), "--exit-verdict"];
    let first = of_lines(&gateway, LINES, &keep).await;
    assert_eq!(first.code, Some(20), "{}", first.err);
    assert!(first.err.ends_with("archive: 3 new\n"), "{}", first.err);
    assert_eq!(kept(&archive, "journal").len(), 3);
    let bodies = gateway.counts(Operation::Evaluate).bodies;

    let more = [LINES, "{\"text\":\"fine 4\"}\n"].concat();
    let resume = [&keep[..], &["--resume"]].concat();
    let second = of_lines(&gateway, &more, &resume).await;
    assert_eq!(second.code, Some(20), "{}", second.err);
    assert_eq!(verdicts(&second), ["clear", "flagged", "clear", "clear"]);
    assert!(second.out.starts_with(&first.out), "{}", second.out);
    assert!(
        second
            .err
            .contains("answered from the archive, and not sent: 3 inputs\n")
    );
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies + 1);
    let sent = gateway.requests().pop().unwrap().json();
    assert_eq!(sent["contentData"].as_array().unwrap().len(), 1);

    // Another question is sent: other metadata, another threshold.
    let other = "{\"text\":\"fine 1\",\"metadata\":{\"id\":\"1\"}}\n";
    let third = of_lines(&gateway, other, &resume).await;
    assert!(third.err.ends_with("archive: 1 new\n"), "{}", third.err);
    let with_threshold = [&resume[..], &["--threshold", "0.9"]].concat();
    let fourth = of_lines(&gateway, other, &with_threshold).await;
    assert!(fourth.err.ends_with("archive: 1 new\n"), "{}", fourth.err);
    // Without --resume it pays again, and says so.
    let fifth = of_lines(&gateway, other, &keep).await;
    let told = "1 input had an answer in the archive: --resume does not pay for them again\n";
    assert!(fifth.err.starts_with(told), "{}", fifth.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cut_request_answered_is_not_paid_for_again_and_not_clear() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap(), "--exit-verdict"];
    of_lines(&gateway, "{\"text\":\"fine\"}\n", &keep).await;
    // Nothing says that its request ended.
    for entry in fs::read_dir(archive.join("journal")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "ends") {
            fs::remove_file(path).unwrap();
        }
    }
    let bodies = gateway.counts(Operation::Evaluate).bodies;
    let resume = [&keep[..], &["--resume"]].concat();
    let ran = of_lines(&gateway, "{\"text\":\"fine\"}\n", &resume).await;
    assert_eq!(ran.code, Some(21), "{}", ran.err);
    assert_eq!(verdicts(&ran), ["undetermined"]);
    assert!(
        ran.err
            .contains("answered by a request that was cut, so not clear: 1 input")
    );
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_something_speaks_against_is_kept_but_never_reused_or_clear() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap(), "--resume"];
    let foreign = "99999999-9999-4999-8999-999999999999";
    let answer = sample::evaluated().clear("Spam", 0.1).policy(foreign);
    gateway.on(Operation::Evaluate).next(answer);
    let ran = of_lines(&gateway, "{\"text\":\"fine\"}\n", &keep).await;
    assert_ne!(ran.code, Some(0), "{}", ran.err);
    let lines = kept(&archive, "journal").join("\n");
    assert!(!lines.is_empty());
    let shown = flatten(&["--format", "verdict", "--exit-verdict"], lines.as_bytes());
    assert!(
        !shown.out.contains("\"verdict\":\"clear\""),
        "{}",
        shown.out
    );
    let again = of_lines(&gateway, "{\"text\":\"fine\"}\n", &keep).await;
    assert!(
        !again.err.contains("answered from the archive"),
        "{}",
        again.err
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_kept_once_they_have_ended_and_once() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let job = ["job", EXAMPLE_JOB, "--archive", archive];
    let first = run(online(&gateway, &job)).await;
    assert_eq!(first.err, "archive: 1 new\n");
    let second = run(online(&gateway, &job)).await;
    assert_eq!(second.err, "archive: 0 new, 1 already there\n");
    assert_eq!(first.out, second.out);
    let running = r#"{"job":{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_RUNNING"}}"#;
    let file = folder
        .path()
        .parent()
        .unwrap()
        .join(format!("{}.json", uuid::Uuid::new_v4()));
    fs::write(&file, [ENDED, running, ENDED].join("\n")).unwrap();
    let ran = offline(&[
        "flatten",
        file.to_str().unwrap(),
        "--archive",
        archive,
        "--format",
        "json",
    ]);
    fs::remove_file(&file).unwrap();
    assert_eq!(ran.out.lines().count(), 3);
    assert_eq!(
        ran.err,
        "archive: 1 new, 1 already there, 1 job not kept, because it has not ended\n"
    );
    assert_eq!(kept(folder.path(), "journal").len(), 2);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_kept() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
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
        archive,
    ];
    let ran = run(online(&gateway, &labels)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "archive: 1 new\n"));
    let lines = kept(folder.path(), "journal").join("\n");
    let rows = flatten(&["--format", "jsonl"], lines.as_bytes());
    assert_eq!((rows.code, rows.out), (Some(0), ran.out));
    gateway.finish().await;
}

#[test]
fn a_journal_cut_at_any_byte_keeps_every_whole_answer() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    let saved = folder.path().join("jobs.json");
    let other = ENDED.replace("22222222-", "12121212-");
    fs::write(&saved, [ENDED, &other].join("\n")).unwrap();
    let saved = saved.to_str().unwrap();
    let add = ["flatten", saved, "--format", "json", "--archive", name];
    assert_eq!(offline(&add).err, "archive: 2 new\n");
    let journal = archive.join("journal/00000001.jsonl");
    let whole = fs::read(&journal).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut cuts: Vec<usize> = (0..=whole.len()).step_by(97).collect();
    cuts.extend([
        first - 2,
        first - 1,
        first,
        first + 1,
        whole.len() - 2,
        whole.len() - 1,
        whole.len(),
    ]);
    for cut in cuts {
        fs::remove_dir_all(archive.join("journal")).unwrap();
        fs::create_dir(archive.join("journal")).unwrap();
        fs::write(&journal, &whole[..cut]).unwrap();
        let left = [first, whole.len()]
            .iter()
            .filter(|end| cut + 1 >= **end)
            .count();
        let told = match left {
            0 => "archive: 2 new\n",
            1 => "archive: 1 new, 1 already there\n",
            _ => "archive: 0 new, 2 already there\n",
        };
        assert_eq!(offline(&add).err, told, "cut at {cut}");
        assert_eq!(kept(&archive, "journal").len(), 2, "cut at {cut}");
    }
}

#[test]
fn a_folder_that_is_no_archive_of_this_format_or_is_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    fs::write(folder.path().join("other"), "x").unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("has other files, and is no archive"),
        "{}",
        ran.err
    );
    fs::remove_file(folder.path().join("other")).unwrap();

    let about = folder.path().join("archive.json");
    fs::write(&about, r#"{"format":2,"program":"clavata 9.9.9"}"#).unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("has the format 2, written by clavata 9.9.9"),
        "{}",
        ran.err
    );
    fs::write(&about, "nonsense").unwrap();
    assert_eq!(offline(&["archive", root]).code, Some(2));
    fs::remove_file(&about).unwrap();

    let lock = clavata_api_ext::files::Lock::take(folder.path().join("archive.lock"));
    fs::write(&about, r#"{"format":1,"program":"clavata"}"#).unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("another program is writing to the archive"),
        "{}",
        ran.err
    );
    drop(lock);
    let ran = offline(&[
        "evaluate",
        "--policy",
        EXAMPLE_JOB,
        "--text",
        "x",
        "--resume",
    ]);
    assert!(ran.err.contains("--archive"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_and_no_content_is_in_an_archive() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap()];
    let canary = "{\"text\":\"fine canary-4711\"}\n";
    gateway.on(Operation::Evaluate).next(Fault::CloseInBody);
    of_lines(&gateway, canary, &keep).await;
    of_lines(&gateway, canary, &keep).await;
    for part in ["journal", "answers", "."] {
        for entry in fs::read_dir(archive.join(part)).unwrap() {
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
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_a_question_the_worst_that_counts_is_used_again() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap(), "--exit-verdict"];
    let line = "{\"text\":\"one\"}\n";
    let flagged = sample::evaluated().flagged("Spam", 0.9);
    gateway.on(Operation::Evaluate).next(flagged);
    assert_eq!(of_lines(&gateway, line, &keep).await.code, Some(20));
    // It is asked again, and now clear.
    assert_eq!(of_lines(&gateway, line, &keep).await.code, Some(0));
    let bodies = gateway.counts(Operation::Evaluate).bodies;
    let resume = [&keep[..], &["--resume"]].concat();
    let ran = of_lines(&gateway, line, &resume).await;
    assert_eq!(
        (ran.code, verdicts(&ran)),
        (Some(20), vec!["flagged".to_owned()])
    );
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_after_its_answer_is_asked_again() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = ["--archive", archive.to_str().unwrap(), "--exit-verdict"];
    let line = "{\"text\":\"one\"}\n";
    assert_eq!(of_lines(&gateway, line, &keep).await.code, Some(0));
    gateway
        .on(Operation::Evaluate)
        .next(Fault::PreconditionRefused);
    assert_eq!(of_lines(&gateway, line, &keep).await.code, Some(6));
    let bodies = gateway.counts(Operation::Evaluate).bodies;
    let resume = [&keep[..], &["--resume"]].concat();
    assert_eq!(of_lines(&gateway, line, &resume).await.code, Some(0));
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies + 1);
    // Answered again, it is known again.
    assert_eq!(of_lines(&gateway, line, &resume).await.code, Some(0));
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies + 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_input_twice_in_one_run_is_clear_if_it_is() {
    let gateway = MockGateway::builder()
        .frame_gap(std::time::Duration::from_millis(1))
        .start()
        .await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = [
        "--archive",
        archive.to_str().unwrap(),
        "--exit-verdict",
        "--resume",
    ];
    let ran = of_lines(&gateway, &"{\"text\":\"one\"}\n".repeat(500), &keep).await;
    assert_eq!(
        (ran.code, verdicts(&ran).len()),
        (Some(0), 500),
        "{}",
        ran.err
    );
    // A run that knows everything shows everything, however much it is.
    let again = of_lines(&gateway, &"{\"text\":\"one\"}\n".repeat(2_000), &keep).await;
    assert_eq!(
        (again.code, verdicts(&again).len()),
        (Some(0), 2_000),
        "{}",
        again.err
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_paid_for_that_cannot_be_kept() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("other"), "x").unwrap();
    let keep = ["--archive", folder.path().to_str().unwrap()];
    let id = EXAMPLE_JOB;
    for command in [
        vec!["labels", "--version", id, "--text", "one"],
        vec!["create", "--policy", id, "--text", "one", "--wait"],
        vec!["evaluate", "--policy", id, "--text", "one"],
    ] {
        let ran = run(online(&gateway, &[&command[..], &keep].concat())).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
    }
    assert_eq!(gateway.requests().len(), 0);
    gateway.finish().await;
}

#[test]
fn a_doubted_answer_is_not_the_same_as_one_that_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    let doubted = ENDED.replacen(
        "{\"job\"",
        "{\"error\":{\"code\":13,\"message\":\"x\"},\"job\"",
        1,
    );
    let saved = folder.path().join("jobs.json");
    fs::write(&saved, [ENDED, &doubted, ENDED].join("\n")).unwrap();
    let add = [
        "flatten",
        saved.to_str().unwrap(),
        "--format",
        "json",
        "--archive",
        name,
    ];
    let ran = offline(&add);
    assert!(
        ran.err.ends_with("archive: 2 new, 1 already there\n"),
        "{}",
        ran.err
    );
    let lines = kept(&archive, "journal");
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("\"error\""))
            .count(),
        1
    );
}

#[cfg(feature = "arrow")]
mod tables {
    use super::*;

    /// The Parquet files below a folder, by their path in it.
    fn files(archive: &Path, table: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        for day in fs::read_dir(archive.join(table)).unwrap() {
            let day = day.unwrap();
            for file in fs::read_dir(day.path()).unwrap() {
                let file = file.unwrap();
                let name = format!(
                    "{}/{}",
                    day.file_name().to_str().unwrap(),
                    file.file_name().to_str().unwrap()
                );
                found.push((name, fs::read(file.path()).unwrap()));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn tables_are_partitioned_by_day_and_the_same_if_they_are_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("answers");
        let name = archive.to_str().unwrap();
        let saved = folder.path().join("jobs.json");
        let other = ENDED
            .replace("22222222-", "12121212-")
            .replace("2026-03-01", "2026-03-02");
        fs::write(&saved, [ENDED, &other].join("\n")).unwrap();
        let saved = saved.to_str().unwrap();
        let ran = offline(&["archive", name, saved]);
        assert_eq!(
            ran.err,
            "archive: 2 new\narchive: wrote the tables of 2 answers\n"
        );
        let rows = files(&archive, "rows");
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [
            "day=2026-03-01/00000001.parquet",
            "day=2026-03-02/00000001.parquet",
        ];
        assert_eq!(names, expected);
        let jobs = files(&archive, "jobs");
        assert_eq!(jobs.len(), 2);

        // As if the program had been killed after the tables, and in the middle of others.
        let back = archive.join("journal/00000001.jsonl");
        fs::rename(archive.join("answers/00000001.jsonl"), back).unwrap();
        let left = archive.join("rows/day=2026-03-01/00000001.parquet.abcdef.partial");
        fs::write(&left, "x").unwrap();
        let ran = offline(&["archive", name]);
        assert_eq!(ran.err, "archive: wrote the tables of 2 answers\n");
        assert_eq!(files(&archive, "rows"), rows);
        assert_eq!(files(&archive, "jobs"), jobs);

        let ran = offline(&["archive", name, saved]);
        assert_eq!(
            ran.err,
            "archive: 0 new, 2 already there\narchive: wrote the tables of 0 answers\n"
        );
        assert_eq!(files(&archive, "rows"), rows);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_evaluation_goes_on_from_answers_that_have_their_tables() {
        let gateway = MockGateway::start().await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("answers");
        let name = archive.to_str().unwrap();
        let keep = ["--archive", name, "--resume", "--exit-verdict"];
        let first = of_lines(&gateway, LINES, &keep).await;
        let ran = offline(&["archive", name]);
        assert_eq!(ran.err, "archive: wrote the tables of 3 answers\n");
        let bodies = gateway.counts(Operation::Evaluate).bodies;
        let second = of_lines(&gateway, LINES, &keep).await;
        assert_eq!((second.code, &second.out), (Some(20), &first.out));
        assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies);
        gateway.finish().await;
    }

    #[test]
    fn lines_that_cannot_be_read_stay_and_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("answers");
        let name = archive.to_str().unwrap();
        let saved = folder.path().join("jobs.json");
        fs::write(&saved, ENDED).unwrap();
        let add = [
            "flatten",
            saved.to_str().unwrap(),
            "--format",
            "json",
            "--archive",
            name,
        ];
        assert_eq!(offline(&add).code, Some(0));
        let journal = archive.join("journal/00000001.jsonl");
        let mut bytes = fs::read(&journal).unwrap();
        bytes.splice(0..0, b"\0\0\0\0\n".iter().copied());
        fs::write(&journal, bytes).unwrap();
        let ran = offline(&["archive", name]);
        assert_eq!(ran.code, Some(8), "{}", ran.err);
        assert!(
            ran.err
                .starts_with("archive: wrote the tables of 1 answer\nerror: 1 lines"),
            "{}",
            ran.err
        );
        assert_eq!(files(&archive, "jobs").len(), 1);
        assert_eq!(offline(&["archive", name]).code, Some(0));
    }
}
