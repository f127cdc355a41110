//! The one-line message: what happened, why, and what to do. No content, no secrets.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::{Error, Kind};
use crate::operation::Repeat;
use crate::refusal::Refusals;

/// The most characters of the gateway's message that are shown.
const SHOWN: usize = 300;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let billed = self.may_have_been_billed();
        // The refusal matters more than its cost, so it comes first.
        if billed && !self.is_content_refused() {
            f.write_str(match self.repeat() {
                Repeat::Billed => "inputs may have been judged, and billed: ",
                _ => "it may have been carried out, and billed: ",
            })?;
        }
        match &inner.kind {
            Kind::NotBuilt(why) | Kind::InvalidContent(why) => f.write_str(why)?,
            Kind::NotSent(why) => write!(f, "the request was not sent: {why}")?,
            Kind::NotTaken(why) => write!(f, "the gateway did not process the request: {why}")?,
            Kind::MaybeSent(why) if billed => write!(f, "no response arrived: {why}")?,
            Kind::MaybeSent(why) => write!(
                f,
                "no response arrived, and the request may have been carried out: {why}"
            )?,
            Kind::Unreadable(what) | Kind::UnreadableJob(what) => {
                write!(f, "the response cannot be read: {what}")?;
            }
            Kind::Refused => self.fmt_refused(f)?,
            Kind::ContentRefused(refusals) => fmt_refusals(refusals, f)?,
            Kind::Deadline(what) => f.write_str(what)?,
            Kind::NotFound(what) => write!(f, "there is no {what} for this key")?,
            Kind::Declined { what, code } => {
                let said = plain(self.gateway_message().unwrap_or_default());
                write!(f, "the gateway did not {what}: {said} ({code})")?;
            }
            Kind::RefusedByStorage { what, status, code } => {
                write!(f, "the storage refused the {what} ({status}")?;
                code.iter().try_for_each(|code| write!(f, ", {code}"))?;
                f.write_str(")")?;
            }
            Kind::StoppedEarly(what) => write!(f, "the stream ended early: {what}")?,
        }
        if let Some(wait) = inner.retry_after {
            write!(
                f,
                "; the gateway asks to retry after {} s",
                wait.as_secs_f64().ceil()
            )?;
        }
        if let Some(why) = &inner.gave_up {
            write!(f, "; not retried: {why}")?;
        }
        self.fmt_call(f)?;
        if let Some(marker) = self.marker() {
            write!(f, "; if the job exists, it has the marker {marker}")?;
        }
        if billed && self.is_content_refused() {
            f.write_str("; other inputs may have been judged, and billed")?;
        }
        if let Some(job) = inner.job {
            write!(f, "; the job {job} was created: wait for it again")?;
        }
        Ok(())
    }
}

impl Error {
    /// Writes which call it was.
    fn fmt_call(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(operation) = self.operation() else {
            return Ok(());
        };
        write!(f, " ({operation}")?;
        if let Some(host) = &self.0.host {
            write!(f, " at {host}")?;
        }
        if self.attempts() > 1 {
            write!(f, ", after {} attempts", self.attempts())?;
        }
        f.write_str(")")
    }

    fn fmt_refused(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status().unwrap_or_default();
        if self.is_quota() {
            write!(f, "the plan's quota is used up ({status})")?;
        } else if self.is_rate_limited() {
            write!(f, "the gateway limits the rate of requests ({status})")?;
        } else if self.is_auth() {
            write!(f, "the gateway did not accept the API key ({status})")?;
        } else if self.is_not_found() {
            write!(f, "not found at the gateway ({status})")?;
        } else if status >= 500 {
            write!(f, "the gateway failed ({status})")?;
        } else {
            write!(f, "the gateway refused the request ({status})")?;
        }
        match self.gateway_message() {
            Some(said) => write!(f, ": {}", plain(said)),
            None => Ok(()),
        }
    }
}

fn fmt_refusals(refusals: &Refusals, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the gateway refused the content")?;
    if refusals.is_suspected() && refusals.is_empty() {
        return f.write_str(
            ": its details cannot be read; it may be known child abuse material, which may have to be reported",
        );
    }
    match refusals.top_reason() {
        Some(reason) if refusals.count() == 1 => write!(f, " ({reason})")?,
        Some(reason) => write!(
            f,
            " ({} refused, most serious reason: {reason})",
            refusals.count()
        )?,
        None => f.write_str(" and its reason cannot be read")?,
    }
    if refusals.has_csam() {
        f.write_str("; known child abuse material may have to be reported")?;
    }
    Ok(())
}

/// A duration in seconds, to the millisecond.
pub(crate) fn seconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    format!("{} s", milliseconds.round() / 1000.0)
}

/// The beginning of the gateway's text, without control characters.
fn plain(text: &str) -> String {
    let mut plain: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        plain.push('…');
    }
    plain
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("said", &self.to_string())
            .field("operation", &self.operation())
            .field("status", &self.status())
            .field("grpc_code", &self.grpc_code())
            .field("evidence", &inner.evidence)
            .field("transient", &inner.transient)
            .field("attempts", &self.attempts())
            .field("elapsed", &self.elapsed())
            .field("source", &inner.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as _)
    }
}
