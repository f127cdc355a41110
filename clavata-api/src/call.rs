//! The settings of a call that are not in the contract.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::connections::Connections;
use crate::extra_fields::ExtraFields;
use crate::listener::Listener;

/// The default of [`Call::answer_limit`]: 256 MiB.
pub const DEFAULT_ANSWER_LIMIT: u64 = 256 * 1024 * 1024;

/// The settings of a generated [`Client`](crate::Client): the headers of each request, and the limits of a response.
///
/// The generated client holds one. To send other headers with one call, make another client: this
/// opens no connection, because the `reqwest::Client` inside is shared.
#[derive(Clone, Debug)]
pub struct Call {
    /// Sent with each request, such as `Authorization`. Mark secrets as sensitive.
    pub headers: Arc<HeaderMap>,
    /// Added to the body of each request that has one. If the request sets one of them itself, the call
    /// fails with [`Error::InvalidRequest`](crate::Error::InvalidRequest). Default: none.
    pub fields: ExtraFields,
    /// How long the caller waits for the response. Sent as `Grpc-Timeout`, so that the gateway
    /// can stop working in time. Default: not sent.
    pub timeout: Option<Duration>,
    /// The maximum size of a response in bytes, after decompression. A larger response is an error. It does not apply to
    /// a [`ByteStream`](crate::ByteStream).
    /// Default: [`DEFAULT_ANSWER_LIMIT`].
    pub answer_limit: u64,
    /// When the response must have arrived: all of it, or only the headers of a stream. What has arrived
    /// by then is checked, so that a refusal of content is not lost because the rest of the response
    /// stalls. Default: no deadline.
    pub deadline: Option<Instant>,
    /// The connections that have delivered a response. Calls that share a `reqwest::Client` should
    /// share these.
    pub connections: Arc<Connections>,
    /// Told what successful responses hold that the contract does not know. Default: none, and nothing is searched.
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
