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
    /// The connection broke before a response began.
    MaybeSent(String),
    /// The response cannot be read.
    Unreadable(String),
    /// One job of a list cannot be read; the others can.
    UnreadableJob(String),
    /// The gateway refused the request or failed, and sent its own error.
    Refused,
    /// The gateway refused the content.
    ContentRefused(Refusals),
    /// A time limit was reached.
    Deadline(String),
    /// A stream ended before every input had an answer.
    StoppedEarly(String),
    /// The gateway's list does not contain it.
    NotFound(String),
    /// The gateway reported an error within a successful response.
    Declined {
        /// The action, as in "the gateway did not …".
        what: &'static str,
        /// The gateway's code for the reason.
        code: String,
    },
    /// The object storage behind a presigned URL refused the request.
    RefusedByStorage {
        /// The action: `upload` or `download`.
        what: &'static str,
        /// The HTTP status.
        status: u16,
        /// The storage's error code, such as `AccessDenied`.
        code: Option<String>,
    },
}

/// What is known about whether the request was carried out. It decides whether a retry is safe.
///
/// In the order of how much speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// It was not sent, or did not arrive.
    NotSent,
    /// The gateway reported that it was not carried out.
    Refused,
    /// Unknown.
    MaybeDone,
    /// It got an answer with a good status, and an error in it.
    Answered,
}
