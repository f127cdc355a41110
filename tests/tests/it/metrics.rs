//! What the feature `metrics` counts: a fixed set of names and labels, never key or content.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clavata_api_ext::{Clavata, Content, RateLimit, RetryPolicy};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use mock_gateway::{Fault, MockGateway, Operation, sample};

/// Adds up the counts by name and labels.
#[derive(Clone, Default)]
struct Tally(Arc<Mutex<BTreeMap<String, f64>>>);

struct One(Tally, String);

impl One {
    fn add(&self, value: f64) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_default() += value;
    }
}

impl CounterFn for One {
    #[allow(clippy::cast_precision_loss)]
    fn increment(&self, value: u64) {
        self.add(value as f64);
    }

    fn absolute(&self, _: u64) {
        unreachable!();
    }
}

impl HistogramFn for One {
    fn record(&self, value: f64) {
        self.add(value);
    }
}

impl Tally {
    fn one(&self, key: &Key) -> Arc<One> {
        let labels = key.labels().map(|label| format!(" {}", label.value()));
        let name = format!("{}{}", key.name(), labels.collect::<String>());
        Arc::new(One(self.clone(), name))
    }

    fn of(&self, name: &str) -> f64 {
        self.0
            .lock()
            .unwrap()
            .get(name)
            .copied()
            .unwrap_or_default()
    }
}

impl Recorder for Tally {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.one(key).into()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        unreachable!()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.one(key).into()
    }
}

#[tokio::test(start_paused = true)]
async fn calls_attempts_retries_answers_and_tokens_are_counted() {
    let tally = Tally::default();
    let _guard = metrics::set_default_local_recorder(&tally);
    let gateway = MockGateway::start().await;
    let retry = RetryPolicy::default().without_jitter();
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_rate_limit(RateLimit::default().per_second(0.5))
        .with_retry(retry)
        .build()
        .unwrap();
    let policy = sample::POLICY.parse().unwrap();
    let evaluate = |text: &str| clavata.evaluate_one(policy, Content::text(text));

    gateway.on(Operation::Evaluate).next(Fault::Unavailable);
    gateway
        .on(Operation::Evaluate)
        .next(sample::evaluated().clear("Spam", 0.1).billed(12));
    evaluate("canary").await.unwrap();
    evaluate("flag").await.unwrap();
    assert!(evaluate("csam").await.unwrap_err().is_content_refused());
    gateway.on(Operation::Evaluate).next(Fault::EndAfter(0));
    evaluate("canary").await.unwrap_err();
    gateway.on(Operation::GetJob).always(Fault::QuotaExceeded);
    clavata.as_backfill().job(policy).await.unwrap_err();

    let counts = [
        ("clavata_calls_total evaluate ok", 3.0),
        ("clavata_calls_total evaluate content_refused", 1.0),
        ("clavata_calls_total get_job quota", 1.0),
        ("clavata_attempts_total evaluate ok", 3.0),
        ("clavata_attempts_total evaluate server", 1.0),
        ("clavata_attempts_total evaluate content_refused", 1.0),
        ("clavata_retries_total evaluate server", 1.0),
        ("clavata_answers_total evaluate clear", 1.0),
        ("clavata_answers_total evaluate flagged", 1.0),
        ("clavata_billed_tokens_total evaluate", 12.0),
        ("clavata_stream_errors_total stopped_early", 1.0),
    ];
    for (name, count) in counts {
        assert!(
            (tally.of(name) - count).abs() < 0.5,
            "{name}: {}",
            tally.of(name)
        );
    }
    let waits =
        ["live", "backfill"].map(|who| tally.of(&format!("clavata_limit_wait_seconds {who}")));
    assert!(
        (7.0..=8.0).contains(&waits[0]) && (1.9..=2.1).contains(&waits[1]),
        "{waits:?}"
    );
    let took = tally.of("clavata_call_seconds evaluate ok");
    assert!(took >= Duration::from_secs(5).as_secs_f64(), "{took}");

    // Every name that exists, and nothing else.
    let documented = include_str!("../../../clavata-api-ext/guide/tracing.md");
    for name in tally.0.lock().unwrap().keys() {
        let (name, labels) = name.split_once(' ').unwrap();
        assert!(
            documented.contains(&format!("| `{name}` |")),
            "{name} is not documented"
        );
        for label in labels.split(' ') {
            assert!(
                documented.contains(&format!("`{label}`")),
                "{label} is not documented"
            );
        }
    }
    gateway.finish().await;
}
