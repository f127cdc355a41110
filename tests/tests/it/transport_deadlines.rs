//! Every deadline at its exact time, and what the gateway is told about it.

use std::time::Duration;

use crate::transport::{Deaf, POLICY, client, create, evaluate, get, steady};
use clavata_api_ext::{Content, RetryPolicy, Timeouts};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use tokio::time::Instant;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn silent() -> MockGateway {
    let gateway = MockGateway::start().await;
    for operation in [Operation::GetJob, Operation::CreateJob, Operation::Evaluate] {
        gateway.on(operation).always(Fault::StallBeforeHeaders);
    }
    gateway
}

fn told(gateway: &MockGateway) -> Vec<Option<String>> {
    let requests = gateway.requests();
    let told = requests
        .iter()
        .map(|request| request.header("grpc-timeout").map(str::to_owned));
    told.collect()
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_never_answers_holds_a_call_for_its_total_and_no_longer() {
    let gateway = silent().await;
    let begun = Instant::now();
    let error = get(&client(&gateway)).await.unwrap_err();
    assert_eq!(begun.elapsed(), secs(60));
    assert!(error.is_timeout() && error.may_have_been_sent());
    assert_eq!((error.attempts(), error.elapsed()), (2, secs(60)));
    assert_eq!(error.status(), None);
    let said = error.to_string();
    assert!(said.contains("within the call's 60 s"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn bounds_can_be_set_on_the_client_and_on_a_call() {
    let gateway = silent().await;
    let bounds = Timeouts::default()
        .with_attempt(secs(3))
        .with_total(Duration::from_millis(8300));
    let patient = steady(gateway.url()).with_timeouts(bounds).build().unwrap();
    let hasty = patient
        .with_timeouts(bounds.with_total(Duration::from_millis(250)))
        .with_retry(RetryPolicy::none());
    for (clavata, after, attempts) in [(&patient, 8300, 3), (&hasty, 250, 1)] {
        let begun = Instant::now();
        let error = get(clavata).await.unwrap_err();
        assert_eq!(begun.elapsed().as_millis(), after);
        assert_eq!(error.attempts(), attempts);
    }
    // A deadline below a second is still sent.
    let said = get(&hasty).await.unwrap_err().to_string();
    assert!(said.contains("0.25 s"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_create_ends_with_its_attempt_and_is_not_sent_again() {
    let gateway = silent().await;
    let begun = Instant::now();
    let error = create(&client(&gateway)).await.unwrap_err();
    assert_eq!(begun.elapsed(), secs(30));
    assert!(error.is_timeout() && error.may_have_been_sent());
    assert_eq!(gateway.counts(Operation::CreateJob).heads, 1);
    let said = error.to_string();
    assert!(said.starts_with("it may have been carried out"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn the_time_left_is_sent_and_shrinks() {
    let gateway = silent().await;
    let bounds = Timeouts::default().with_attempt(secs(25));
    let clavata = client(&gateway).with_timeouts(bounds);
    get(&clavata).await.unwrap_err();
    // 25 s, a pause of 0.5 s, 25 s, a pause of 1 s: 8.5 s of 60 are left.
    let told = told(&gateway);
    let told: Vec<&str> = told.iter().flatten().map(String::as_str).collect();
    assert_eq!(told, ["25000m", "25000m", "8500m"]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_told_of_its_own_total_alone() {
    let gateway = silent().await;
    let clavata = client(&gateway).with_retry(RetryPolicy::none());
    evaluate(&clavata).await.unwrap_err();
    let bounded = Timeouts::default().with_stream_total(secs(20));
    let begun = Instant::now();
    evaluate(&clavata.with_timeouts(bounded)).await.unwrap_err();
    assert_eq!(begun.elapsed(), secs(20));
    assert_eq!(told(&gateway), [None, Some("20000m".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_bound_that_is_lifted_in_words_is_lifted() {
    let gateway = MockGateway::builder().latency(secs(7200)).start().await;
    let unbounded = Timeouts::default().without_attempt().without_total();
    let clavata = client(&gateway).with_timeouts(unbounded);
    let begun = Instant::now();
    get(&clavata).await.unwrap();
    assert_eq!(begun.elapsed(), secs(7200));
    assert_eq!(told(&gateway), [None]);
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_gives_up_in_time_is_a_timeout_too() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::GetJob)
        .always(Fault::DeadlineExceeded504);
    let error = get(&client(&gateway)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.status(), error.grpc_code()), (Some(504), Some(4)));
}

#[tokio::test(start_paused = true)]
async fn a_silence_in_a_stream_ends_it_after_the_idle_bound() {
    let gateway = MockGateway::start().await;
    let frame =
        r#"{"result":{"policyEvaluationReport":{"contentMetadata":{"clavata.input":"0"}}}}"#;
    // A frame every 25 s is not a silence of 30 s; a frame every 31 s is.
    for (gap, outcome) in [(25, Ok(2)), (31, Err(30))] {
        let frames = [frame.to_owned(), frame.replace(":\"0\"", ":\"1\"")];
        gateway.answer(Operation::Evaluate, Answer::stream(frames, secs(gap)));
        let contents = [Content::text("one"), Content::text("two")];
        let clavata = client(&gateway);
        let mut evaluation = clavata.evaluate(POLICY, contents).send().await.unwrap();
        let begun = Instant::now();
        let mut answers = 0;
        let seen = loop {
            match evaluation.next().await {
                Ok(Some(_)) => answers += 1,
                Ok(None) => break Ok(answers),
                Err(error) => {
                    assert!(error.is_timeout(), "{error}");
                    break Err(begun.elapsed().as_secs());
                }
            }
        };
        assert_eq!(seen, outcome);
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come_about_is_a_timeout_that_sent_nothing() {
    let deaf = Deaf::listen();
    let clavata = steady(&deaf.url)
        .with_connect_timeout(secs(2))
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap();
    for attempt in [get(&clavata).await, create(&clavata).await] {
        let error = attempt.unwrap_err();
        assert_eq!(error.elapsed(), secs(2));
        assert_eq!(error.type_name(), "not_sent");
        assert!(error.is_timeout() && !error.may_have_been_sent());
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_would_end_after_the_total_is_not_begun() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::GetJob)
        .always(Fault::RateLimitedSeconds);
    let bounded = Timeouts::default().with_total(secs(5));
    let begun = Instant::now();
    let error = get(&client(&gateway).with_timeouts(bounded))
        .await
        .unwrap_err();
    assert_eq!(begun.elapsed(), secs(4));
    assert!(error.is_rate_limited() && !error.is_timeout());
    assert_eq!(error.attempts(), 3);
    let said = error.to_string();
    assert!(said.contains("the time left does not allow it"), "{said}");
}
