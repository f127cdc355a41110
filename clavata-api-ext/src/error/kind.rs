//! The kinds of an error, in the order of how far the request got.

use crate::refusal::Refusals;

/// What went wrong.
pub(crate) enum Kind {
    /// A setting or an argument is wrong: nothing was sent.
    NotBuilt(String),
    /// No connection: nothing was sent.
    NotSent(String),
    /// The gateway said that it did not begin with the request.
    NotTaken(String),
    /// The connection broke before an answer began.
    MaybeSent(String),
    /// An answer came that cannot be read.
    Unreadable(String),
    /// One job of a list cannot be read; the others can.
    UnreadableJob(String),
    /// The gateway refused or failed, in its own words.
    Refused,
    /// The gateway refused the content.
    ContentRefused(Refusals),
    /// A bound of time was reached.
    Deadline(String),
    /// A stream ended before each input had its answer.
    StoppedEarly(String),
    /// There is nothing of this name, as an answer shows that lists what there is.
    NotFound(String),
    /// The gateway answered with a success that says inside why it was not done; its words are those
    /// of the gateway.
    Declined {
        /// What was asked.
        what: &'static str,
        /// The gateway's name of why.
        code: String,
    },
    /// The object storage behind a presigned address did not do it.
    RefusedByStorage {
        /// What was asked: `upload` or `download`.
        what: &'static str,
        /// Its status.
        status: u16,
        /// Its own code, such as `AccessDenied`.
        code: Option<String>,
    },
}

/// What is known of whether the request was carried out. It decides what may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// It never left, or never reached anybody.
    NotSent,
    /// The gateway said that it did not do it.
    Refused,
    /// Nobody knows.
    MaybeDone,
}
