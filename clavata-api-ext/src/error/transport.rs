//! What an error of the HTTP client proves about a request without a response.

use std::error::Error as StdError;
use std::io;

use clavata_api::{Connections, Error as ApiError};

use super::{Error, Evidence, Kind, innermost};

impl Error {
    /// The error of an attempt, marked if an idle connection turned out to be dead.
    pub(crate) fn of_attempt(error: ApiError, connections: &Connections) -> Self {
        let broke = matches!(&error, ApiError::Transport(error) if is_broken(error));
        let stale = broke && connections.ended(&error);
        Self::from(error).stale_if(stale)
    }
}

/// Classifies an attempt that got no response.
pub(super) fn classified(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let why = innermost(&error);
    if error.is_builder() {
        return Error::not_built(format!("the request cannot be built: {why}")).with_source(error);
    }
    let timed_out = error.is_timeout();
    if error.is_connect() {
        // A retry does not change the certificate.
        let transient = !why.to_ascii_lowercase().contains("certificate");
        let failed = Error::new(Kind::NotSent(why), Evidence::NotSent).with_source(error);
        let mut failed = failed.transient_if(transient);
        failed.0.timed_out = timed_out;
        return failed;
    }
    let (kind, evidence) = if was_never_begun(&error) {
        (Kind::NotSent(why), Evidence::NotSent)
    } else if was_refused_unprocessed(&error) {
        (Kind::NotTaken(why), Evidence::Refused)
    } else if timed_out {
        // Only a custom HTTP client has such a limit.
        let what = format!("the HTTP client timed out: {why}");
        (Kind::Deadline(what), Evidence::MaybeDone)
    } else {
        (Kind::MaybeSent(why), Evidence::MaybeDone)
    };
    let transient = !error.is_redirect();
    let failed = Error::new(kind, evidence).with_source(error);
    failed.transient_if(transient)
}

fn sources<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(error.source(), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

/// Whether the connection ended before any part of the request was written; hyper then cancels the
/// request.
fn was_never_begun(error: &reqwest::Error) -> bool {
    sources(error)
        .filter_map(|source| source.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_canceled)
}

/// Whether the server reported over HTTP/2 that it did not process the request: `REFUSED_STREAM` (RFC
/// 9113, section 8.7), or a GOAWAY with a lower last stream id (section 6.8), whatever its reason.
///
/// h2 reports the GOAWAY only for such streams. A stream that the server had started ends with the
/// connection.
fn was_refused_unprocessed(error: &reqwest::Error) -> bool {
    sources(error)
        .filter_map(|source| source.downcast_ref::<h2::Error>())
        .filter(|error| error.is_remote())
        .any(|error| error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM))
}

/// Whether the connection ended, as opposed to delivering something unreadable.
fn is_broken(error: &reqwest::Error) -> bool {
    sources(error).any(|source| {
        if let Some(error) = source.downcast_ref::<hyper::Error>() {
            return error.is_incomplete_message() || error.is_closed();
        }
        source.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(
                error.kind(),
                io::ErrorKind::ConnectionReset
                    | io::ErrorKind::ConnectionAborted
                    | io::ErrorKind::BrokenPipe
                    | io::ErrorKind::NotConnected
                    | io::ErrorKind::UnexpectedEof
            )
        })
    })
}
