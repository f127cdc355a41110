//! What each request carries: the key and custom headers.

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
    /// Fails if `CLAVATA_API_KEY` is not set.
    pub fn with_env(mut self) -> Result<Self, Error> {
        let key = std::env::var("CLAVATA_API_KEY")
            .map_err(|_| Error::not_built("CLAVATA_API_KEY is not set: set it to your API key"))?;
        if let Ok(url) = std::env::var("CLAVATA_BASE_URL")
            && !url.trim().is_empty()
        {
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
