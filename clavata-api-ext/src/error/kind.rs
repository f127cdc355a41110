//! The kinds of errors, in the order of how far the request got.

use crate::refusal::Refusals;

/// What went wrong.
pub(crate) enum Kind {
    /// A setting or an argument is wrong: nothing was sent.
    NotBuilt(String),
    /// The content cannot be judged: nothing was sent.
    InvalidContent(String),
    /// No connection: nothing was sent.
    NotSent(String),
    /// The gateway reported that it did not start the request.
    NotTaken(String),
    /// The connection broke before an answer began.
    MaybeSent(String),
    /// The answer cannot be read.
    Unreadable(String),
    /// One job of a list cannot be read; the others can.
    UnreadableJob(String),
    /// The gateway refused or failed, in its own words.
    Refused,
    /// The gateway refused the content.
    ContentRefused(Refusals),
    /// A time limit was reached.
    Deadline(String),
    /// A stream ended before each input had its answer.
    StoppedEarly(String),
    /// The gateway's list does not include it.
    NotFound(String),
    /// The gateway answered with success, but with an error inside; its message is the gateway's.
    Declined {
        /// What was asked.
        what: &'static str,
        /// The gateway's name for the reason.
        code: String,
    },
    /// The object storage behind a presigned address refused.
    RefusedByStorage {
        /// What was asked: `upload` or `download`.
        what: &'static str,
        /// Its status.
        status: u16,
        /// Its own code, such as `AccessDenied`.
        code: Option<String>,
    },
}

/// What is known about whether the request was carried out. It decides whether a retry is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// It was never sent, or never arrived.
    NotSent,
    /// The gateway reported that it was not carried out.
    Refused,
    /// Unknown.
    MaybeDone,
}
