//! A provider is asked for the key before each attempt, and no key that it returned is shown.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clavata_api_ext::{ApiKey, Clavata, ClavataBuilder, Content, Error, Id, RetryPolicy};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

fn builder(gateway: &MockGateway) -> ClavataBuilder {
    let hasty = RetryPolicy::default().with_pause(Duration::ZERO, Duration::ZERO);
    Clavata::builder()
        .with_base_url(gateway.url())
        .with_retry(hasty)
}

/// A client whose key is the newest of a list that grows.
fn rotating(gateway: &MockGateway) -> (Clavata, Arc<Mutex<ApiKey>>) {
    let newest = Arc::new(Mutex::new(ApiKey::new("first-key").unwrap()));
    let provided = newest.clone();
    let settings = builder(gateway)
        .with_key_provider(move || Ok::<_, Error>(provided.lock().unwrap().clone()));
    (settings.build().unwrap(), newest)
}

/// A provider that returns one key, and then another for good.
fn changing(
    first: &'static str,
    then: &'static str,
) -> impl Fn() -> Result<ApiKey, Error> + Send + Sync {
    let asked = AtomicUsize::new(0);
    move || match asked.fetch_add(1, Ordering::Relaxed) {
        0 => ApiKey::new(first),
        _ => ApiKey::new(then),
    }
}

#[tokio::test]
async fn a_rotated_key_needs_no_new_client() {
    let gateway = MockGateway::start().await;
    let (clavata, newest) = rotating(&gateway);
    assert!(clavata.job(ID).await.unwrap_err().is_auth());
    *newest.lock().unwrap() = ApiKey::new("test-key").unwrap();
    assert!(clavata.job(ID).await.unwrap_err().is_not_found());
    gateway.finish().await;
}

#[tokio::test]
async fn a_key_that_is_renewed_while_it_is_rejected_costs_no_call() {
    let gateway = MockGateway::start().await;
    // The second time, it is asked whether there is another key.
    let clavata = builder(&gateway)
        .with_key_provider(changing("first-key", "test-key"))
        .build()
        .unwrap();
    let contents = [Content::text("hello")];
    clavata.create(ID, contents).send().await.unwrap();
    assert_eq!(gateway.requests().len(), 2);
    gateway.finish().await;
}

#[tokio::test]
async fn a_provider_with_several_keys_is_asked_once_for_each_attempt() {
    let gateway = MockGateway::start().await;
    let asked = AtomicUsize::new(0);
    let provide = move || match asked.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => ApiKey::new("first-key"),
        _ => ApiKey::new("test-key"),
    };
    let settings = builder(&gateway).with_key_provider(provide);
    let clavata = settings.build().unwrap();
    for _ in 0..4 {
        assert!(clavata.job(ID).await.unwrap_err().is_not_found());
    }
    assert_eq!(gateway.requests().len(), 8);
    gateway.finish().await;
}

#[tokio::test]
async fn a_provider_whose_keys_are_all_rejected_ends_everything_soon() {
    let gateway = MockGateway::start().await;
    let asked = AtomicUsize::new(0);
    let provide = move || ApiKey::new(format!("key-{}", asked.fetch_add(1, Ordering::Relaxed)));
    let settings = builder(&gateway).with_key_provider(provide);
    let clavata = settings.build().unwrap();
    let texts = futures_util::stream::iter((0..2000).map(|n| Content::text(n.to_string())));
    let mut all = clavata.evaluate_all(ID, texts).concurrency(2);
    while let Some((_, answer)) = all.next().await {
        assert!(matches!(answer, clavata_api_ext::Answer::Failed(error) if error.is_auth()));
    }
    let asked = gateway.requests().len();
    assert!(asked < 50, "{asked} requests");
    gateway.allow_unexpected();
}

#[tokio::test]
async fn a_wait_goes_on_after_one_rejected_poll_and_ends_after_two() {
    let gateway = MockGateway::start().await;
    let other = builder(&gateway).with_key("test-key").build().unwrap();
    let created = other.create(ID, [Content::text("hello")]).send().await;
    let job = created.unwrap();
    let id = job.job_uuid.as_ref().and_then(Id::as_uuid).unwrap();
    // The second poll has the right key, or each has another wrong one.
    for is_done in [true, false] {
        let asked = AtomicUsize::new(0);
        let settings = builder(&gateway).with_key_provider(move || {
            let asked = asked.fetch_add(1, Ordering::Relaxed);
            let is_right = is_done && asked > 1;
            ApiKey::new(if is_right {
                "test-key".to_owned()
            } else {
                format!("key-{asked}")
            })
        });
        let clavata = settings.with_retry(RetryPolicy::none()).build().unwrap();
        let poller = clavata
            .poller(id)
            .with_pauses(Duration::ZERO, Duration::ZERO);
        let waited = poller.without_timeout().until_done().await;
        match waited {
            Ok(_) => assert!(is_done),
            Err(error) => assert!(!is_done && error.is_auth(), "{error}"),
        }
    }
    gateway.allow_unexpected();
}

#[tokio::test]
async fn a_refusal_is_not_lost_to_a_renewed_key() {
    let refusal = r#"{"code":16,"message":"no","details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}"#;
    let gateway = MockGateway::start().await;
    let create = gateway.on(Operation::CreateJob);
    create.next(Answer::json(401, refusal));
    let clavata = builder(&gateway).with_key_provider(changing("test-key", "second-key"));
    let clavata = clavata.build().unwrap();
    let contents = [Content::text("hello")];
    let error = clavata.create(ID, contents).send().await.unwrap_err();
    assert!(error.refusals().unwrap().has_csam(), "{error}");
    assert_eq!(gateway.requests().len(), 1);
    gateway.finish().await;
}

#[tokio::test]
async fn each_attempt_asks_for_the_key() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).times(2, Fault::Unavailable);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let settings = builder(&gateway).with_key_provider(move || {
        count.fetch_add(1, Ordering::Relaxed);
        ApiKey::new("test-key")
    });
    let clavata = settings.build().unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    let error = clavata.job(ID).await.unwrap_err();
    assert_eq!((error.attempts(), asked.load(Ordering::Relaxed)), (3, 3));
}

#[tokio::test]
async fn a_provider_without_a_key_sends_nothing() {
    let gateway = MockGateway::start().await;
    let settings = builder(&gateway);
    let provide = || Err::<ApiKey, _>(std::io::Error::other("the vault is sealed"));
    let clavata = settings.with_key_provider(provide).build().unwrap();
    let contents = [Content::text("hello")];
    let error = clavata.create(ID, contents).send().await.unwrap_err();
    assert!(error.is_not_built() && !error.may_have_been_sent());
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
    assert!(gateway.requests().is_empty());
}

#[tokio::test]
async fn a_provider_that_fails_later_hides_no_attempt_before() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::Unavailable);
    let asked = AtomicUsize::new(0);
    let settings =
        builder(&gateway).with_key_provider(move || match asked.fetch_add(1, Ordering::Relaxed) {
            0 => Ok(ApiKey::new("test-key").unwrap()),
            _ => Err(std::io::Error::other("the vault is sealed")),
        });
    let clavata = settings.build().unwrap();
    let ask = clavata.evaluate_one(ID, Content::text("hello"));
    let error = ask.await.unwrap_err();
    assert_eq!(error.status(), Some(503), "{error}");
    assert!(error.may_have_been_sent() && !error.is_not_built());
    assert!(error.to_string().contains("no API key"), "{error}");
}

#[tokio::test]
async fn an_attempt_that_was_not_sent_proves_nothing_about_one_before() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::Evaluate)
        .next(Fault::ResetBeforeHeaders);
    gateway
        .on(Operation::Evaluate)
        .always(Answer::json(429, "{}"));
    let clavata = builder(&gateway).with_key("test-key").build().unwrap();
    let ask = clavata.evaluate_one(ID, Content::text("hello"));
    let error = ask.await.unwrap_err();
    assert_eq!(error.status(), Some(429), "{error}");
    assert!(error.may_have_been_sent(), "{error}");
}

#[tokio::test]
async fn no_key_that_was_given_is_shown() {
    let gateway = MockGateway::start().await;
    let said = "do not use first-key, but test-key";
    let refused = Answer::json(400, format!(r#"{{"code":3,"message":"{said}"}}"#));
    let refused = refused.with_header("x-request-id", "for-first-key");
    let frame = format!(r#"{{"error":{{"code":3,"message":"{said}"}}}}"#);
    let (clavata, newest) = rotating(&gateway);
    clavata.job(ID).await.unwrap_err();
    *newest.lock().unwrap() = ApiKey::new("test-key").unwrap();
    gateway.on(Operation::GetJob).next(refused);
    gateway
        .on(Operation::Evaluate)
        .next(Answer::json(200, frame));
    let ask = clavata.evaluate_one(ID, Content::text("hello"));
    for error in [clavata.job(ID).await.unwrap_err(), ask.await.unwrap_err()] {
        assert_eq!(error.gateway_message(), Some("do not use …, but …"));
        assert_eq!(error.request_id(), None);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("-key"), "{shown}");
    }
}
