//! The one error of this crate: how far the request got, and what to do.

mod cause;
mod classify;
mod display;
mod kind;
mod questions;
mod redact;
mod transport;

use std::error::Error as StdError;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use crate::api::Status;
use crate::create::Marker;
use crate::evaluate::Completeness;

pub(crate) use cause::innermost;
pub(crate) use classify::from_frame;
pub(crate) use display::seconds;
pub(crate) use kind::{Evidence, Kind};
pub(crate) use redact::{Foreign, redact_body};

/// Why a call did not bring what it was asked for.
///
/// Ask it questions rather than taking it apart: [`is_timeout`](Self::is_timeout),
/// [`is_rate_limited`](Self::is_rate_limited), [`is_content_refused`](Self::is_content_refused)
/// and so on. Its `Display` is one line for people; nothing of the request's content and no secret
/// appears in it, in its `Debug`, or in its sources.
///
/// An error is never a verdict: content whose check failed has not passed.
///
/// ```
/// use clavata_api_ext::Clavata;
///
/// let error = Clavata::builder().with_key("test-key").with_base_url("gopher://x").build().unwrap_err();
/// assert!(!error.may_have_been_sent());
/// ```
pub struct Error(Box<Inner>);

#[allow(clippy::struct_excessive_bools)] // independent facts, none excludes another
pub(crate) struct Inner {
    pub(crate) kind: Kind,
    pub(crate) operation: Option<&'static str>,
    /// The job that was created before this went wrong.
    pub(crate) job: Option<Uuid>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: Option<Box<HeaderMap>>,
    pub(crate) gateway: Option<Box<Status>>,
    pub(crate) evidence: Evidence,
    pub(crate) transient: bool,
    /// A bound of time ended it, whatever its kind.
    pub(crate) timed_out: bool,
    pub(crate) quota: bool,
    /// The connection ended before an answer began.
    pub(crate) broke: bool,
    /// That connection had been used before, and was found dead.
    pub(crate) stale: bool,
    /// What marks the job that may have been created.
    pub(crate) marker: Option<Marker>,
    /// Why it was not tried again though that might have helped.
    pub(crate) gave_up: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) completeness: Option<Box<Completeness>>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: Kind, evidence: Evidence) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            job: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            status: None,
            headers: None,
            gateway: None,
            evidence,
            transient: false,
            timed_out: false,
            quota: false,
            broke: false,
            stale: false,
            marker: None,
            gave_up: None,
            retry_after: None,
            completeness: None,
            source: None,
        }))
    }

    pub(crate) fn not_built(why: impl Into<String>) -> Self {
        Self::new(Kind::NotBuilt(why.into()), Evidence::NotSent)
    }

    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable(what.into()), Evidence::MaybeDone)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(crate) fn inner_mut(&mut self) -> &mut Inner {
        &mut self.0
    }

    pub(crate) fn unreadable_job(what: String) -> Self {
        Self::new(Kind::UnreadableJob(what), Evidence::MaybeDone)
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(cause::shown(source.into()));
        self
    }

    pub(crate) fn of_job(mut self, id: Uuid) -> Self {
        self.0.job = Some(id);
        self
    }
}
