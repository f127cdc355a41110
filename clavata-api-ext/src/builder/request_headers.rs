//! What each request carries: the key and custom headers.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use super::ClavataBuilder;
use crate::error::Error;
use crate::key::ApiKey;
use crate::keys::KeySource;

impl ClavataBuilder {
    /// Takes the key from `CLAVATA_API_KEY`, and the gateway from `CLAVATA_BASE_URL` if that is set.
    ///
    /// # Errors
    ///
    /// Fails if `CLAVATA_API_KEY` is not set, or one of the two is not Unicode.
    pub fn with_env(self) -> Result<Self, Error> {
        self.with_variables(|name| std::env::var_os(name))
    }

    fn with_variables(
        mut self,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        // One that cannot be read must not count as missing: content would go to another gateway.
        let text = |name: &str| match variable(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(Error::not_built(format!("{name} is not valid Unicode"))),
        };
        let key = text("CLAVATA_API_KEY")?.ok_or_else(|| {
            Error::not_built("CLAVATA_API_KEY is not set: set it to your API key")
        })?;
        if let Some(url) = text("CLAVATA_BASE_URL")?.filter(|url| !url.trim().is_empty()) {
            self.base_url = url;
        }
        Ok(self.with_key(key))
    }

    /// Sets the API key: a string, or an [`ApiKey`] that has already been checked.
    pub fn with_key<K>(mut self, key: K) -> Self
    where
        K: TryInto<ApiKey, Error: fmt::Display>,
    {
        let key = key.try_into().map_err(|error| error.to_string());
        self.key = Some(key.map(KeySource::One));
        self
    }

    /// Sets a function that returns the API key before each attempt, so a renewed key does not need a
    /// new client. It replaces [`with_key`](Self::with_key).
    ///
    /// If the gateway rejects a key (401) and the function returns another one by then, the attempt is repeated
    /// with that, within the limits of the [`RetryPolicy`](crate::RetryPolicy).
    ///
    /// It runs on the task of the call and should return at once: fetch new keys elsewhere, and store them
    /// where the function finds them. If it fails, the call fails with [`Error::is_not_built`] and this
    /// error as the source; its text must not contain a secret.
    ///
    /// ```
    /// use std::sync::{Arc, RwLock};
    /// use clavata_api_ext::{ApiKey, Clavata, Error};
    ///
    /// let newest = Arc::new(RwLock::new(ApiKey::new("test-key")?));
    /// let provided = newest.clone();
    /// let clavata = Clavata::builder()
    ///     .with_key_provider(move || Ok::<_, Error>(provided.read().unwrap().clone()))
    ///     .build()?;
    ///
    /// // Later, from the task that renews keys:
    /// *newest.write().unwrap() = ApiKey::new("another-test-key")?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn with_key_provider<E>(
        mut self,
        provide: impl Fn() -> Result<ApiKey, E> + Send + Sync + 'static,
    ) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let provide = move || provide().map_err(Into::into);
        self.key = Some(Ok(KeySource::Provider(Arc::new(provide))));
        self
    }

    /// Adds a header to every request to the gateway; see [`Clavata::with_header`](crate::Clavata::with_header).
    /// [`build`](Self::build) checks it.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use crate::Clavata;
    use crate::error::Error;

    fn with(key: Option<&OsString>, url: Option<&OsString>) -> Result<Clavata, Error> {
        let settings = Clavata::builder().with_variables(|name| match name {
            "CLAVATA_API_KEY" => key.cloned(),
            "CLAVATA_BASE_URL" => url.cloned(),
            _ => None,
        });
        settings?.build()
    }

    #[test]
    fn the_gateway_is_the_public_one_only_if_no_other_is_set() {
        let key = OsString::from("test-key");
        assert!(with(None, None).is_err());
        for (url, ends_at) in [
            (None, crate::base_url::PUBLIC_GATEWAY),
            (Some(" "), crate::base_url::PUBLIC_GATEWAY),
            (Some("https://own.example.com"), "https://own.example.com"),
        ] {
            let clavata = with(Some(&key), url.map(OsString::from).as_ref()).unwrap();
            assert_eq!(clavata.base_url().trim_end_matches('/'), ends_at);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_no_text_is_an_error() {
        use std::os::unix::ffi::OsStringExt as _;
        let key = OsString::from("test-key");
        let broken = OsString::from_vec(b"https://canary\xff.example.com".to_vec());
        for (key, url) in [(&key, Some(&broken)), (&broken, None)] {
            let error = with(Some(key), url).unwrap_err();
            assert!(error.is_not_built());
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
