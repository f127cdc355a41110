//! Custom request headers.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::Clavata;
use crate::error::Error;

/// Identifies the client to the gateway.
pub(crate) const CLIENT: HeaderName = HeaderName::from_static("x-clavata-client");

/// Headers that this client, or the HTTP client underneath, sets itself.
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

/// Adds a header, or replaces the one of the same name.
pub(crate) fn add(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let parsed = HeaderName::try_from(name)
        .map_err(|_| Error::not_built(format!("{name:?} is not a valid header name")))?;
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
    /// Returns this client with an additional header, for one call or many. It replaces an earlier
    /// header of the same name. It is sent with every attempt of a call to the gateway, and never to the
    /// object storage.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, id: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// let job = clavata.with_header("x-request-id", "order-7")?.job(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// If the gateway repeats the value, errors may show it: do not put secrets into it.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] if the name or the value is invalid, or if the client sets this header
    /// itself: `Authorization`, `User-Agent`, `Accept`, `Content-Type` and other protocol headers.
    pub fn with_header(&self, name: &str, value: &str) -> Result<Self, Error> {
        let mut clavata = self.clone();
        add(std::sync::Arc::make_mut(&mut clavata.headers), name, value)?;
        Ok(clavata)
    }
}
