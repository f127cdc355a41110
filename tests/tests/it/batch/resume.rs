//! Runs that are interrupted, and the runs after them.

use std::future::IntoFuture;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use clavata_api_ext::Clavata;
use clavata_batch::{BatchError, BatchReport, BatchRun};
use mock_gateway::{ClosedPort, Fault, Operation};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{CSV, Desk, POLICY, call, said};

fn is_state(error: &BatchError) -> bool {
    matches!(error, BatchError::State { .. })
}

/// Runs, and drops the run at its `times`-th progress report. `None` if it was dropped.
async fn run_until(desk: &Desk, times: usize) -> Option<Result<BatchReport, BatchError>> {
    let (stop, seen) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
    let stopper = stop.clone();
    let run = desk.run().on_progress(move |_| {
        if seen.fetch_add(1, Ordering::SeqCst) + 1 == times {
            stopper.notify_one();
        }
    });
    tokio::select! {
        biased;
        () = stop.notified() => None,
        outcome = run.into_future() => Some(outcome),
    }
}

#[tokio::test]
async fn dropped_once_created_it_goes_on_without_a_second_create() {
    // The first step is the check.
    let mut steps = 1;
    loop {
        steps += 1;
        let desk = Desk::with(CSV).await;
        if run_until(&desk, steps).await.is_some() {
            break;
        }
        let report = desk.run().await.unwrap();
        assert!(report.is_complete(), "dropped after step {steps}");
        assert_eq!(desk.creates(), 1, "dropped after step {steps}");
        assert_eq!(desk.uploads(), 1, "dropped after step {steps}");
        assert_eq!(desk.files(), ["comments.csv", "judged.csv"]);
        desk.gateway.finish().await;
    }
    assert!(steps > 9, "only {steps} steps were tried");
}

/// A future that is polled at most a number of times.
struct Fuse<F>(F, usize);

impl<F: Future + Unpin> Future for Fuse<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        self.1 -= 1;
        Pin::new(&mut self.0).poll(context).map(Some)
    }
}

#[tokio::test]
async fn dropped_anywhere_it_never_creates_twice_unasked() {
    let mut polls = 0;
    loop {
        polls += 1;
        let desk = Desk::with(CSV).await;
        let finished = Fuse(pin!(desk.run().into_future()), polls).await.is_some();
        let again = match desk.run().await {
            // The output exists: the first run had only failed to report it.
            Err(BatchError::File { .. }) => None,
            Err(error) => {
                assert!(is_state(&error), "{polls} polls: {error}");
                assert!(desk.creates() <= 1);
                Some(desk.run().start_over().await.unwrap())
            }
            Ok(report) => {
                assert_eq!(desk.creates(), 1, "{polls} polls");
                Some(report)
            }
        };
        assert!(again.is_none_or(|report| report.is_complete()));
        assert!(desk.creates() <= 2);
        desk.gateway.finish().await;
        if finished {
            break;
        }
    }
    assert!(polls > 9, "only {polls} polls were tried");
}

#[tokio::test]
async fn a_create_without_an_answer_is_looked_for_and_never_repeated_unasked() {
    let desk = Desk::with(CSV).await;
    let create = desk.gateway.on(Operation::CreateBatchJob);
    create.next(Fault::CloseBeforeHeaders);
    let error = desk.run().await.unwrap_err();
    assert!(call(&error).may_have_been_sent(), "{error:?}");
    for _ in 0..2 {
        let error = desk.run().await.unwrap_err();
        assert!(is_state(&error));
        assert!(
            said(&error).contains("start over, which cancels it"),
            "{error}"
        );
    }
    assert_eq!(desk.creates(), 1);

    assert!(desk.run().start_over().await.unwrap().is_complete());
    assert_eq!(desk.creates(), 2);
    assert_eq!(desk.gateway.counts(Operation::CancelBatchJob).bodies, 1);
}

#[tokio::test]
async fn a_create_that_left_no_trace_is_said_to_have_left_none() {
    let desk = Desk::with(CSV).await;
    let create = desk.gateway.on(Operation::CreateBatchJob);
    create.next(Fault::Html502);
    assert!(call(&desk.run().await.unwrap_err()).may_have_been_sent());
    let error = desk.run().await.unwrap_err();
    assert!(
        said(&error).contains("lists none with that name"),
        "{error}"
    );
    assert_eq!(desk.creates(), 1);
    assert!(desk.run().start_over().await.unwrap().is_complete());
    assert_eq!(desk.gateway.counts(Operation::CancelBatchJob).bodies, 0);
}

#[tokio::test]
async fn a_create_that_surely_did_not_happen_leaves_nothing_behind() {
    let desk = Desk::with(CSV).await;
    let port = ClosedPort::reserve().unwrap();
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(format!("http://{}", port.address()))
        .build()
        .unwrap();
    let run = BatchRun::new(&clavata, POLICY, &desk.input, &desk.output);
    let error = run.await.unwrap_err();
    assert!(!call(&error).may_have_been_sent());
    assert_eq!(desk.files(), ["comments.csv"]);
}

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
