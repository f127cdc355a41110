//! Which requests get a fault: on every operation, at random, and never without the key.

use crate::plain::{self, PATH, get, send};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn names_are_unique_and_readable() {
    let mut names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Fault::ALL.len());
    for name in names {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(name.chars().all(plain), "{name}");
    }
}

#[tokio::test]
async fn faults_by_chance_come_at_their_rate_and_repeat_with_the_seed() {
    let run = |seed| async move {
        let gateway = MockGateway::builder()
            .fail_rate(0.3)
            .fail_with(&[Fault::Unavailable, Fault::RateLimited])
            .seed(seed)
            .start()
            .await;
        let mut statuses = Vec::new();
        for _ in 0..200 {
            statuses.push(get(&gateway, PATH).await.status);
        }
        statuses
    };
    let first = run(1).await;
    let failed = first.iter().filter(|status| **status != 200).count();
    assert!((40..80).contains(&failed), "{failed} of 200");
    assert_eq!(first, run(1).await);
    assert_ne!(first, run(2).await);
}

#[tokio::test]
async fn a_client_without_the_key_meets_no_fault() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(Fault::Unavailable);
    let wrong = [("authorization", "Bearer other")];
    let answer = plain::send_bare(&gateway, "GET", PATH, &wrong, "").await;
    assert_eq!(answer.status, 401);
    let answer = send(&gateway, "GET", PATH, &[], "").await;
    assert_eq!(answer.status, 503);
}

#[tokio::test(start_paused = true)]
async fn every_fault_can_be_committed_on_every_operation() {
    let contents = r#"{"contentData":[{"text":"a"},{"text":"b"}],"policyId":"p"}"#;
    let requests = [
        ("GET", PATH, ""),
        ("GET", "/v1/jobs", ""),
        ("POST", "/v1/jobs", contents),
        ("POST", "/v1/jobs/stream", contents),
        ("POST", "/v1/labels/evaluate", "{}"),
        ("POST", "/v1/batch-jobs", r#"{"name":"n","policyId":"p"}"#),
        ("GET", "/v1/batch-jobs", ""),
        ("POST", "/v1/batch-jobs/b/cancel", "{}"),
        ("PUT", "/storage/input/b?signature=s", "csv"),
        ("GET", "/storage/output/b?signature=s", ""),
    ];
    let gateway = MockGateway::start().await;
    let headers = [
        ("authorization", "Bearer test-key"),
        ("content-type", "application/json"),
    ];
    for (operation, (method, path, body)) in Operation::ALL.into_iter().zip(requests) {
        let headers = if operation.is_storage() {
            &[]
        } else {
            &headers[..]
        };
        for fault in Fault::ALL {
            gateway.on(operation).next(*fault);
            let exchange = plain::send_bare(&gateway, method, path, headers, body);
            let answer = timeout(Duration::from_millis(100), exchange).await;
            assert_eq!(
                gateway.on(operation).waiting(),
                0,
                "{operation:?} {fault:?}"
            );
            let silent = [Fault::ResetBeforeHeaders, Fault::CloseBeforeHeaders];
            if let Ok(answer) = answer {
                let empty = answer.bytes.is_empty();
                assert_eq!(empty, silent.contains(fault), "{operation:?} {fault:?}");
            }
        }
        let sent = Fault::ALL.len() as u64;
        assert_eq!(gateway.counts(operation).bodies, sent, "{operation:?}");
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_gateway_that_panics_says_so() {
    let gateway = MockGateway::start().await;
    let broken = Answer::raw(200, &[("no header", "at all")], "");
    gateway.answer(Operation::GetJob, broken);
    assert_eq!(get(&gateway, PATH).await.status, 0);
    tokio::task::yield_now().await;
    assert!(gateway.unexpected()[0].reason.contains("panicked"));
    gateway.allow_unexpected();
}
