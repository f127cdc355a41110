//! `clavata jobs --follow`: each job is printed and archived once, when it has ended.
#![cfg(unix)]

mod marks;

use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::{online, run, signal, until};
use mock_gateway::{Answer, Fault, MockGateway, Operation, Progress, Stage};
use serde_json::json;

fn put(gateway: &MockGateway, number: usize, progress: impl Into<Progress>) -> String {
    let id = format!("44444444-4444-4444-8444-{number:012}");
    let job = format!(
        r#"{{"jobUuid":"{id}","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:{number:02}:00Z","results":[{{"report":{{"result":"OUTCOME_TRUE"}}}}]}}"#
    );
    gateway.put_job(job, progress);
    id
}

/// A following run, and the ids of the jobs that it prints.
struct Following {
    child: Child,
    ids: Receiver<String>,
}

impl Following {
    fn start(gateway: &MockGateway, archive: &str) -> Self {
        Self::start_with(gateway, archive, &[])
    }

    fn start_with(gateway: &MockGateway, archive: &str, more: &[&str]) -> Self {
        let follow = ["jobs", "--follow", "--every", "50ms", "--format", "jsonl"];
        let arguments = [&follow[..], &["--archive", archive], more].concat();
        let mut child = online(gateway, &arguments).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, ids) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let job: serde_json::Value = serde_json::from_str(&line).unwrap();
                let _ = send.send(job["job_uuid"].as_str().unwrap().to_owned());
            }
        });
        Self { child, ids }
    }

    fn next(&self) -> String {
        self.ids
            .recv_timeout(Duration::from_secs(20))
            .expect("a job is printed")
    }

    /// Interrupts the run. Nothing more must have been printed.
    fn end(mut self) {
        signal("INT", &self.child);
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
        assert_eq!(self.ids.try_iter().count(), 0);
    }
}

/// Makes sure that a failing test leaves nothing running.
impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_job_once_when_it_has_ended() {
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let first = put(&gateway, 1, Stage::Done);
    let slow = put(
        &gateway,
        2,
        Progress::Clock(vec![
            (Duration::ZERO, Stage::Running),
            (Duration::from_secs(2), Stage::Done),
        ]),
    );
    let later = put(&gateway, 3, Stage::Done);
    // A list that fails is requested again.
    gateway.on(Operation::ListJobs).next(Fault::Forbidden);
    let refused = tokio::task::block_in_place(|| {
        let mut following = Following::start(&gateway, archive);
        following.child.wait().unwrap()
    });
    assert_eq!(refused.code(), Some(3), "a list that is forbidden ends it");
    tokio::task::block_in_place(|| {
        let following = Following::start(&gateway, archive);
        let mut ids = [following.next(), following.next(), following.next()];
        ids.sort();
        assert_eq!(ids, [first, slow, later]);
        let new = put(&gateway, 4, Stage::Done);
        assert_eq!(following.next(), new);
        following.end();
    });
    tokio::task::block_in_place(|| {
        let new = put(&gateway, 5, Stage::Done);
        let following = Following::start(&gateway, archive);
        assert_eq!(
            following.next(),
            new,
            "those of the first run are not printed again"
        );
        following.end();
    });
    let mut requests = gateway.requests();
    requests.retain(|request| request.operation == Some(Operation::ListJobs));
    let list = requests.pop().unwrap();
    assert!(list.query.contains("2026-03-01"), "{}", list.query);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_not_kept_again_that_its_creator_holds_to_its_contents() {
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let job = |status| {
        format!(
            r#"{{"jobUuid":"44444444-4444-4444-8444-000000000001","status":"JOB_STATUS_{status}","created":"2026-03-01T12:00:00Z","results":[{{"report":{{"result":"OUTCOME_FALSE"}}}}]}}"#
        )
    };
    gateway.put_job(job("COMPLETED"), Stage::Done);
    let pending = Answer::json(200, format!("{{\"job\":{}}}", job("PENDING")));
    gateway.on(Operation::CreateJob).next(pending);
    // It says nothing about one of the two.
    let policy = "11111111-1111-4111-8111-111111111111";
    let texts = ["--text", "a", "--text", "b", "--wait", "--exit-verdict"];
    let create = ["create", "--policy", policy, "--archive", archive];
    let ran = run(online(&gateway, &[&create[..], &texts].concat())).await;
    assert_eq!(ran.code, Some(21), "{}", ran.err);
    let other = put(&gateway, 2, Stage::Done);
    tokio::task::block_in_place(|| {
        let following = Following::start(&gateway, archive);
        assert_eq!(following.next(), other);
        following.end();
    });
    let count = |file: &str| {
        let lines = std::fs::read_to_string(folder.path().join("journal").join(file));
        lines.unwrap().lines().count()
    };
    assert_eq!(["00000001.jsonl", "00000002.jsonl"].map(count), [1, 1]);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_a_list_shows_in_part_is_fetched_once() {
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let clear = json!({"report": {"result": "OUTCOME_FALSE"}});
    let flagged = json!({"report": {"result": "OUTCOME_TRUE"}});
    let mut listed = Vec::new();
    let contents = json!([{}, {}]);
    for (number, (status, shown_contents, shown)) in [
        ("COMPLETED", &contents, json!([])),
        ("COMPLETED", &contents, json!([clear])),
        ("COMPLETED", &contents, json!([{}, {}])),
        ("COMPLETED", &json!([]), json!([clear])),
        ("FAILED", &contents, json!([])),
        ("FAILED", &contents, json!([clear])),
        ("CANCELED", &contents, json!([])),
    ]
    .into_iter()
    .enumerate()
    {
        let mut job = json!({
            "jobUuid": format!("44444444-4444-4444-8444-{number:012}"),
            "status": format!("JOB_STATUS_{status}"),
            "created": format!("2026-03-01T12:{number:02}:00Z"),
            "contentData": contents,
            "results": [clear, flagged],
        });
        gateway.put_job(job.to_string(), Stage::Done);
        job["contentData"] = shown_contents.clone();
        job["results"] = shown;
        listed.push(job);
    }
    let jobs = listed.len();
    let list = json!({"jobs": listed, "nextPageToken": ""}).to_string();
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, list));
    tokio::task::block_in_place(|| {
        let following = Following::start(&gateway, archive);
        for _ in 0..jobs {
            following.next();
        }
        let rounds = || gateway.counts(Operation::ListJobs).bodies;
        let before = rounds();
        until("it lists again", || rounds() >= before + 3);
        following.end();
    });
    assert_eq!(gateway.counts(Operation::GetJob).bodies, jobs as u64);
    let journal = std::fs::read_dir(folder.path().join("journal")).unwrap();
    let kept: String = journal
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(kept.matches("OUTCOME_TRUE").count(), jobs, "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_that_a_list_shows_is_not_lost_if_its_job_cannot_be_fetched_or_lacks_it() {
    let job = "44444444-4444-4444-8444-444444444444";
    let list = json!({"jobs": [{
        "jobUuid": job,
        "status": "JOB_STATUS_FAILED",
        "created": "2026-03-01T12:00:00Z",
        "contentData": [{}, {}],
        "results": [{"report": {"result": "OUTCOME_TRUE"}}],
    }]});
    let behind = json!({"job": {"jobUuid": job, "status": "JOB_STATUS_RUNNING"}});
    for answer in [
        Answer::json(403, r#"{"code": 7, "message": "no"}"#),
        Answer::json(200, behind.to_string()),
    ] {
        let gateway = MockGateway::builder().list_fixtures(false).start().await;
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().to_str().unwrap();
        gateway
            .on(Operation::ListJobs)
            .always(Answer::json(200, list.to_string()));
        gateway.on(Operation::GetJob).always(answer);
        tokio::task::block_in_place(|| {
            let following = Following::start(&gateway, archive);
            assert_eq!(following.next(), job);
            following.end();
        });
    }
}
