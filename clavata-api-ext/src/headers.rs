//! The headers that a caller adds to requests.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::Clavata;
use crate::error::Error;

/// Names the client to the gateway.
pub(crate) const CLIENT: HeaderName = HeaderName::from_static("x-clavata-client");

/// What the client, or the HTTP client under it, sets itself.
const TAKEN: [HeaderName; 17] = [
    AUTHORIZATION,
    PROXY_AUTHORIZATION,
    CLIENT,
    HeaderName::from_static("grpc-timeout"),
    USER_AGENT,
    ACCEPT,
    ACCEPT_ENCODING,
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONTENT_ENCODING,
    HOST,
    CONNECTION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    EXPECT,
];

/// Adds a header, in place of one of the same name.
pub(crate) fn add(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let parsed = HeaderName::try_from(name)
        .map_err(|_| Error::not_built(format!("{name:?} cannot be the name of a header")))?;
    if TAKEN.contains(&parsed) {
        return Err(Error::not_built(format!(
            "the header {parsed} is set by the client itself"
        )));
    }
    // The value may be a secret, so the error does not repeat it.
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        Error::not_built(format!("the value of the header {parsed} cannot be sent"))
    })?;
    value.set_sensitive(true);
    headers.insert(parsed, value);
    Ok(())
}

impl Clavata {
    /// The same client with one more header, for one call or many. It takes the place of an earlier
    /// one of the same name, and is sent with every attempt of a call to the gateway, never to the
    /// object storage.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, id: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// let job = clavata.with_header("x-request-id", "order-7")?.job(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Errors may repeat a value that the gateway repeats: keep secrets out of it.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] if the name or the value cannot be sent, or if the client sets the header
    /// itself: `Authorization`, `User-Agent`, `Accept`, `Content-Type` and others of the protocol.
    pub fn with_header(&self, name: &str, value: &str) -> Result<Self, Error> {
        let mut clavata = self.clone();
        add(std::sync::Arc::make_mut(&mut clavata.headers), name, value)?;
        Ok(clavata)
    }
}
