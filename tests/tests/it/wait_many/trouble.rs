//! Waiting for many jobs: one job's trouble does not affect another, and lists that fail or lag hold up none.

use std::time::Duration;

use clavata_api_ext::Verdict;
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage, sample};
use serde_json::json;
use tokio::time::Instant;

use super::{all, calls, client, id, is_clear, put, running_until};

#[tokio::test]
async fn an_error_of_one_job_stops_no_other() {
    let gateway = MockGateway::start().await;
    for number in (0..20).filter(|number| *number != 7) {
        let stage = match number {
            3 => Stage::Failed,
            4 => Stage::Canceled,
            _ => Stage::Done,
        };
        put(&gateway, number, stage);
    }
    let found = all(client(&gateway).wait_many((0..20).map(id))).await;
    assert_eq!(found.len(), 20);
    for (number, ended) in found {
        match number {
            3 | 4 => assert!(matches!(ended.unwrap().verdict(), Verdict::Undetermined(_))),
            7 => assert!(ended.unwrap_err().is_not_found()),
            _ => assert!(is_clear(&ended), "{number}"),
        }
    }
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_that_do_not_end_in_time_end_in_a_timeout_each() {
    let gateway = MockGateway::start().await;
    for number in 0..12 {
        put(
            &gateway,
            number,
            running_until(if number < 2 { 1 } else { 10_000 }),
        );
    }
    let begun = Instant::now();
    let jobs = client(&gateway).wait_many((0..12).map(id));
    let found = all(jobs.with_timeout(Duration::from_secs(30))).await;
    assert_eq!(begun.elapsed().as_secs(), 30);
    for (number, ended) in found {
        if number < 2 {
            assert!(is_clear(&ended));
            continue;
        }
        let error = ended.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent(), "{error}");
        assert!(
            error.to_string().contains("last status JOB_STATUS_RUNNING"),
            "{error}"
        );
    }
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_costs_polls_and_no_job() {
    let gateway = MockGateway::start().await;
    for number in 0..20 {
        put(&gateway, number, running_until(2));
    }
    gateway.on(Operation::GetJob).times(2, Fault::Json500);
    gateway.on(Operation::ListJobs).times(2, Fault::Json500);
    let found = all(client(&gateway).wait_many((0..20).map(id))).await;
    assert!(found.len() == 20 && found.values().all(is_clear));
    // Not every one of 20 jobs met the outage.
    let [_, gets] = calls(&gateway);
    assert!(gets < 40, "{gets}");
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn jobs_that_keep_failing_keep_no_other_waiting() {
    let gateway = MockGateway::start().await;
    // The first and the last do not exist, which may change.
    for number in 1..9 {
        put(&gateway, number, Stage::Done);
    }
    let mut jobs = client(&gateway).wait_many((0..10).map(id)).of_fresh_jobs();
    let begun = Instant::now();
    for _ in 1..9 {
        let (_, ended) = jobs.next().await.unwrap();
        assert!(is_clear(&ended));
    }
    assert!(begun.elapsed() < Duration::from_secs(2));
    let rest = all(jobs).await;
    assert!(
        rest.into_values()
            .all(|ended| ended.unwrap_err().is_not_found())
    );
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn lists_that_fail_alone_hold_up_nothing() {
    let gateway = MockGateway::start().await;
    for number in 0..20 {
        put(&gateway, number, running_until(2));
    }
    gateway.on(Operation::ListJobs).always(Fault::Json500);
    let begun = Instant::now();
    let found = all(client(&gateway).wait_many((0..20).map(id))).await;
    assert!(found.len() == 20 && found.values().all(is_clear));
    assert!(begun.elapsed() < Duration::from_secs(10));
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn lists_that_lag_behind_for_ever_hold_up_no_job() {
    let gateway = MockGateway::start().await;
    let mut listed = Vec::new();
    for number in 0..100 {
        put(&gateway, number, running_until(1));
        let job = sample::job().clear("Hate", 0.1).id(id(number));
        let mut job: serde_json::Value = serde_json::from_str(&job.to_string()).unwrap();
        job["status"] = json!("JOB_STATUS_RUNNING");
        listed.push(job);
    }
    let listed = json!({"jobs": listed, "nextPageToken": ""}).to_string();
    let listed = Answer::json(200, listed);
    gateway.on(Operation::ListJobs).always(listed);
    let begun = Instant::now();
    let found = all(client(&gateway).wait_many((0..100).map(id))).await;
    assert!(found.len() == 100 && found.values().all(is_clear));
    assert!(begun.elapsed() < Duration::from_secs(30));
    // Each once, and the two that say when the jobs were created.
    let [_, gets] = calls(&gateway);
    assert!(gets <= 102, "{gets}");
    gateway.finish().await;
}
