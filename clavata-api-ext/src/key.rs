//! The API key, in a type that does not print it.

use std::fmt;

use clavata_api::contract::AUTHORIZATION_SCHEME;
use http::HeaderValue;

use crate::error::Error;

/// An API key of Clavata.
///
/// It has no `Display`, its `Debug` shows a placeholder, and its header is marked as
/// sensitive, so that HTTP libraries do not log it.
///
/// ```
/// # use clavata_api_ext::ApiKey;
/// let key = ApiKey::new("test-key")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(hidden)");
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
#[derive(Clone)]
pub struct ApiKey(HeaderValue);

impl ApiKey {
    /// Takes a key as issued. Surrounding whitespace is removed.
    ///
    /// # Errors
    ///
    /// Fails if the key is empty or contains an invalid character: a quote, whitespace in the
    /// middle, or anything but printable ASCII.
    pub fn new(key: impl AsRef<str>) -> Result<Self, Error> {
        let key = key.as_ref().trim();
        if key.is_empty() {
            return Err(Error::not_built("the API key is empty"));
        }
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"'`".contains(&byte);
        if !key.bytes().all(allowed) {
            return Err(Error::not_built(
                "the API key contains an invalid character: copy it again, without quotes or line breaks",
            ));
        }
        let mut header = HeaderValue::try_from(format!("{AUTHORIZATION_SCHEME} {key}"))
            .map_err(|_| Error::not_built("the API key cannot be sent in a header"))?;
        header.set_sensitive(true);
        Ok(Self(header))
    }

    /// The bare key.
    pub(crate) fn text(&self) -> &str {
        let header = self.0.to_str().unwrap_or_default();
        header.rsplit(' ').next().unwrap_or_default()
    }

    /// The `Authorization` header of a request.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl TryFrom<&str> for ApiKey {
    type Error = Error;

    fn try_from(key: &str) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl TryFrom<String> for ApiKey {
    type Error = Error;

    fn try_from(key: String) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl TryFrom<&String> for ApiKey {
    type Error = Error;

    fn try_from(key: &String) -> Result<Self, Error> {
        Self::new(key)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::ApiKey;

    #[test]
    fn a_key_with_its_quotes_is_refused() {
        for key in [
            "\"test-key\"",
            "'test-key'",
            "`test-key`",
            "\"test-key",
            "test-key'",
            " \"test-key\"\n",
        ] {
            let error = ApiKey::new(key).unwrap_err().to_string();
            assert!(error.contains("without quotes"), "{error}");
            assert!(!error.contains("test-key"), "{error}");
        }
    }

    #[test]
    fn the_header_of_a_key_does_not_show_it_either() {
        let header = ApiKey::new(" test-key\n").unwrap().header();
        assert_eq!(header, "Bearer test-key");
        // HTTP/2 then also keeps it out of its header tables.
        assert!(header.is_sensitive());
        assert_eq!(format!("{header:?}"), "Sensitive");
    }
}
