//! Clients for a URL.

use std::sync::Arc;
use std::time::Duration;

use clavata_api::{Call, Client};
use clavata_api_ext::{Clavata, RetryPolicy};
use reqwest::header::{AUTHORIZATION, HeaderValue};

/// The generated client for the gateway at that URL, as its users build it, with the test key.
pub(crate) fn client(url: &str, mut call: Call) -> Client {
    // An existing one is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = HeaderValue::from_static("Bearer test-key");
    Arc::make_mut(&mut call.headers)
        .entry(AUTHORIZATION)
        .or_insert(key);
    Client::new(url, reqwest::Client::new(), call)
}

/// A client that retries almost at once.
pub(crate) fn hasty(url: impl Into<String>) -> Clavata {
    let pauses = (Duration::from_millis(1), Duration::from_millis(5));
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .with_retry(RetryPolicy::default().with_pause(pauses.0, pauses.1))
        .build()
        .unwrap()
}
