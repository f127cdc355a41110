//! Spans and events: a span for each call and one for each attempt, with what happened.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clavata_api_ext::{Clavata, RetryPolicy};
use mock_gateway::{Fault, MockGateway, Operation};
use tracing::instrument::WithSubscriber as _;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::{JOB, listener};

#[tokio::test(start_paused = true)]
async fn each_call_and_each_attempt_has_a_span_with_its_outcome() {
    let _listening = listener::listen().await;
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(Fault::Unavailable);
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_retry(RetryPolicy::default().without_jitter());
    clavata.build().unwrap().job(JOB).await.unwrap();
    let heard = listener::heard();
    let told: Vec<&str> = heard
        .lines()
        .filter(|line| line.starts_with("clavata_api_ext") || line.starts_with("recorded"))
        .collect();
    let claims = [
        "clavata.call otel.name=\"get_job\" clavata.operation=\"get_job\" server.address=\"127.0.0.1\"",
        "clavata.attempt otel.name=\"GET\" otel.kind=\"client\" clavata.operation=\"get_job\" http.request.method=\"GET\" url.template=\"/v1/jobs/{jobUuid}\"",
        "http.request.resend_count=0",
        "http.response.status_code=503",
        "error.type=\"refused\"",
        "pause_ms=500.0",
        "http.request.resend_count=1",
        "http.response.status_code=200",
        "clavata.attempts=2",
        "clavata.elapsed_ms=500.0",
    ];
    let mut rest = told.as_slice();
    for claim in claims {
        let at = rest.iter().position(|line| line.contains(claim));
        let at = at.unwrap_or_else(|| panic!("{claim} is not in {rest:#?}"));
        // Some claims are about one line.
        rest = &rest[at..];
    }
    assert_eq!(heard.matches("clavata.call otel").count(), 1);
    assert_eq!(heard.matches("clavata.attempt otel").count(), 2);
}

/// Counts the calls that begin.
struct Calls(Arc<AtomicUsize>);

impl Subscriber for Calls {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let is_call = span.metadata().name() == "clavata.call";
        self.0.fetch_add(usize::from(is_call), Ordering::Relaxed);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn calls_that_go_on_while_nobody_waits_are_told_to_the_callers_subscriber() {
    let gateway = MockGateway::start().await;
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .build()
        .unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let work = async {
        clavata.poller(JOB).next().await.unwrap();
        clavata.jobs().next().await.unwrap();
    };
    work.with_subscriber(Calls(calls.clone())).await;
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}
