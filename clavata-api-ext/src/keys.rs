//! The keys of a client: a fixed one, or one from a provider for each attempt.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::key::ApiKey;
use crate::mask::{Foreign, Mask, redact};

/// Why a provider has no key.
pub(crate) type NoKey = Box<dyn StdError + Send + Sync>;

/// The most keys to remember. If a provider returns more, the oldest are forgotten.
const REMEMBERED: usize = 1000;

/// Where the key of an attempt comes from.
#[derive(Clone)]
pub(crate) enum KeySource {
    One(ApiKey),
    Provider(Arc<dyn Fn() -> Result<ApiKey, NoKey> + Send + Sync>),
}

/// The source, and every key that it returned: the gateway's text must not repeat any of them.
pub(crate) struct Keys {
    source: KeySource,
    given: Mutex<Vec<ApiKey>>,
}

/// The key for the next attempt of a call, if its provider was asked for it already.
#[derive(Default)]
pub(crate) struct Renewed(Mutex<Option<ApiKey>>);

impl Renewed {
    fn lock(&self) -> MutexGuard<'_, Option<ApiKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keys {
    pub(crate) fn new(source: KeySource) -> Self {
        let given = match &source {
            KeySource::One(key) => vec![key.clone()],
            KeySource::Provider(_) => Vec::new(),
        };
        Self {
            source,
            given: Mutex::new(given),
        }
    }

    /// The fixed key, if there is one.
    pub(crate) fn one(&self) -> Option<&ApiKey> {
        match &self.source {
            KeySource::One(key) => Some(key),
            KeySource::Provider(_) => None,
        }
    }

    /// The provider's key, if there is a provider.
    fn provided(&self) -> Result<Option<ApiKey>, Error> {
        let KeySource::Provider(provide) = &self.source else {
            return Ok(None);
        };
        let key = provide()
            .map_err(|why| Error::not_built("the key provider has no API key").with_source(why))?;
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if !given.iter().any(|known| known.text() == key.text()) {
            if given.len() == REMEMBERED {
                given.remove(0);
            }
            given.push(key.clone());
        }
        Ok(Some(key))
    }

    /// The key for the next attempt of a call, if there is a provider.
    pub(crate) fn next(&self, renewed: &Renewed) -> Result<Option<ApiKey>, Error> {
        let key = renewed.lock().take();
        key.map_or_else(|| self.provided(), |key| Ok(Some(key)))
    }

    /// Lets an attempt with a rejected key be repeated, if the provider has another key by now. The repeat uses that
    /// one: a provider that returns several keys in turn would otherwise return the rejected one again.
    #[cold]
    pub(crate) fn reconsider(
        &self,
        error: Error,
        used: Option<&ApiKey>,
        renewed: &Renewed,
    ) -> Error {
        let may_be_repeated = !error.is_content_refused() && !error.is_quota();
        if let Some(used) = used
            && error.status() == Some(401)
            && may_be_repeated
            && let Ok(Some(newest)) = self.provided()
            && newest.text() != used.text()
        {
            *renewed.lock() = Some(newest);
            return error.transient_if(true);
        }
        error
    }

    /// Masks every key in text from the gateway.
    pub(crate) fn redact(&self, foreign: &mut impl Foreign) {
        let given = self.given();
        redact(foreign, &texts(&given));
    }

    /// Whether a text contains a key.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let given = self.given();
        Mask::of(texts(&given)).redact(text) != text
    }

    fn given(&self) -> Vec<ApiKey> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.clone()
    }
}

fn texts(keys: &[ApiKey]) -> Vec<&str> {
    keys.iter().map(ApiKey::text).collect()
}
