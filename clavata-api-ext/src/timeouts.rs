//! The timeouts of a call.

use std::time::Duration;

/// The timeouts of a call.
///
/// | timeout | default | what it covers |
/// | --- | --- | --- |
/// | attempt | 30 s | one attempt, from connecting to the last byte received; for a stream or a download, until its head arrives |
/// | total | 60 s | all attempts and the pauses between them; for a stream, until its head arrives |
/// | idle | 30 s | the gap between two answers of a stream, or between two pieces of an upload or download |
/// | stream total | none | the whole stream, from the first attempt to the last frame |
///
/// A single piece of content ([`evaluate_one`](crate::Clavata::evaluate_one)) is different: its total covers
/// the whole stream.
///
/// The timeout for opening a connection (5 s) belongs to the client, because calls share
/// connections: see
/// [`ClavataBuilder::with_connect_timeout`](crate::ClavataBuilder::with_connect_timeout).
///
/// ```
/// use std::time::Duration;
/// use clavata_api_ext::Timeouts;
///
/// let patient = Timeouts::default()
///     .with_attempt(Duration::from_secs(60))
///     .without_total();
/// assert_eq!(patient.total(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Timeouts {
    attempt: Option<Duration>,
    total: Option<Duration>,
    idle: Option<Duration>,
    stream_total: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            attempt: Some(Duration::from_secs(30)),
            total: Some(Duration::from_secs(60)),
            idle: Some(Duration::from_secs(30)),
            stream_total: None,
        }
    }
}

impl Timeouts {
    /// Limits each attempt.
    pub fn with_attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Limits the whole call.
    pub fn with_total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// Limits the gap between two frames of a stream.
    pub fn with_idle(mut self, limit: Duration) -> Self {
        self.idle = Some(limit);
        self
    }

    /// Limits a whole stream.
    pub fn with_stream_total(mut self, limit: Duration) -> Self {
        self.stream_total = Some(limit);
        self
    }

    /// Removes the limit of an attempt: it can take as long as the whole call.
    pub fn without_attempt(mut self) -> Self {
        self.attempt = None;
        self
    }

    /// Removes the limit of a call: it can take as long as all its attempts and pauses.
    pub fn without_total(mut self) -> Self {
        self.total = None;
        self
    }

    /// Removes the limit on gaps between two frames of a stream.
    pub fn without_idle(mut self) -> Self {
        self.idle = None;
        self
    }

    /// The limit of an attempt, if there is one.
    pub fn attempt(&self) -> Option<Duration> {
        self.attempt
    }

    /// The limit of the whole call, if there is one.
    pub fn total(&self) -> Option<Duration> {
        self.total
    }

    /// The limit of a whole stream, if there is one.
    pub fn stream_total(&self) -> Option<Duration> {
        self.stream_total
    }

    /// The limit of the gap between two frames, if there is one.
    pub fn idle(&self) -> Option<Duration> {
        self.idle
    }
}
