//! The verdict cache: what counts as the same question, who sends it, and what is never cached.

use std::time::Duration;

use clavata_api_ext::{
    Clavata, Content, Error, Evaluated, RetryPolicy, Timeouts, Verdict, VerdictCache,
};
use mock_gateway::{Fault, MockGateway, Operation, sample};
use serde_json::json;
use tokio::time::{Instant, advance};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(1);
const SECOND: Duration = Duration::from_secs(1);

fn client(gateway: &MockGateway) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_retry(RetryPolicy::none())
        .with_verdict_cache(VerdictCache::new(100, 10 * SECOND))
        .build()
        .unwrap()
}

fn asked(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::Evaluate).heads
}

async fn judge(clavata: &Clavata, text: &str) -> Result<Evaluated, Error> {
    clavata.evaluate_one(POLICY, Content::text(text)).await
}

#[tokio::test(start_paused = true)]
async fn identical_content_is_judged_once_within_the_lifetime() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let policy = sample::POLICY.parse().unwrap();
    let answer = sample::evaluated().flagged("Spam", 0.9).billed(12);
    gateway
        .on(Operation::Evaluate)
        .next(answer.metadata("id", "one"));
    let ask = |id| clavata.evaluate_one(policy, Content::text("buy now").with_metadata("id", id));
    let first = ask("one").with_response().await.unwrap();
    let again = ask("two").with_response().await.unwrap();
    assert_eq!(asked(&gateway), 1);
    assert_eq!((first.is_cached(), again.is_cached()), (false, true));
    assert_eq!(
        (first.verdict(), again.verdict()),
        (Verdict::Flagged, Verdict::Flagged)
    );
    assert_eq!((again.status(), again.job_uuid()), (200, first.job_uuid()));
    // Each answer has its own metadata, and only the first was billed.
    let metadata = &again.report().unwrap().content_metadata;
    assert_eq!(json!(metadata), json!({"id": "two"}));
    assert_eq!(first.usage().billed_tokens(), Some(12));
    assert_eq!(
        (
            again.usage().results(),
            again.result().usage().billed_tokens()
        ),
        (0, None)
    );

    judge(&clavata, "fine").await.unwrap();
    advance(Duration::from_millis(9_999)).await;
    assert!(judge(&clavata, "fine").await.unwrap().is_cached());
    advance(Duration::from_millis(1)).await;
    assert!(!judge(&clavata, "fine").await.unwrap().is_cached());
    gateway.finish().await;
}

#[tokio::test]
async fn another_question_is_asked_again() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let text = || Content::text("fine");
    let image = Content::image(&b"\x89PNG\r\n\x1a\nfine"[..]).without_image_check();
    let url = || Content::image_url("https://images.example.com/fine.png");
    let ask = || clavata.evaluate_one(POLICY, text());
    let questions = || {
        vec![
            ask(),
            ask().threshold(0.7),
            ask().include_report(true),
            ask().option("depth", "2"),
            clavata.evaluate_one(Uuid::from_u128(2), text()),
            clavata.evaluate_one(POLICY, Content::text("Fine")),
            clavata.evaluate_one(POLICY, image.clone()),
            clavata.evaluate_one(POLICY, url()),
        ]
    };
    for question in questions() {
        assert!(!question.await.unwrap().is_cached());
    }
    let again = questions().into_iter().enumerate();
    for (at, question) in again {
        // The image at a URL may have changed.
        assert_eq!(question.await.unwrap().is_cached(), at != 7, "{at}");
    }
    assert_eq!(asked(&gateway), 9);
    // A requested policy version is never answered from the answer to a call that did not request one.
    let error = ask().policy_version(Uuid::from_u128(9)).await.unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    let field = clavata.with_field("new", 1).evaluate_one(POLICY, text());
    assert_eq!(field.await.unwrap_err().status(), Some(400));
    // Another client has a cache of its own, and other calls have none.
    assert!(!judge(&client(&gateway), "fine").await.unwrap().is_cached());
    let mut stream = clavata.evaluate(POLICY, [text()]).send().await.unwrap();
    assert!(!stream.next().await.unwrap().unwrap().is_cached());
    gateway.finish().await;
}

#[tokio::test]
async fn nothing_is_remembered_that_is_not_sure() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    for _ in 0..2 {
        let undetermined = judge(&clavata, "fail").await.unwrap();
        assert!(matches!(undetermined.verdict(), Verdict::Undetermined(_)));
        assert!(
            judge(&clavata, "csam")
                .await
                .unwrap_err()
                .is_content_refused()
        );
        gateway.on(Operation::Evaluate).next(Fault::Json500);
        judge(&clavata, "fine").await.unwrap_err();
    }
    assert_eq!(asked(&gateway), 6);
    // Flagged, and next to it an error, or another answer.
    let report = json!({"contentMetadata": {"clavata.input": "0"},
        "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.9}});
    let flagged = json!({"result": {"policyEvaluationReport": report}}).to_string();
    let error = json!({"error": {"code": 13, "message": "broken", "details": []}}).to_string();
    let other = flagged.replace("0.9", "0.8");
    for beside in [error, other] {
        let lines = [flagged.clone() + "\n", beside + "\n"];
        let stream = mock_gateway::Answer::stream(lines, Duration::ZERO);
        gateway.on(Operation::Evaluate).next(stream);
        let found = judge(&clavata, "odd").await.unwrap();
        assert_eq!(
            (found.verdict(), found.is_cached()),
            (Verdict::Flagged, false)
        );
    }
    assert!(!judge(&clavata, "odd").await.unwrap().is_cached());
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn calls_about_the_same_content_are_one_request() {
    let gateway = MockGateway::builder().latency(SECOND).start().await;
    let clavata = client(&gateway);
    let ask = |text: &'static str| {
        let clavata = clavata.clone();
        tokio::spawn(async move { judge(&clavata, text).await })
    };
    let calls = [0; 5].map(|_| ask("flag"));
    let mut cached = 0;
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        assert_eq!(answer.verdict(), Verdict::Flagged);
        cached += usize::from(answer.is_cached());
    }
    assert_eq!((cached, asked(&gateway)), (4, 1));

    // The first is dropped, and the second sends it again for both.
    let [first, second, third] = [0; 3].map(|_| ask("fine"));
    tokio::time::sleep(SECOND / 2).await;
    first.abort();
    let [second, third] = [second.await, third.await].map(|call| call.unwrap().unwrap());
    assert_eq!((second.is_cached(), third.is_cached()), (false, true));
    assert_eq!(asked(&gateway), 3);

    // A call that brings nothing to share holds up no other.
    let begun = Instant::now();
    for call in [0; 4].map(|_| ask("fail")) {
        assert!(!call.await.unwrap().unwrap().is_cached());
    }
    assert_eq!((begun.elapsed(), asked(&gateway)), (2 * SECOND, 7));
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_another_call_waits_within_its_own_limit() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::Evaluate)
        .always(Fault::StallBeforeHeaders);
    let clavata = client(&gateway);
    let slow = clavata.clone();
    let slow = tokio::spawn(async move { judge(&slow, "fine").await });
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let hasty = clavata.with_timeouts(Timeouts::default().with_total(2 * SECOND));
    let error = judge(&hasty, "fine").await.unwrap_err();
    assert_eq!(begun.elapsed(), 2 * SECOND);
    assert!(error.is_timeout() && !error.may_have_been_sent(), "{error}");
    let said = error.to_string();
    assert!(
        said.contains("was not sent") && said.contains("the same content"),
        "{said}"
    );
    assert_eq!(asked(&gateway), 1);
    slow.abort();
    gateway.finish().await;
}

#[tokio::test]
async fn a_clear_answer_to_nothing_takes_no_flag_back() {
    let gateway = MockGateway::start().await;
    let answer = |input: &str, outcome: &str| {
        let report = json!({"contentMetadata": {"clavata.input": input},
            "reviewResult": {"outcome": outcome, "score": 0.9}});
        json!({"result": {"policyEvaluationReport": report}}).to_string() + "\n"
    };
    let lines = [answer("0", "OUTCOME_TRUE"), answer("7", "OUTCOME_FALSE")];
    let stream = mock_gateway::Answer::stream(lines, Duration::ZERO);
    gateway.on(Operation::Evaluate).next(stream);
    let clavata = client(&gateway);
    let found = judge(&clavata, "odd").await.unwrap();
    assert_eq!(found.verdict(), Verdict::Flagged);
    gateway.finish().await;
}
