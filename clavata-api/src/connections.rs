//! Which connections have delivered a response before.

use std::error::Error as StdError;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper_util::client::legacy::connect::HttpInfo;
use reqwest::Response;

/// The connections that have delivered a response, identified by their local ports.
///
/// A server may close an idle connection at any time, and a request that is being sent on it then
/// fails. This says nothing about the health of the gateway, so it is distinguished from a request
/// that failed on a new connection.
pub struct Connections(Box<[AtomicU64; WORDS]>);

/// One bit for each port.
const WORDS: usize = (1 << 16) / 64;

impl Connections {
    /// Records that a response arrived.
    pub(crate) fn answered(&self, response: &Response) {
        if let Some(info) = response.extensions().get::<HttpInfo>() {
            let (word, bit) = self.bit(info.local_addr().port());
            if word.load(Ordering::Relaxed) & bit == 0 {
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
    }

    /// Whether this error of the HTTP client ended a connection that had delivered a response before.
    /// Forgets that connection.
    pub fn ended(&self, error: &(dyn StdError + 'static)) -> bool {
        let mut extras = http::Extensions::new();
        let mut source = Some(error);
        while let Some(error) = source {
            let client_error = error.downcast_ref::<hyper_util::client::legacy::Error>();
            if let Some(connection) = client_error.and_then(|error| error.connect_info()) {
                connection.get_extras(&mut extras);
            }
            source = error.source();
        }
        extras.get::<HttpInfo>().is_some_and(|info| {
            let (word, bit) = self.bit(info.local_addr().port());
            word.fetch_and(!bit, Ordering::Relaxed) & bit != 0
        })
    }

    fn bit(&self, port: u16) -> (&AtomicU64, u64) {
        (&self.0[usize::from(port / 64)], 1 << (port % 64))
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self(Box::new([const { AtomicU64::new(0) }; WORDS]))
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}
