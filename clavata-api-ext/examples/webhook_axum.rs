//! Receives Clavata's webhooks with axum, and creates a job with a webhook.
//!
//! Needs `CLAVATA_API_KEY`, `CLAVATA_POLICY` (a UUID), and `WEBHOOK_URL`: a public https URL that leads to
//! port 8080 of this program, such as `https://hooks.example.com/clavata`.
//!
//! `cargo run -p clavata-api-ext --features webhook --example webhook_axum`

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use clavata_api_ext::{Clavata, Content, Id, Job, Received, Receiver, WebhookEndpoint};
use tokio::sync::mpsc;

/// The state of the handler: the receiver, and where finished jobs go.
#[derive(Clone)]
pub(crate) struct Hooks {
    /// Checks and confirms calls.
    pub(crate) receiver: Arc<Receiver>,
    /// Finished jobs are processed elsewhere, because the gateway expects a quick response.
    pub(crate) finished: mpsc::Sender<Job>,
}

/// The routes of the web server.
pub(crate) fn router(hooks: Hooks) -> Router {
    Router::new()
        .route("/clavata", post(handle))
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .with_state(hooks)
}

async fn handle(State(hooks): State<Hooks>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match hooks.receiver.receive(&headers, &body).await {
        Ok(Received::Finished(job)) => {
            let id = job
                .job_uuid
                .as_ref()
                .and_then(Id::as_uuid)
                .unwrap_or_default();
            if hooks.finished.try_send(*job).is_err() {
                // The queue is full: let the gateway call again.
                hooks.receiver.forget(id);
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            StatusCode::OK
        }
        Ok(other) => other.status(),
        Err(error) => {
            eprintln!("webhook: {error}");
            error.status()
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let clavata = Clavata::from_env()?;
    let policy = std::env::var("CLAVATA_POLICY")?.parse()?;
    let url = std::env::var("WEBHOOK_URL")?;

    let receiver = Arc::new(Receiver::new(clavata.clone()));
    let (finished, mut jobs) = mpsc::channel(100);
    let routes = router(Hooks {
        receiver: receiver.clone(),
        finished,
    });
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await?;
    tokio::spawn(async move { axum::serve(listener, routes).await });

    let webhook = WebhookEndpoint::new(url).with_secret(&receiver.new_secret());
    let job = clavata
        .create(policy, [Content::text("You are a fool.")])
        .webhook(webhook)
        .send()
        .await?;
    println!("created {:?}", job.job_uuid);
    while let Some(job) = jobs.recv().await {
        println!("{:?}: {:?}", job.job_uuid, job.verdict());
    }
    Ok(())
}
