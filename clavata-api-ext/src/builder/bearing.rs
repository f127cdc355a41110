//! What each request bears: the key, and headers of the caller.

use std::fmt;
use std::sync::Arc;

use super::ClavataBuilder;
use crate::error::Error;
use crate::key::ApiKey;
use crate::keys::KeySource;

impl ClavataBuilder {
    /// Takes the key from `CLAVATA_API_KEY`, and the gateway from `CLAVATA_BASE_URL` if it is set.
    ///
    /// # Errors
    ///
    /// Fails if the environment has no key.
    pub fn with_env(mut self) -> Result<Self, Error> {
        let key = std::env::var("CLAVATA_API_KEY")
            .map_err(|_| Error::not_built("CLAVATA_API_KEY is not set: it holds the API key"))?;
        if let Ok(url) = std::env::var("CLAVATA_BASE_URL")
            && !url.trim().is_empty()
        {
            self.base_url = url;
        }
        Ok(self.with_key(key))
    }

    /// The API key: a text, or an [`ApiKey`] that was checked before.
    pub fn with_key<K>(mut self, key: K) -> Self
    where
        K: TryInto<ApiKey, Error: fmt::Display>,
    {
        let key = key.try_into().map_err(|error| error.to_string());
        self.key = Some(key.map(KeySource::One));
        self
    }

    /// Asks for the API key before each attempt of a call, so that a key that was renewed needs no new
    /// client. It takes the place of [`with_key`](Self::with_key).
    ///
    /// It is called on the task of the call, so it should return at once: get a new key elsewhere, and
    /// leave it where this finds it. If it fails, the call does ([`Error::is_not_built`]), with its error
    /// as the source, whose text must not hold a secret.
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

    /// A header of every request to the gateway: see [`Clavata::with_header`](crate::Clavata::with_header). It is checked by
    /// [`build`](Self::build).
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}
