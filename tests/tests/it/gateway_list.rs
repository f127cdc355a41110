//! List jobs: pages, filters, and the mistakes that the real gateway accepts.

use crate::plain::{Plain, get};
use mock_gateway::{MockGateway, Stage, capture};
use serde_json::{Value, json};

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A gateway with 25 jobs, like the recorded one.
async fn recorded() -> MockGateway {
    let gateway = MockGateway::start().await;
    let page: Value = serde_json::from_str(&capture("list_two_of_25").body).unwrap();
    for number in 0..25 {
        let mut job = page["jobs"][0].to_string();
        job = job.replace(&id(0), &id(number));
        gateway.put_job(in_order(&job), Stage::Done);
    }
    gateway
}

/// The job as the recorded gateway writes it.
fn in_order(job: &str) -> String {
    let job: Value = serde_json::from_str(job).unwrap();
    let id = &job["jobUuid"];
    format!(
        r#"{{"jobUuid":{id}, "customerId":"", "status":"JOB_STATUS_COMPLETED", "metadata":null, "contentData":[], "results":[], "created":null, "updated":null, "completed":null, "threshold":0}}"#
    )
}

fn ids(page: &Plain) -> Vec<String> {
    let page = page.json();
    let jobs = page["jobs"].as_array().unwrap().iter();
    jobs.map(|job| job["jobUuid"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn recorded_lists_come_back_byte_for_byte() {
    let gateway = recorded().await;
    for name in [
        "list_two_of_25",
        "list_last_page",
        "list_bad_status",
        "list_unknown_parameter_ignored",
    ] {
        let capture = capture(name);
        let answer = get(&gateway, &capture.path).await;
        assert_eq!(answer.status, capture.status, "{name}");
        assert_eq!(answer.text(), capture.body, "{name}");
    }
    let unexpected = gateway.unexpected();
    assert_eq!(unexpected.len(), 1);
    assert!(
        unexpected[0].reason.contains("query.statu"),
        "{unexpected:?}"
    );
    gateway.allow_unexpected();
}

#[tokio::test]
async fn following_the_tokens_yields_every_job_once() {
    let gateway = recorded().await;
    for size in [1, 7, 25, 1000, 5000] {
        let (mut token, mut seen) = (String::new(), Vec::new());
        loop {
            let path = format!("/v1/jobs?pageSize={size}&pageToken={token}");
            let page = get(&gateway, &path).await;
            seen.extend(ids(&page));
            token = page.json()["nextPageToken"].as_str().unwrap().to_owned();
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(seen, (0..25).map(id).collect::<Vec<_>>(), "{size}");
    }
    assert_eq!(ids(&get(&gateway, "/v1/jobs").await).len(), 10);
}

#[tokio::test]
async fn a_page_holds_a_thousand_jobs_at_most() {
    let gateway = MockGateway::start().await;
    for number in 0..1001 {
        gateway.put_job(json!({"jobUuid": id(number)}), Stage::Done);
    }
    let page = get(&gateway, "/v1/jobs?pageSize=5000").await;
    assert_eq!(ids(&page).len(), 1000);
    assert_eq!(page.json()["nextPageToken"], "1000");
}

#[tokio::test]
async fn filters_choose_by_status_policy_and_times() {
    let gateway = MockGateway::start().await;
    let job = |number: usize, policy: &str, created: &str| {
        json!({"jobUuid": id(number), "policyId": policy, "status": "JOB_STATUS_FAILED",
            "created": created, "completed": "2024-01-09T00:00:00Z"})
    };
    gateway.put_job(job(1, "p", "2024-01-01T00:00:00Z"), Stage::Done);
    gateway.put_job(job(2, "q", "2024-01-02T00:00:00.000Z"), Stage::Done);
    gateway.put_job(job(3, "q", "2024-01-03T00:00:00Z"), Stage::Running);
    for (query, expected) in [
        ("", vec![1, 2, 3]),
        ("query.status=JOB_STATUS_FAILED", vec![1, 2]),
        ("query.status=2", vec![3]),
        ("query.status=JOB_STATUS_UNSPECIFIED", vec![1, 2, 3]),
        ("query.policyId=q", vec![2, 3]),
        (
            "query.createdTimeRange.start=2024-01-01T12%3A00%3A00Z",
            vec![2, 3],
        ),
        ("query.createdTimeRange.end=2024-01-02T00:00:00Z", vec![1]),
        (
            "query.createdTimeRange.end=2024-01-02T00:00:00Z&query.createdTimeRange.inclusive=true",
            vec![1, 2],
        ),
        (
            "query.completedTimeRange.start=2024-01-01T00:00:00Z",
            vec![1, 2],
        ),
        ("query.updatedTimeRange.start=2024-01-01T00:00:00Z", vec![]),
    ] {
        let page = get(&gateway, &format!("/v1/jobs?{query}")).await;
        let expected: Vec<String> = expected.into_iter().map(id).collect();
        assert_eq!(ids(&page), expected, "{query}");
    }
}

#[tokio::test]
async fn bad_values_are_refused() {
    let gateway = MockGateway::start().await;
    for query in [
        "pageSize=many",
        "pageSize=-1",
        "pageToken=what",
        "query.createdTimeRange.start=yesterday",
        "query.createdTimeRange.inclusive=maybe",
        "query.policyId=a&query.policyId=b",
    ] {
        let answer = get(&gateway, &format!("/v1/jobs?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["code"], 3, "{query}");
    }
}

#[tokio::test]
async fn unfinished_jobs_are_listed_with_their_basic_fields_only() {
    let gateway = MockGateway::start().await;
    let job = mock_gateway::example("get_job.response.completed");
    gateway.put_job(&job, [Stage::Running, Stage::Done]);
    let page = get(&gateway, "/v1/jobs").await.json();
    assert_eq!(page["jobs"][0]["status"], "JOB_STATUS_RUNNING");
    assert_eq!(page["jobs"][0]["results"], json!([]));
    let path = format!("/v1/jobs/{}", page["jobs"][0]["jobUuid"].as_str().unwrap());
    get(&gateway, &path).await;
    get(&gateway, &path).await;
    let page = get(&gateway, "/v1/jobs").await.json();
    let job: Value = serde_json::from_str(&job).unwrap();
    assert_eq!(page["jobs"][0], job["job"]);
}

#[tokio::test]
async fn fixtures_are_listed_only_when_asked_for() {
    let gateway = MockGateway::builder().list_fixtures(true).start().await;
    assert!(ids(&get(&gateway, "/v1/jobs?pageSize=100").await).len() >= 22);
    let gateway = MockGateway::start().await;
    assert!(ids(&get(&gateway, "/v1/jobs").await).is_empty());
}
