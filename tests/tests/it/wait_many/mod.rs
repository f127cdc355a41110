//! Waiting for many jobs: few calls, and each job once.

mod trouble;

use std::collections::BTreeMap;
use std::time::Duration;

use clavata_api_ext::test_util::client;
use clavata_api_ext::{Error, Job, Verdict, WaitMany};
use mock_gateway::{Answer, MockGateway, Operation, Progress, Stage, sample};
use serde_json::json;
use tokio::time::Instant;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x5555_5555_5555_4555_8555_0000_0000_0000 + number)
}

fn put(gateway: &MockGateway, number: u128, progress: impl Into<Progress>) {
    let job = sample::job().clear("Hate", 0.1).id(id(number));
    gateway.put_job(job, progress);
}

fn running_until(seconds: u64) -> Progress {
    let end = Duration::from_secs(seconds);
    Progress::Clock(vec![(Duration::ZERO, Stage::Running), (end, Stage::Done)])
}

fn calls(gateway: &MockGateway) -> [u64; 2] {
    [Operation::ListJobs, Operation::GetJob].map(|operation| gateway.counts(operation).bodies)
}

/// Everything that comes, by the number of its job. Nothing may come twice.
async fn all(mut jobs: WaitMany) -> BTreeMap<u128, Result<Job, Error>> {
    let mut found = BTreeMap::new();
    while let Some((job, ended)) = jobs.next().await {
        if let Ok(ended) = &ended {
            assert_eq!(ended.job_uuid.as_ref().unwrap().as_uuid(), Some(job));
        }
        let number = job.as_u128() - id(0).as_u128();
        assert!(found.insert(number, ended).is_none(), "{number} came twice");
    }
    assert_eq!(jobs.left(), 0);
    found
}

fn is_clear(ended: &Result<Job, Error>) -> bool {
    ended
        .as_ref()
        .is_ok_and(|job| job.verdict() == Verdict::Clear)
}

#[tokio::test]
async fn a_thousand_jobs_that_have_ended_take_a_few_calls() {
    let gateway = MockGateway::start().await;
    for number in 0..1000 {
        put(&gateway, number, Stage::Done);
    }
    let ids = (0..1000).chain(0..1000).map(id);
    let found = all(client(&gateway).wait_many(ids)).await;
    assert_eq!(found.len(), 1000);
    assert!(found.values().all(is_clear));
    assert_eq!(calls(&gateway), [1, 2]);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_come_as_they_end_and_the_lists_follow_those_that_are_left() {
    let gateway = MockGateway::start().await;
    for number in 0..100 {
        put(
            &gateway,
            number,
            running_until(if number < 20 { 60 } else { 5 }),
        );
    }
    let begun = Instant::now();
    let mut jobs = client(&gateway).wait_many((0..100).map(id));
    for left in (20..100).rev() {
        assert!(is_clear(&jobs.next().await.unwrap().1));
        assert_eq!(jobs.left(), left);
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(all(jobs).await.len(), 20);
    assert!(begun.elapsed() < Duration::from_secs(80));
    let [lists, gets] = calls(&gateway);
    // Two gets find out when the jobs were created, and every fourth round gets four jobs one by one.
    assert!(lists <= 20 && gets <= 24, "{lists} lists, {gets} gets");
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_that_lists_do_not_show_are_asked_for_alone() {
    let gateway = MockGateway::start().await;
    let empty = Answer::json(200, json!({"jobs": [], "nextPageToken": ""}).to_string());
    gateway.on(Operation::ListJobs).always(empty);
    for number in 0..20 {
        put(
            &gateway,
            number,
            [Stage::Running, Stage::Running, Stage::Done],
        );
    }
    let found = all(client(&gateway).wait_many((0..20).map(id))).await;
    assert!(found.len() == 20 && found.values().all(is_clear));
    // Two gets find out when the jobs were created, and one list shows that lists are of no use.
    assert_eq!(calls(&gateway), [1, 60]);
    gateway.finish().await;
}

#[tokio::test]
async fn what_a_list_shows_in_part_or_twice_is_asked_for() {
    let gateway = MockGateway::start().await;
    let job = |number: u128| sample::job().clear("Hate", 0.1).id(id(number));
    let mut listed = Vec::new();
    for number in 0..20 {
        gateway.job(job(number).content().flagged("Hate", 0.9));
        // A list that shows the first of two results, and that one is clear.
        let part: serde_json::Value = serde_json::from_str(&job(number).to_string()).unwrap();
        listed.push(part);
    }
    listed[1]["contentData"] = json!([{}, {}]);
    listed[2]["results"] = json!([]);
    listed[3]["status"] = json!("JOB_STATUS_NEW");
    listed[4]["jobUuid"] = json!("");
    listed[5]["created"] = json!("yesterday");
    listed[7] = listed[6].clone();
    let listed = json!({"jobs": listed[1..8], "nextPageToken": ""}).to_string();
    gateway.answer(Operation::ListJobs, Answer::json(200, listed));
    let jobs = client(&gateway).wait_many((0..20).map(id));
    let pauses = [Duration::from_millis(5); 2];
    let found = all(jobs.with_pauses(pauses[0], pauses[1])).await;
    assert_eq!(found.len(), 20);
    for (number, ended) in &found {
        assert_eq!(
            ended.as_ref().unwrap().verdict(),
            Verdict::Flagged,
            "{number}"
        );
    }
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_was_left_goes_on_where_it_was() {
    let gateway = MockGateway::builder();
    let gateway = gateway.latency(Duration::from_millis(40)).start().await;
    for number in 0..20 {
        put(
            &gateway,
            number,
            running_until(u64::try_from(number % 3).unwrap()),
        );
    }
    let mut jobs = client(&gateway).wait_many((0..20).map(id));
    let mut found = 0;
    while jobs.left() > 0 || found < 20 {
        match tokio::time::timeout(Duration::from_millis(100), jobs.next()).await {
            Ok(Some((_, ended))) => {
                assert!(is_clear(&ended));
                found += 1;
            }
            Ok(None) => break,
            Err(_) => {}
        }
    }
    assert_eq!(found, 20);
}
