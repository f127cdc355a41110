//! Receives webhooks over HTTP with the client crate's own example.

#[allow(dead_code)] // its `main` is for people who run it
#[path = "../../../clavata-api-ext/examples/webhook_axum.rs"]
mod webhook_axum;

use std::sync::Arc;
use std::time::Duration;

use clavata_api_ext::test_util::client;
use clavata_api_ext::{
    Content, Job, Received, Receiver, Verdict, WebhookEndpoint, WebhookError, WebhookSecret,
};
use http::HeaderMap;
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use uuid::Uuid;
use webhook_axum::{Hooks, router};

const JOB: Uuid = Uuid::from_u128(0x5555_5555_5555_4555_8555_5555_5555_5555);
const OTHER: Uuid = Uuid::from_u128(0x4444_4444_4444_4444_8444_4444_4444_4444);

/// A web server with the example's routes.
struct Server {
    url: String,
    receiver: Arc<Receiver>,
    jobs: mpsc::Receiver<Job>,
}

async fn serve(receiver: Receiver, room: usize) -> Server {
    let receiver = Arc::new(receiver);
    let (finished, jobs) = mpsc::channel(room);
    let hooks = Hooks {
        receiver: receiver.clone(),
        finished,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/clavata", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(hooks)).await });
    Server {
        url,
        receiver,
        jobs,
    }
}

/// Calls as the gateway does, with the extra headers of a job.
async fn call(server: &Server, secret: &str, body: impl Into<String>) -> u16 {
    let http = reqwest::Client::new();
    let request = http.post(&server.url).header("X-Webhook-Secret", secret);
    request
        .body(body.into())
        .send()
        .await
        .unwrap()
        .status()
        .into()
}

fn about(id: Uuid) -> String {
    json!({"job": {"jobUuid": id, "status": "JOB_STATUS_COMPLETED", "results": []}}).to_string()
}

fn gets(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::GetJob).bodies
}

#[tokio::test]
async fn a_call_with_the_jobs_secret_brings_the_job_as_the_gateway_has_it() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let mut server = serve(Receiver::new(clavata.clone()), 9).await;
    let secret = server.receiver.new_secret();
    let hook = WebhookEndpoint::new("https://hooks.example.com/clavata").with_secret(&secret);
    let create = clavata.create(OTHER, [Content::text("flag")]);
    let job = create.webhook(hook).send().await.unwrap();
    let id = job
        .job_uuid
        .as_ref()
        .and_then(clavata_api_ext::Id::as_uuid)
        .unwrap();

    let requests = gateway.requests();
    let sent: Value = requests.last().unwrap().json();
    let headers = sent["webhook"]["extraHeaders"].as_object().unwrap();
    assert_eq!(headers["Secret"], secret.reveal());
    clavata.wait(id).await.unwrap();

    // The body lies: the job was flagged.
    assert_eq!(call(&server, secret.reveal(), about(id)).await, 200);
    let job = server.jobs.recv().await.unwrap();
    assert_eq!(job.job_uuid, Some(id.into()));
    assert_eq!(job.verdict(), Verdict::Flagged);
    gateway.finish().await;
}

#[tokio::test]
async fn a_job_is_brought_once_however_often_and_at_once_it_comes() {
    let gateway = MockGateway::start().await;
    let mut server = serve(Receiver::new(client(&gateway)), 99).await;
    let secret = server.receiver.new_secret();
    let calls = (0..20).map(|_| call(&server, secret.reveal(), about(JOB)));
    let statuses = futures_util::future::join_all(calls).await;
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert!(server.jobs.try_recv().is_ok() && server.jobs.try_recv().is_err());

    let before = gets(&gateway);
    assert_eq!(call(&server, secret.reveal(), about(JOB)).await, 200);
    assert_eq!(gets(&gateway), before, "a duplicate costs no request");
}

#[tokio::test]
async fn without_a_secret_that_is_known_nothing_is_asked_for() {
    let gateway = MockGateway::start().await;
    let server = serve(Receiver::new(client(&gateway)), 9).await;
    let secret = server.receiver.new_secret();
    let http = reqwest::Client::new();
    let bare = http.post(&server.url).body(about(JOB)).send().await;
    assert_eq!(bare.unwrap().status(), 401);
    let twice = http.post(&server.url).body(about(JOB));
    let twice = twice.header("X-Webhook-Secret", secret.reveal());
    let twice = twice.header("X-Webhook-Secret", secret.reveal());
    assert_eq!(twice.send().await.unwrap().status(), 401);
    for wrong in [
        "",
        "x",
        &secret.reveal()[..63],
        WebhookSecret::random().reveal(),
    ] {
        assert_eq!(call(&server, wrong, about(JOB)).await, 401, "{wrong:?}");
    }
    assert_eq!(gets(&gateway), 0);
    assert_eq!(call(&server, secret.reveal(), about(JOB)).await, 200);
}

#[tokio::test]
async fn the_secret_of_one_job_says_nothing_of_another() {
    let gateway = MockGateway::start().await;
    gateway.put_job(
        json!({"jobUuid": OTHER, "status": "JOB_STATUS_COMPLETED"}),
        [Stage::Done],
    );
    let server = serve(Receiver::new(client(&gateway)), 9).await;
    let secret = server.receiver.new_secret();
    assert_eq!(call(&server, secret.reveal(), about(JOB)).await, 200);
    assert_eq!(call(&server, secret.reveal(), about(OTHER)).await, 401);
    assert_eq!(gets(&gateway), 1, "it is not even asked for");
    let second = server.receiver.new_secret();
    assert_eq!(call(&server, second.reveal(), about(OTHER)).await, 200);
}

#[tokio::test]
async fn a_body_that_names_no_job_or_is_too_large_is_refused() {
    let gateway = MockGateway::start().await;
    let receiver = Receiver::new(client(&gateway)).with_body_limit(1000);
    let server = serve(receiver, 9).await;
    let secret = server.receiver.new_secret();
    for body in ["", "{}", "not json", r#"{"jobUuid":"x"}"#, &"[".repeat(999)] {
        assert_eq!(call(&server, secret.reveal(), body).await, 400, "{body:?}");
    }
    for size in [1001, 2 * 1024 * 1024] {
        assert_eq!(call(&server, secret.reveal(), " ".repeat(size)).await, 413);
    }
    assert_eq!(gets(&gateway), 0);
}

#[tokio::test]
async fn what_the_gateway_does_not_confirm_is_not_believed() {
    let gateway = MockGateway::start().await;
    let mut server = serve(Receiver::new(client(&gateway)), 9).await;
    let secret = server.receiver.new_secret();
    let pending = json!({"job": {"jobUuid": JOB, "status": "JOB_STATUS_RUNNING"}});
    let unknown = json!({"job": {"jobUuid": JOB, "status": 42}});
    let get = gateway.on(Operation::GetJob);
    get.next(Fault::NotFound)
        .next(Fault::Unavailable)
        .next(Fault::ResetBeforeHeaders)
        .next(Answer::json(200, "{}"))
        .next(Answer::json(200, pending.to_string()))
        .next(Answer::json(200, unknown.to_string()));
    for expected in [404, 503, 503, 503, 503, 503] {
        assert_eq!(call(&server, secret.reveal(), about(JOB)).await, expected);
        assert!(server.jobs.try_recv().is_err());
    }
    assert_eq!(call(&server, secret.reveal(), about(JOB)).await, 200);
    assert!(server.jobs.try_recv().is_ok());
}

#[tokio::test]
async fn a_job_that_nobody_had_room_for_comes_again() {
    let gateway = MockGateway::start().await;
    gateway.put_job(
        json!({"jobUuid": OTHER, "status": "JOB_STATUS_COMPLETED"}),
        [Stage::Done],
    );
    let mut server = serve(Receiver::new(client(&gateway)), 1).await;
    let (one, two) = (server.receiver.new_secret(), server.receiver.new_secret());
    assert_eq!(call(&server, one.reveal(), about(JOB)).await, 200);
    assert_eq!(call(&server, two.reveal(), about(OTHER)).await, 503);
    assert!(server.jobs.recv().await.is_some());
    assert_eq!(call(&server, two.reveal(), about(OTHER)).await, 200);
    assert_eq!(
        server.jobs.recv().await.unwrap().job_uuid,
        Some(OTHER.into())
    );
}

fn presenting(secret: &WebhookSecret) -> HeaderMap {
    let value = secret.reveal().parse().unwrap();
    HeaderMap::from_iter([("x-webhook-secret".parse().unwrap(), value)])
}

#[tokio::test]
async fn a_stored_secret_is_accepted_after_a_restart_and_a_shared_one_for_all() {
    let gateway = MockGateway::start().await;
    let stored = Receiver::new(client(&gateway)).new_secret();
    let shared = WebhookSecret::random();
    let receiver = Receiver::new(client(&gateway)).with_shared_secret(shared.clone());
    let body = about(JOB);
    let refused = receiver
        .receive(&presenting(&stored), body.as_bytes())
        .await;
    assert!(matches!(refused, Err(WebhookError::Unauthorized)));
    receiver.accept(WebhookSecret::from_text(stored.reveal()).unwrap());
    for (secret, first) in [(stored, true), (shared, false)] {
        let outcome = receiver
            .receive(&presenting(&secret), body.as_bytes())
            .await;
        assert_eq!(matches!(outcome, Ok(Received::Finished(_))), first);
    }
}

#[tokio::test]
async fn memory_is_bounded_in_number_and_time() {
    let gateway = MockGateway::start().await;
    let receiver = Receiver::new(client(&gateway)).with_memory(Duration::from_secs(3600), 2);
    let secrets: Vec<_> = (0..3).map(|_| receiver.new_secret()).collect();
    let body = about(JOB);
    let first = receiver
        .receive(&presenting(&secrets[0]), body.as_bytes())
        .await;
    assert!(matches!(first, Err(WebhookError::Unauthorized)));
    let third = receiver
        .receive(&presenting(&secrets[2]), body.as_bytes())
        .await;
    assert!(matches!(third, Ok(Received::Finished(_))));
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let gateway = MockGateway::start().await;
    let receiver = Receiver::new(client(&gateway));
    let secret = receiver.new_secret();
    let hook = WebhookEndpoint::new("https://hooks.example.com").with_secret(&secret);
    let shown = format!("{receiver:?} {secret:?} {hook:?}");
    assert!(!shown.contains(secret.reveal()), "{shown}");
}
