//! The state file of a run: what it allows, what it holds, and what happens if it is wrong.

use std::sync::Arc;

use clavata_batch::BatchRun;
use mock_gateway::Operation;
use tokio::sync::Notify;
use uuid::Uuid;

use super::resume::{is_state, run_until};
use super::{CSV, Desk, said};

#[tokio::test]
async fn another_input_or_policy_is_refused_until_asked() {
    let desk = Desk::with(CSV).await;
    assert!(run_until(&desk, 2).await.is_none());

    let other = Uuid::from_u128(7);
    let run = BatchRun::new(&desk.clavata, other, &desk.input, &desk.output);
    let error = run.await.unwrap_err();
    assert!(
        is_state(&error) && said(&error).contains("the policy differs"),
        "{error}"
    );

    std::fs::write(&desk.input, CSV.replace("hello", "jello")).unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(
        is_state(&error) && said(&error).contains("has changed"),
        "{error}"
    );
    // The first run may have been stopped during its upload.
    assert_eq!(desk.creates(), 1);

    assert!(desk.run().start_over().await.unwrap().is_complete());
    assert_eq!(desk.creates(), 2);
    assert_eq!(desk.gateway.counts(Operation::CancelBatchJob).bodies, 1);
}

#[tokio::test]
async fn two_runs_with_one_output_keep_apart() {
    let desk = Desk::with(CSV).await;
    let started = Arc::new(Notify::new());
    let tell = started.clone();
    let first = desk.run().on_progress(move |_| tell.notify_one());
    let first = tokio::spawn(first.into_future());
    started.notified().await;
    started.notified().await;
    let error = desk.run().await.unwrap_err();
    assert!(
        is_state(&error) && said(&error).contains("in progress"),
        "{error}"
    );
    assert!(first.await.unwrap().unwrap().is_complete());
    assert_eq!(desk.creates(), 1);
}

#[tokio::test]
async fn the_state_file_holds_no_key_and_the_address_only_until_the_upload() {
    let desk = Desk::with(CSV).await;
    assert!(run_until(&desk, 2).await.is_none());
    let state = std::fs::read_to_string(&desk.state).unwrap();
    assert!(state.contains("signature=") && !state.contains("test-key"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&desk.state).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    // The check, the resumption, the upload and the first poll.
    assert!(run_until(&desk, 4).await.is_none());
    let state = std::fs::read_to_string(&desk.state).unwrap();
    assert!(
        state.contains("\"uploaded\"") && !state.contains("signature="),
        "{state}"
    );
    assert!(!state.contains("hello"));
}

#[tokio::test]
async fn a_state_file_that_cannot_be_read_is_left_alone_until_asked() {
    let texts = [
        "",
        "{}",
        "not json",
        r#"{"version":2}"#,
        "null",
        "[]",
        "\0\0\0\0",
        r#"{"version":1,"step":"uploaded","name":"x","policy":"11111111-1111-4111-8111-111111111111","input":{"path":"x","bytes":1,"sha256":""},"created":"2026-01-01T00:00:00Z","batch_job_id":"../x"}"#,
    ];
    for text in texts {
        let desk = Desk::with(CSV).await;
        std::fs::write(&desk.state, text).unwrap();
        assert!(is_state(&desk.run().await.unwrap_err()), "{text}");
        assert_eq!(std::fs::read_to_string(&desk.state).unwrap(), text);
        assert_eq!(desk.creates(), 0);
        assert!(
            desk.run().start_over().await.unwrap().is_complete(),
            "{text}"
        );
        assert_eq!(desk.files(), ["comments.csv", "judged.csv"]);
        desk.gateway.finish().await;
    }
}

#[tokio::test]
async fn what_a_broken_state_file_still_names_is_cancelled() {
    for broken in ["batch_job_id", "name"] {
        let desk = Desk::with(CSV).await;
        assert!(run_until(&desk, 2).await.is_none());
        let state = std::fs::read_to_string(&desk.state).unwrap();
        let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
        state["version"] = 9.into();
        state[broken] = serde_json::Value::Null;
        std::fs::write(&desk.state, state.to_string()).unwrap();
        assert!(desk.run().start_over().await.unwrap().is_complete());
        assert_eq!(desk.creates(), 2);
        assert_eq!(desk.gateway.counts(Operation::CancelBatchJob).bodies, 1);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_state_file_that_is_a_link_is_not_followed() {
    let desk = Desk::with(CSV).await;
    let victim = desk.dir.path().join("victim");
    std::fs::write(&victim, "precious").unwrap();
    std::os::unix::fs::symlink(&victim, &desk.state).unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(said(&error).contains("not a regular file"), "{error}");
    assert!(desk.run().start_over().await.unwrap().is_complete());
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
}

#[tokio::test]
async fn the_batch_job_of_another_run_is_never_taken_for_ones_own() {
    const OTHER: &str = "00000000-0000-0000-0000-000000000007";
    for (field, value) in [("name", "x"), ("policy", OTHER)] {
        let desk = Desk::with(CSV).await;
        // The check, the create, the upload and the first poll.
        assert!(run_until(&desk, 5).await.is_none());
        let state = std::fs::read_to_string(&desk.state).unwrap();
        let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["step"], "uploaded");
        state[field] = value.into();
        let policy = state["policy"].as_str().unwrap().parse().unwrap();
        std::fs::write(&desk.state, state.to_string()).unwrap();
        let run = || BatchRun::new(&desk.clavata, policy, &desk.input, &desk.output);
        let error = run().await.unwrap_err();
        assert!(is_state(&error), "{error:?}");
        assert!(
            said(&error).contains("its name or policy is different"),
            "{error}"
        );
        assert!(run().start_over().await.unwrap().is_complete());
    }
}
