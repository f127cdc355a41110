//! The generated client as its users build it.

use std::sync::Arc;

use clavata_api::{Call, Client};
use reqwest::header::{AUTHORIZATION, HeaderValue};

/// The generated client for the gateway at that URL, with the test key.
pub(crate) fn client(url: &str, mut call: Call) -> Client {
    // An existing one is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = HeaderValue::from_static("Bearer test-key");
    Arc::make_mut(&mut call.headers)
        .entry(AUTHORIZATION)
        .or_insert(key);
    Client::new(url, reqwest::Client::new(), call)
}
