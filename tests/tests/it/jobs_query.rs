//! The query of a list of jobs.

use crate::pages::{asked, client, gateway, numbers, page, queries, time};
use clavata_api_ext::{Jobs, api::JobStatus};
use mock_gateway::{MockGateway, Stage};
use serde_json::json;
use std::ops::Bound::{Excluded, Included, Unbounded};

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let gateway = gateway([page([], "")]).await;
    let mut jobs = client(&gateway).jobs();
    jobs.next().await.unwrap();
    assert_eq!(gateway.requests()[0].query, "pageSize=100");
}

#[tokio::test]
async fn every_condition_goes_out_by_its_name_in_the_contract() {
    let gateway = gateway([page([], ""), page([], "")]).await;
    let clavata = client(&gateway);
    let mut jobs = clavata
        .jobs()
        .status(JobStatus::Completed)
        .policy("11111111-1111-4111-8111-111111111111".parse().unwrap())
        .created(time("2026-03-01T00:00:00Z")..=time("2026-03-02T00:00:00.25Z"))
        .updated(time("2026-03-01T02:00:00+01:00")..time("2026-03-03T00:00:00Z"))
        .completed(time("2026-03-01T02:00:00Z")..)
        .page_size(7);
    jobs.next().await.unwrap();
    // Only one end, and nothing of any other range.
    let mut one_sided = clavata.jobs().updated(..time("2026-03-03T00:00:00Z"));
    one_sided.next().await.unwrap();

    let mut sent = queries(&gateway);
    for query in &mut sent {
        query.sort();
    }
    let expected = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    assert_eq!(
        sent[0],
        expected(&[
            ("pageSize", "7"),
            ("query.completedTimeRange.inclusive", "true"),
            ("query.completedTimeRange.start", "2026-03-01T02:00:00Z"),
            ("query.createdTimeRange.end", "2026-03-02T00:00:00.250Z"),
            ("query.createdTimeRange.inclusive", "true"),
            ("query.createdTimeRange.start", "2026-03-01T00:00:00Z"),
            ("query.policyId", "11111111-1111-4111-8111-111111111111"),
            ("query.status", "JOB_STATUS_COMPLETED"),
            (
                "query.updatedTimeRange.end",
                "2026-03-02T23:59:59.999999999Z",
            ),
            ("query.updatedTimeRange.inclusive", "true"),
            ("query.updatedTimeRange.start", "2026-03-01T01:00:00Z"),
        ])
    );
    assert_eq!(
        sent[1],
        expected(&[
            ("pageSize", "100"),
            ("query.updatedTimeRange.end", "2026-03-03T00:00:00Z"),
        ])
    );
}

#[tokio::test]
async fn a_page_size_is_brought_within_the_gateways_cap() {
    let gateway = gateway([page([], ""), page([], "")]).await;
    for size in [0, u16::MAX] {
        let mut jobs = client(&gateway).jobs().page_size(size);
        jobs.next().await.unwrap();
    }
    let sent: Vec<_> = gateway.requests().into_iter().map(|r| r.query).collect();
    assert_eq!(sent, ["pageSize=1", "pageSize=1000"]);
}

#[tokio::test]
async fn a_query_that_contradicts_itself_is_not_sent() {
    let gateway = gateway([]).await;
    let backwards = time("2026-03-02T00:00:00Z")..time("2026-03-01T00:00:00Z");
    let mut backwards = client(&gateway).jobs().created(backwards);
    let error = backwards.next().await.unwrap_err();
    assert!(error.is_not_built(), "{error}");
    // The gateway reads it as no condition.
    let mut every = client(&gateway).jobs().status(JobStatus::Unspecified);
    assert!(every.next().await.is_err());
    assert_eq!(asked(&gateway), 0);
}

#[tokio::test]
async fn the_jobs_that_a_query_means_are_listed_over_all_pages() {
    let gateway = MockGateway::start().await;
    for number in 0..250 {
        let id = uuid::Uuid::from_u128(number);
        let status = ["JOB_STATUS_COMPLETED", "JOB_STATUS_FAILED"][usize::from(number % 5 == 0)];
        let created = format!("2026-03-01T00:{:02}:00Z", number / 5);
        let job = json!({"jobUuid": id, "status": status, "created": created});
        gateway.put_job(job, Stage::Done);
    }
    let clavata = client(&gateway);
    let listed = async |mut jobs: Jobs| numbers(&mut jobs).await;

    assert_eq!(listed(clavata.jobs()).await, (0..250).collect::<Vec<_>>());
    assert_eq!(asked(&gateway), 3);
    let failed = clavata.jobs().status(JobStatus::Failed);
    let expected: Vec<_> = (0..250).step_by(5).collect();
    assert_eq!(listed(failed.page_size(7)).await, expected);
    let (late, last) = (time("2026-03-01T00:48:00Z"), time("2026-03-01T00:49:00Z"));
    let created = async |range| listed(clavata.jobs().created(range)).await;
    let [of_48, of_49] = [240..245, 245..250].map(Vec::from_iter);
    assert_eq!(created((Excluded(late), Unbounded)).await, of_49);
    assert_eq!(created((Included(late), Unbounded)).await.len(), 10);
    assert_eq!(created((Included(late), Excluded(last))).await, of_48);
    assert_eq!(created((Excluded(late), Included(last))).await, of_49);
    gateway.finish().await;
}
