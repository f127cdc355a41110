//! A program that is killed at any moment loses no answer that it has shown, and pays for none twice.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::Duration;

use crate::support::lines::evaluate;
#[cfg(feature = "arrow")]
use crate::support::{clavata, run};
use crate::support::{json_lines, online};
use mock_gateway::{MockGateway, Operation};
use serde_json::Value;

const INPUTS: usize = 400;

/// How often to kill each program. CI has little time; `CLAVATA_KILLS` sets more.
pub(crate) fn kills() -> usize {
    let asked = std::env::var("CLAVATA_KILLS");
    asked
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(12)
}

/// The inputs that the gateway was asked to evaluate since `from`.
fn sent(gateway: &MockGateway, from: usize) -> BTreeSet<usize> {
    let mut sent = BTreeSet::new();
    for request in &gateway.requests()[from..] {
        if request.operation == Some(Operation::Evaluate) {
            for content in request.json()["contentData"].as_array().unwrap() {
                let number = content["text"].as_str().unwrap().rsplit(' ').next();
                sent.insert(number.unwrap().parse().unwrap());
            }
        }
    }
    sent
}

/// The lines of an archive.
fn kept(archive: &Path) -> Vec<Value> {
    let parts = ["journal", "answers"].map(|part| crate::archive::kept(archive, part));
    json_lines(&parts.concat().join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_evaluation() {
    let mut left = kills();
    while left > 0 {
        let gateway = MockGateway::builder()
            .frame_gap(Duration::from_micros(300))
            .remember(10_000)
            .start()
            .await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("answers");
        let input = folder.path().join("posts.jsonl");
        let post = |n| {
            format!(
                "{{\"text\":\"{} {n}\"}}\n",
                if n % 7 == 0 { "flag" } else { "fine" }
            )
        };
        fs::write(&input, (0..INPUTS).map(post).collect::<String>()).unwrap();
        let (name, input) = (archive.to_str().unwrap(), input.to_str().unwrap());
        let arguments = evaluate(&["--input", input, "--archive", name, "--resume"]);
        let mut shown = BTreeSet::new();
        let mut from = 0;
        loop {
            let wait = Duration::from_micros(fastrand::u64(0..60_000));
            let kill = left > 0;
            let mut command = online(&gateway, &arguments);
            let before = shown.clone();
            let (lines, code) = tokio::task::spawn_blocking(move || {
                let mut child = command.spawn().unwrap();
                let out = BufReader::new(child.stdout.take().unwrap());
                let reader = std::thread::spawn(move || {
                    out.lines().map_while(Result::ok).collect::<Vec<_>>()
                });
                if kill {
                    std::thread::sleep(wait);
                    child.kill().unwrap();
                }
                let code = child.wait().unwrap().code();
                (reader.join().unwrap(), code)
            })
            .await
            .unwrap();
            left -= usize::from(kill && code.is_none());
            let again: Vec<usize> = sent(&gateway, from)
                .intersection(&before)
                .copied()
                .collect();
            assert_eq!(again, Vec::<usize>::new(), "they were paid for twice");
            from = gateway.requests().len();
            // The last line may be cut.
            let lines = lines
                .iter()
                .filter_map(|line| serde_json::from_str::<Value>(line).ok());
            shown.extend(
                lines.filter_map(|line| Some(usize::try_from(line["input"].as_u64()?).unwrap())),
            );
            if !kill || code == Some(0) {
                assert_eq!(code, Some(0));
                break;
            }
        }
        assert_eq!(shown, (0..INPUTS).collect());
        let lines = kept(&archive);
        let asked: BTreeSet<&str> = lines
            .iter()
            .map(|line| line["asked"].as_str().unwrap())
            .collect();
        assert_eq!(
            (lines.len(), asked.len()),
            (INPUTS, INPUTS),
            "each answer is there once"
        );
        gateway.finish().await;
    }
}

#[cfg(feature = "arrow")]
#[tokio::test(flavor = "multi_thread")]
async fn the_writing_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let saved = folder.path().join("jobs.json");
    let job = |n: usize| {
        format!(
            r#"{{"job":{{"jobUuid":"22222222-2222-4222-8222-{n:012}","status":"JOB_STATUS_COMPLETED","created":"2026-03-{:02}T12:00:00Z","results":[{{"report":{{"result":"OUTCOME_TRUE"}}}}]}}}}"#,
            n % 5 + 1,
        )
    };
    fs::write(&saved, (0..2_000).map(job).collect::<Vec<_>>().join("\n")).unwrap();
    let name = archive.to_str().unwrap();
    let saved = saved.to_str().unwrap();
    let keep = ["flatten", saved, "--archive", name, "--format", "json"];
    assert_eq!(run(clavata(&keep)).await.code, Some(0));
    let (journal, answers) = (archive.join("journal"), archive.join("answers"));
    let mut left = kills();
    while left > 0 {
        let mut child = clavata(&["archive", name]).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(fastrand::u64(0..150_000)));
        let _ = child.kill();
        left -= usize::from(child.wait().unwrap().code().is_none());
        assert_eq!(kept(&archive).len(), 2_000);
        // If it finished, the next one starts from the answers again.
        if fs::read_dir(&journal).unwrap().next().is_none() {
            let file = "00000001.jsonl";
            fs::rename(answers.join(file), journal.join(file)).unwrap();
        }
    }
    let ran = run(clavata(&["archive", name, saved])).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let ids: BTreeSet<String> = kept(&archive)
        .iter()
        .map(|line| line["job"]["jobUuid"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((kept(&archive).len(), ids.len()), (2_000, 2_000));
    assert_eq!(fs::read_dir(archive.join("journal")).unwrap().count(), 0);
    // Written at once, the tables contain the same jobs.
    for table in ["rows", "jobs"] {
        for day in fs::read_dir(archive.join(table)).unwrap() {
            for file in fs::read_dir(day.unwrap().path()).unwrap() {
                let file = file.unwrap().path();
                assert!(
                    file.extension().is_some_and(|kind| kind == "parquet"),
                    "{file:?}"
                );
                assert!(fs::read(&file).unwrap().ends_with(b"PAR1"), "{file:?}");
            }
        }
    }
}
