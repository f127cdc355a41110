//! Runs that are interrupted, and the runs after them.

use std::future::IntoFuture;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use clavata_api_ext::Clavata;
use clavata_batch::{BatchError, BatchProgress, BatchReport, BatchRun};
use mock_gateway::{ClosedPort, Fault, Operation};
use tokio::sync::Notify;

use super::{CSV, Desk, POLICY, call, said};

pub(super) fn is_state(error: &BatchError) -> bool {
    matches!(error, BatchError::State { .. })
}

/// Runs, and drops the run at its `times`-th progress report. `None` if it was dropped.
pub(super) async fn run_until(
    desk: &Desk,
    times: usize,
) -> Option<Result<BatchReport, BatchError>> {
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
async fn a_batch_job_of_another_gateway_is_told_before_it_is_forgotten() {
    let desk = Desk::with(CSV).await;
    assert!(run_until(&desk, 5).await.is_none());
    let elsewhere = Desk::with(CSV).await;
    let run = BatchRun::new(&elsewhere.clavata, POLICY, &desk.input, &desk.output);
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = told.clone();
    let run = run.on_progress(move |progress| {
        if let BatchProgress::NotGivenUp { id } = progress {
            tell.lock().unwrap().push(id.clone());
        }
    });
    assert!(run.start_over().await.unwrap().is_complete());
    let left = desk.clavata.batch().list().await.unwrap();
    let left: Vec<_> = left.into_iter().map(|job| job.batch_job_id).collect();
    assert_eq!(*told.lock().unwrap(), left);
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
