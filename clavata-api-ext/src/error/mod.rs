//! The error type of this crate: how far the request got, and what to do.

mod answer;
mod cause;
mod classify;
mod display;
mod facts;
mod kind;
mod questions;
mod redact;
mod transport;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use crate::api::Status;
use crate::completeness::Completeness;
use crate::marker::Marker;

pub(crate) use cause::innermost;
pub(crate) use classify::{from_frame, is_transient};
pub(crate) use display::seconds;
pub(crate) use facts::Facts;
pub(crate) use kind::{Evidence, Kind};

/// Why a call failed.
///
/// An error is never a verdict: content whose check failed has not passed.
///
/// It has a method for each question that you may have: [`is_timeout`](Self::is_timeout),
/// [`is_rate_limited`](Self::is_rate_limited), [`is_content_refused`](Self::is_content_refused) and
/// so on. Two of them matter before you send a request again:
/// [`is_transient`](Self::is_transient) and [`may_have_been_billed`](Self::may_have_been_billed).
///
/// `Display` is one line that names the operation and the gateway's host. Neither the key nor any content
/// of the request appears in it, in `Debug`, or in the sources. If the gateway repeats content, fragments of up to
/// 7 bytes may remain: see [`Mask`](crate::Mask). What you add yourself, such as a header or the error of a key
/// provider, is not masked.
///
/// ```
/// use clavata_api_ext::Clavata;
///
/// let error = Clavata::builder().with_key("test-key").with_base_url("gopher://x").build().unwrap_err();
/// assert!(!error.may_have_been_sent());
/// ```
pub struct Error(Box<Inner>);

/// How an error is classified, set when it is made, and the facts of its call.
#[allow(clippy::struct_excessive_bools)] // independent of each other
struct Inner {
    kind: Kind,
    evidence: Evidence,
    transient: bool,
    /// Whether a time limit ended the call, whatever the kind.
    timed_out: bool,
    quota: bool,
    /// Whether an idle connection turned out to be dead.
    stale: bool,
    retry_after: Option<Duration>,
    status: Option<StatusCode>,
    headers: Option<Box<HeaderMap>>,
    gateway: Option<Box<Status>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    facts: Facts,
    /// The host of the gateway that was called.
    host: Option<Arc<str>>,
    gave_up: Option<String>,
    job: Option<Uuid>,
    marker: Option<Marker>,
    completeness: Option<Box<Completeness>>,
}

impl Error {
    pub(crate) fn new(kind: Kind, evidence: Evidence) -> Self {
        Self(Box::new(Inner {
            kind,
            evidence,
            transient: false,
            timed_out: false,
            quota: false,
            stale: false,
            retry_after: None,
            status: None,
            headers: None,
            gateway: None,
            source: None,
            facts: Facts::default(),
            host: None,
            gave_up: None,
            job: None,
            marker: None,
            completeness: None,
        }))
    }

    pub(crate) fn not_built(why: impl Into<String>) -> Self {
        Self::new(Kind::NotBuilt(why.into()), Evidence::NotSent)
    }

    pub(crate) fn invalid_content(why: impl Into<String>) -> Self {
        Self::new(Kind::InvalidContent(why.into()), Evidence::NotSent)
    }

    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable(what.into()), Evidence::MaybeDone)
    }

    pub(crate) fn unreadable_job(what: String) -> Self {
        Self::new(Kind::UnreadableJob(what), Evidence::MaybeDone)
    }

    /// A request that reached its time limit. The same request may succeed later.
    pub(crate) fn deadline(what: String) -> Self {
        Self::new(Kind::Deadline(what), Evidence::MaybeDone).transient_if(true)
    }

    pub(crate) fn transient_if(mut self, transient: bool) -> Self {
        self.0.transient = transient;
        self
    }

    /// A time limit was reached before anything was sent.
    pub(crate) fn out_of_time(what: String) -> Self {
        let mut error = Self::new(Kind::NotSent(what), Evidence::NotSent).transient_if(true);
        error.0.timed_out = true;
        error
    }

    /// Whether it is [`Self::out_of_time`].
    pub(crate) fn is_out_of_time(&self) -> bool {
        let is_own = matches!(self.0.kind, Kind::NotSent(_)) && self.0.source.is_none();
        is_own && self.0.timed_out
    }

    /// Sets how long to wait before the next try.
    pub(crate) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Sets whether an idle connection turned out to be dead, which says nothing about the gateway.
    pub(crate) fn stale_if(mut self, stale: bool) -> Self {
        self.0.stale = stale;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(cause::shown(source.into()));
        self
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.0.stale
    }

    pub(crate) fn evidence(&self) -> Evidence {
        self.0.evidence
    }
}
