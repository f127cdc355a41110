//! The settings of a call that are not in the contract.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::connections::Connections;
use crate::extra_fields::ExtraFields;
use crate::listener::Listener;

/// The default limit for the size of an answer: 256 MiB.
pub const DEFAULT_ANSWER_LIMIT: u64 = 256 * 1024 * 1024;

/// The settings of a generated [`Client`](crate::Client): headers of each request, and the bound of an answer.
///
/// The generated client holds one. To send other headers with one call, make another client: it
/// costs no connection, the `reqwest::Client` inside is shared.
#[derive(Clone, Debug)]
pub struct Call {
    /// Sent with each request, for example `Authorization`. Mark secrets as sensitive.
    pub headers: Arc<HeaderMap>,
    /// Added to the body of each request that has one. If the request sets one of them itself, the call
    /// fails with [`Error::InvalidRequest`](crate::Error::InvalidRequest). Default: none.
    pub fields: ExtraFields,
    /// How long the caller waits for the answer. It is sent as `Grpc-Timeout`, so the gateway
    /// can stop working in time. Default: not sent.
    pub timeout: Option<Duration>,
    /// The maximum size of an answer in bytes, after decompression. A larger one is an error.
    /// Default [`DEFAULT_ANSWER_LIMIT`].
    pub answer_limit: u64,
    /// When the answer must have arrived: all of it, or the head of a stream. The part that has arrived
    /// is checked: a refusal of content must not be lost because the answer that tells of it stalls.
    /// Default: never.
    pub deadline: Option<Instant>,
    /// The connections that have brought an answer. Calls that share a `reqwest::Client` should
    /// share these.
    pub connections: Arc<Connections>,
    /// Told what good answers hold that the contract does not know. Default: nobody, and nothing is looked for.
    pub listener: Option<Arc<Listener>>,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            headers: Arc::default(),
            fields: ExtraFields::default(),
            timeout: None,
            answer_limit: DEFAULT_ANSWER_LIMIT,
            deadline: None,
            connections: Arc::default(),
            listener: None,
        }
    }
}
