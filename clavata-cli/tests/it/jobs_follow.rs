//! `clavata jobs --follow`: each job is printed and kept once, when it has ended.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::online;
use mock_gateway::{Fault, MockGateway, Operation, Progress, Stage};

fn put(gateway: &MockGateway, number: usize, progress: impl Into<Progress>) -> String {
    let id = format!("44444444-4444-4444-8444-{number:012}");
    let job = format!(
        r#"{{"jobUuid":"{id}","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:{number:02}:00Z","results":[{{"report":{{"result":"OUTCOME_TRUE"}}}}]}}"#
    );
    gateway.put_job(job, progress);
    id
}

/// A run that follows, and the ids of the jobs that it prints.
struct Following {
    child: Child,
    ids: Receiver<String>,
}

impl Following {
    fn start(gateway: &MockGateway, archive: &str) -> Self {
        let arguments = [
            "jobs",
            "--follow",
            "--every",
            "50ms",
            "--archive",
            archive,
            "--format",
            "jsonl",
        ];
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

    /// Interrupts it. Nothing more was printed.
    fn end(mut self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", "INT", &id])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
        assert_eq!(self.ids.try_iter().count(), 0);
    }
}

/// A test that fails leaves nothing running.
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
    // A list that fails is asked for again.
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
    let list = gateway.requests().pop().unwrap();
    assert!(list.query.contains("2026-03-01"), "{}", list.query);
    gateway.finish().await;
}
