//! Futures that are dropped and made again, as in a `select!` loop with a timer that ticks faster than the gateway
//! answers: every wait must still reach its end, with no more calls than without the timer.

use std::time::Duration;

use clavata_api_ext::{Clavata, Content, Timeouts};
use futures_util::StreamExt as _;
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage, sample};
use serde_json::json;
use tokio::time::timeout;
use uuid::Uuid;

use crate::transport::{POLICY, client};

const TICK: Duration = Duration::from_millis(100);
const LATENCY: Duration = Duration::from_millis(450);
/// More than any wait here may take.
const TICKS: usize = 200;

/// Awaits the expression; every 100 ms, drops its future and makes it again.
macro_rules! ticking {
    ($future:expr) => {{
        let mut ticks = 0;
        loop {
            if let Ok(value) = timeout(TICK, $future).await {
                break value;
            }
            ticks += 1;
            assert!(ticks < TICKS, "it never ends: {}", stringify!($future));
        }
    }};
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x5555_5555_5555_4555_8555_0000_0000_0000 + number)
}

async fn gateway_of(jobs: u128) -> (MockGateway, Clavata) {
    let gateway = MockGateway::builder().latency(LATENCY).start().await;
    for number in 0..jobs {
        let job = sample::job().clear("Hate", 0.1).id(id(number));
        gateway.put_job(job, Stage::Done);
    }
    let clavata = client(&gateway);
    (gateway, clavata)
}

#[tokio::test(start_paused = true)]
async fn many_jobs_are_waited_for() {
    let (gateway, clavata) = gateway_of(40).await;
    let mut jobs = clavata.wait_many((0..40).map(id));
    for _ in 0..40 {
        ticking!(jobs.next()).unwrap().1.unwrap();
    }
    assert!(ticking!(jobs.next()).is_none());
    let counts = [Operation::ListJobs, Operation::GetJob].map(|one| gateway.counts(one).bodies);
    assert_eq!(counts, [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_job_is_polled_until_it_ends() {
    let (gateway, clavata) = gateway_of(0).await;
    let job = sample::job().clear("Hate", 0.1).id(id(0));
    gateway.put_job(job, [Stage::Running, Stage::Running, Stage::Done]);
    let mut poller = clavata.poller(id(0)).without_jitter();
    let mut polls = 0;
    while !ticking!(poller.next()).unwrap().is_done() {
        polls += 1;
        assert_eq!(poller.polls(), polls);
    }
    assert_eq!((poller.polls(), poller.is_done()), (3, true));
    assert_eq!(gateway.counts(Operation::GetJob).bodies, 3);
    let mut poller = clavata.poller(id(0));
    assert!(ticking!(poller.poll()).unwrap().is_done());
    assert_eq!(poller.polls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_reaches_its_limit() {
    let (gateway, clavata) = gateway_of(0).await;
    let job = sample::job().clear("Hate", 0.1).id(id(0));
    gateway.put_job(job, Stage::Running);
    let mut poller = clavata.poller(id(0)).with_timeout(Duration::from_secs(9));
    let error = loop {
        match ticking!(poller.next()) {
            Ok(job) => assert!(!job.is_done()),
            Err(error) => break error,
        }
    };
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn jobs_are_listed() {
    let (gateway, clavata) = gateway_of(30).await;
    let mut jobs = clavata.jobs().page_size(10);
    let mut listed = 0;
    while ticking!(jobs.next()).unwrap().is_some() {
        listed += 1;
    }
    assert_eq!(listed, 30);
    assert_eq!(gateway.counts(Operation::ListJobs).bodies, 3);
    let mut jobs = clavata.jobs().page_size(10);
    assert_eq!(ticking!(jobs.next_page()).unwrap().unwrap().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_batch_job_is_polled() {
    let (gateway, clavata) = gateway_of(0).await;
    let states = json!({"batchJobs": [{"batchJobId": "a", "state": "BATCH_JOB_STATE_COMPLETED"}]});
    let answer = Answer::json(200, states.to_string());
    gateway.on(Operation::ListBatchJobs).always(answer);
    let mut poller = clavata.batch().poller("a");
    ticking!(poller.next()).unwrap();
    assert!(poller.is_done());
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_falls_silent_ends() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::StallInBody);
    let timeouts = Timeouts::default().with_idle(Duration::from_secs(5));
    let clavata = client(&gateway).with_timeouts(timeouts);
    let contents = ["a", "b"].map(Content::text);
    let mut evaluation = clavata.evaluate(POLICY, contents).send().await.unwrap();
    let error = loop {
        match ticking!(evaluation.next()) {
            Ok(answer) => assert!(answer.is_some(), "it ended well"),
            Err(error) => break error,
        }
    };
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn what_arrives_while_nobody_waits_is_not_late() {
    let idle = Duration::from_millis(300);
    let gateway = MockGateway::start().await;
    let message = "long ".repeat(60_000);
    let answer = json!({"result": {"policyEvaluationReport": {"result": "OUTCOME_TRUE",
        "sectionEvaluationReports": [{"name": "a", "message": message}]}}});
    let answer = Answer::stream([answer.to_string()], idle);
    gateway.on(Operation::Evaluate).always(answer);
    let clavata = client(&gateway).with_timeouts(Timeouts::default().with_idle(idle));
    for _ in 0..10 {
        let contents = [Content::text("a")];
        let mut evaluation = clavata.evaluate(POLICY, contents).send().await.unwrap();
        if timeout(Duration::ZERO, evaluation.next()).await.is_ok() {
            // The machine was busy for so long that the answer has arrived.
            continue;
        }
        tokio::time::sleep(3 * idle).await;
        assert!(evaluation.next().await.unwrap().is_some());
        return;
    }
    panic!("the answer always arrives at once");
}

#[tokio::test(start_paused = true)]
async fn every_input_is_evaluated() {
    let (gateway, clavata) = gateway_of(0).await;
    let inputs = futures_util::stream::iter((0..40).map(|n| Content::text(format!("text {n}"))));
    let mut all = clavata.evaluate_all(POLICY, inputs);
    let mut answers = 0;
    while ticking!(all.next()).is_some() {
        answers += 1;
    }
    assert_eq!(answers, 40);
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, 3);
    let mut jobs = clavata.jobs().into_stream();
    assert!(ticking!(jobs.next()).is_none());
}
