//! The gateway answers get job as the real one does.

use crate::plain::{get, open, send, send_bare};
use mock_gateway::{
    Answer, Dialect, Fault, MockGateway, Operation, Progress, Stage, capture, captures,
    fixture_jobs,
};
use std::time::Duration;
use tokio::net::TcpStream;

const JOB: &str = r#"{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_COMPLETED","threshold":0.5}"#;

#[tokio::test]
async fn recorded_answers_to_get_job_come_back_byte_for_byte() {
    let gateway = MockGateway::start().await;
    gateway.allow_unexpected();
    let recorded = captures().iter().filter(|c| c.name.starts_with("job_"));
    for capture in recorded {
        let key: &[(&str, &str)] = &[("authorization", "Bearer test-key")];
        let headers = if capture.authorized { key } else { &[] };
        let answer = send_bare(&gateway, &capture.method, &capture.path, headers, "").await;
        assert_eq!(answer.status, capture.status, "{}", capture.name);
        for (name, value) in &capture.headers {
            assert_eq!(answer.header(name), Some(&**value), "{}", capture.name);
        }
        assert_eq!(answer.text(), capture.body, "{}", capture.name);
    }
}

#[tokio::test]
async fn fixture_jobs_are_known_from_the_start() {
    let gateway = MockGateway::start().await;
    let jobs = fixture_jobs();
    assert_eq!(jobs.len(), 22);
    for job in jobs {
        let value: serde_json::Value = serde_json::from_str(&job.body).unwrap();
        let id = value["job"]["jobUuid"].as_str().unwrap();
        let answer = get(&gateway, &format!("/v1/jobs/{id}")).await;
        assert_eq!(
            (answer.status, answer.text()),
            (200, &*job.body),
            "{}",
            job.name
        );
    }
}

#[tokio::test]
async fn a_job_advances_by_one_stage_a_poll_and_stays_at_the_last() {
    let gateway = MockGateway::start().await;
    let id = gateway.put_job(JOB, [Stage::Pending, Stage::Running, Stage::Done]);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let value = get(&gateway, &format!("/v1/jobs/{id}")).await.json();
        statuses.push(value["job"]["status"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        statuses,
        [
            "JOB_STATUS_PENDING",
            "JOB_STATUS_RUNNING",
            "JOB_STATUS_COMPLETED",
            "JOB_STATUS_COMPLETED"
        ]
    );
}

#[tokio::test]
async fn a_pending_job_looks_as_recorded_in_the_go_dialect_and_short_in_the_sparse_one() {
    let id = "00000000-0000-4000-8000-000000000001";
    let job = serde_json::json!({"jobUuid": id, "created": "2023-11-14T22:13:20Z"});
    let go = MockGateway::start().await;
    go.put_job(&job, Stage::Pending);
    let path = format!("/v1/jobs/{id}");
    assert_eq!(get(&go, &path).await.text(), capture("job_pending").body);

    let sparse = MockGateway::builder()
        .dialect(Dialect::Sparse)
        .start()
        .await;
    sparse.put_job(&job, Stage::Pending);
    assert_eq!(
        get(&sparse, &path).await.text(),
        r#"{"job":{"jobUuid":"00000000-0000-4000-8000-000000000001","status":"JOB_STATUS_PENDING","created":"2023-11-14T22:13:20Z"}}"#
    );
}

#[tokio::test]
async fn a_job_can_advance_by_the_clock() {
    let gateway = MockGateway::start().await;
    let stages = vec![
        (Duration::ZERO, Stage::Pending),
        (Duration::from_millis(50), Stage::Done),
    ];
    let id = gateway.put_job(JOB, Progress::Clock(stages));
    let path = format!("/v1/jobs/{id}");
    assert!(get(&gateway, &path).await.text().contains("PENDING"));
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(get(&gateway, &path).await.text().contains("COMPLETED"));
}

#[tokio::test]
async fn scripted_replies_are_played_in_order_before_the_ordinary_answer() {
    let gateway = MockGateway::start().await;
    let id = gateway.put_job(JOB, Stage::Done);
    let path = format!("/v1/jobs/{id}");
    gateway
        .on(Operation::GetJob)
        .times(2, Fault::Unavailable)
        .next(Answer::raw(418, &[("x-teapot", "yes")], "short"));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(get(&gateway, &path).await.status);
    }
    assert_eq!(statuses, [503, 503, 418, 200]);
    assert_eq!(gateway.on(Operation::GetJob).waiting(), 0);

    gateway.on(Operation::GetJob).always(Fault::RateLimited);
    assert_eq!(get(&gateway, &path).await.status, 429);
    assert_eq!(get(&gateway, &path).await.status, 429);
    gateway.on(Operation::GetJob).reset();
    assert_eq!(get(&gateway, &path).await.status, 200);
    assert_eq!(gateway.counts(Operation::GetJob).bodies, 7);
    let seen = &gateway.requests()[0];
    assert_eq!(seen.path, path);
    assert_eq!(seen.header("authorization"), Some("Bearer test-key"));
}

#[tokio::test]
async fn what_a_correct_client_never_sends_fails_the_test() {
    let requests: [(&str, &str, &str); 4] = [
        ("GET", "/v1/nothing", "no operation has this path"),
        ("DELETE", "/v1/jobs", "this path does not take this method"),
        ("GET", "/v1/jobs/not-a-uuid", "the job's id is not a UUID"),
        ("GET", "/v1/jobs", "it accepts \"text/html\""),
    ];
    for (method, path, reason) in requests {
        let gateway = MockGateway::start().await;
        let accept = if reason.contains("accepts") {
            "text/html"
        } else {
            "application/json"
        };
        send(&gateway, method, path, &[("accept", accept)], "").await;
        let unexpected = gateway.unexpected();
        assert_eq!(unexpected.len(), 1, "{method} {path}");
        assert!(unexpected[0].reason.contains(reason), "{unexpected:?}");
        let loud = tokio::spawn(gateway.finish()).await.unwrap_err();
        assert!(loud.is_panic(), "{method} {path}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_seen_within_50_ms() {
    let gateway = MockGateway::builder()
        .latency(Duration::from_secs(30))
        .start()
        .await;
    let path = "/v1/jobs/00000000-0000-0000-0000-000000000000";
    let request = open(&gateway, "GET", path, &[], "").await;
    while gateway.counts(Operation::GetJob).bodies == 0 {
        tokio::task::yield_now().await;
    }
    drop(request);
    let left = tokio::time::Instant::now();
    while gateway.departures().is_empty() {
        assert!(left.elapsed() < Duration::from_secs(30), "never seen");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let departure = gateway.departures()[0];
    assert_eq!(departure.operation, Some(Operation::GetJob));
    assert!(departure.at - left < Duration::from_millis(50));
}

#[tokio::test]
async fn after_shutdown_nobody_answers_and_the_record_stays() {
    let gateway = MockGateway::start().await;
    get(&gateway, "/v1/jobs/00000000-0000-4000-8000-000000000404").await;
    gateway.shutdown().await;
    let refused = TcpStream::connect(gateway.address()).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    assert_eq!(gateway.requests().len(), 1);
}
