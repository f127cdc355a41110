//! What a call does with its request, beyond what the contract says of it.

use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::Request;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};

use crate::generated::Client;
use crate::interrupted::Interrupted;

/// The largest answer that is read where nothing else is said: 256 MiB.
pub const DEFAULT_ANSWER_LIMIT: u64 = 256 * 1024 * 1024;

/// The settings of a generated [`Client`]: headers of each request, and the bound of an answer.
///
/// The generated client holds one. To send other headers with one call, make another client: it
/// costs no connection, the `reqwest::Client` inside is shared.
#[derive(Clone, Debug)]
pub struct Call {
    /// Sent with each request, for example `Authorization`. Mark secrets as sensitive.
    pub headers: HeaderMap,
    /// The most bytes of an answer that are read, after decompression; one more is an error.
    /// Default [`DEFAULT_ANSWER_LIMIT`].
    pub answer_limit: u64,
    /// Where a call that is dropped leaves what it had read of its answer.
    pub interrupted: Interrupted,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            headers: HeaderMap::new(),
            answer_limit: DEFAULT_ANSWER_LIMIT,
            interrupted: Interrupted::default(),
        }
    }
}

impl ClientHooks<Call> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        // The generator sends the contract's version; the gateway knows no such header.
        headers.remove("api-version");
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(
            "application/x-ndjson, application/json",
        ));
        for (name, value) in &self.inner.headers {
            headers.insert(name, value.clone());
        }
        Ok(())
    }
}
