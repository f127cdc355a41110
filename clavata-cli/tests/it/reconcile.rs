//! `clavata reconcile`, and the hint about billing, which comes before all others.

use crate::support::{self, POLICY, offline, online, quick_faults, run, signal, until};
use mock_gateway::{Fault, MockGateway, Operation, Stage};
use serde_json::json;

/// A marker of some day in 2025.
const OLD: &str = "0199b2c4-7d10-8006-9c1e-52b1f0a7d3e4";

/// Some time after it.
const LATER: &str = "2026-01-01T00:00:00Z";

/// Words that must not follow an error if something may have been billed.
const CONTRADICTIONS: [&str; 4] = [
    "the problem is on the server",
    "try again later",
    "try again, or",
    "nothing was sent",
];

/// The command in the hint of a failed create, without the program's name.
fn command_of(err: &str) -> Option<Vec<String>> {
    let (_, rest) = err.split_once("`clavata reconcile ")?;
    let marker = rest.split('`').next()?;
    Some(vec!["reconcile".to_owned(), marker.to_owned()])
}

async fn reconcile(gateway: &MockGateway, command: &[String]) -> support::Ran {
    let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
    run(online(gateway, &arguments)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_was_lost_prints_the_command_that_finds_its_job() {
    let mut runs = tokio::task::JoinSet::new();
    for fault in quick_faults() {
        runs.spawn(async move {
            let gateway = MockGateway::start().await;
            gateway.on(Operation::CreateJob).always(*fault);
            let create = ["create", "--policy", POLICY, "--text", "hello"];
            let ran = run(online(&gateway, &create)).await;
            let made = gateway.jobs();
            let command = command_of(&ran.err);
            if ran.code == Some(0) || command.is_none() {
                let told = usize::from(ran.code == Some(0));
                assert_eq!(made.len(), told, "{fault:?}: {}", ran.err);
                assert!(!ran.err.contains("billed"), "{fault:?}: {}", ran.err);
                return 0;
            }
            let billed = "error: cannot create a job: it may have been carried out, and billed: ";
            assert!(ran.err.starts_with(billed), "{fault:?}: {}", ran.err);
            assert!(
                ran.err
                    .contains("\nhint: the job may exist, and be billed: ")
            );
            for words in CONTRADICTIONS {
                assert!(!ran.err.contains(words), "{fault:?}: {}", ran.err);
            }
            let command = command.unwrap();
            for _ in 0..2 {
                reconcile(&gateway, &command).await;
            }
            let ran = reconcile(&gateway, &command).await;
            match made.first() {
                Some(id) => {
                    assert_eq!(ran.code, Some(0), "{fault:?}: {}", ran.err);
                    assert!(ran.out.contains(id), "{fault:?}: {}", ran.out);
                }
                // It may still appear. Only later is it reported as not found.
                None => assert_eq!(ran.code, Some(8), "{fault:?}: {}", ran.err),
            }
            gateway.finish().await;
            1
        });
    }
    let lost: i32 = runs.join_all().await.into_iter().sum();
    assert!(lost > 25, "{lost}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_evaluation_says_what_it_may_have_cost() {
    for (fault, billed) in [
        (Fault::Json500, true),
        (Fault::Html502, true),
        (Fault::Unavailable, true),
        (Fault::CloseBeforeHeaders, true),
        (Fault::ErrorAfter(1), true),
        (Fault::InvalidArgument, false),
        (Fault::Forbidden, false),
        (Fault::RateLimited, false),
        (Fault::RefusedOne, false),
    ] {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).always(fault);
        let evaluate = ["evaluate", "--policy", POLICY, "--text", "a", "--text", "b"];
        let ran = run(online(&gateway, &evaluate)).await;
        assert_ne!(ran.code, Some(0));
        assert_eq!(ran.err.contains("billed"), billed, "{fault:?}: {}", ran.err);
        if billed {
            let error = ran
                .err
                .lines()
                .find(|line| line.starts_with("error: "))
                .unwrap();
            assert!(
                error.contains(": inputs may have been judged, and billed: "),
                "{error}"
            );
            for words in CONTRADICTIONS {
                assert!(!ran.err.contains(words), "{fault:?}: {}", ran.err);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn found_not_found_and_not_sure_have_their_own_codes() {
    let gateway = MockGateway::start().await;
    let other = json!({"jobUuid": "00000000-0000-4000-8000-000000000001", "created": LATER,
        "status": "JOB_STATUS_COMPLETED", "contentData": [{"metadata": {"id": "1"}}]});
    gateway.put_job(other, []);
    let ran = run(online(&gateway, &["reconcile", OLD])).await;
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("the job was not created"), "{}", ran.err);

    let pending = json!({"jobUuid": "00000000-0000-4000-8000-000000000002", "created": LATER});
    gateway.put_job(pending, vec![Stage::Pending; 9]);
    let ran = run(online(&gateway, &["reconcile", OLD])).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(ran.err.contains("cannot determine whether"), "{}", ran.err);

    gateway.on(Operation::ListJobs).next(Fault::Forbidden);
    let ran = run(online(&gateway, &["reconcile", OLD])).await;
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("do not create it again"), "{}", ran.err);

    for number in 3..5 {
        let mine = json!({"jobUuid": format!("00000000-0000-4000-8000-00000000000{number}"),
            "created": LATER, "status": "JOB_STATUS_COMPLETED",
            "contentData": [{"metadata": {"clavata.create": OLD}}]});
        gateway.put_job(mine, []);
    }
    let ran = run(online(&gateway, &["reconcile", OLD, "--format", "verdict"])).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2);
    assert!(ran.err.contains("2 jobs have the marker"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_interrupts_a_create_is_told_how_to_find_its_job() {
    let gateway = MockGateway::start().await;
    let rule = gateway.on(Operation::CreateJob);
    rule.always(Fault::StallBeforeHeaders);
    let create = ["create", "--policy", POLICY, "--text", "hello"];
    let child = online(&gateway, &create).spawn().unwrap();
    until("it is created", || !gateway.jobs().is_empty());
    signal("INT", &child);
    let ended = tokio::task::spawn_blocking(|| child.wait_with_output());
    let output = ended.await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let err = String::from_utf8(output.stderr).unwrap();
    let command = command_of(&err).expect(&err);
    for _ in 0..2 {
        reconcile(&gateway, &command).await;
    }
    let ran = reconcile(&gateway, &command).await;
    assert!(ran.out.contains(&gateway.jobs()[0]), "{}", ran.err);
}

#[test]
fn what_is_no_marker_is_refused() {
    for text in ["x", "55555555-5555-4555-8555-555555555555"] {
        assert_eq!(offline(&["reconcile", text]).code, Some(2), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_job_that_is_not_known_yet_is_waited_for() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).times(2, Fault::NotFound);
    let create = ["create", "--policy", POLICY, "--text", "hello", "--wait"];
    let ran = run(online(&gateway, &create)).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(gateway.jobs().len(), 1);
    gateway.finish().await;
}
