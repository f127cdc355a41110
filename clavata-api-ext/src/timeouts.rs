//! How long things may take. Every bound is finite unless the caller says otherwise in words.

use std::time::Duration;

/// The bounds of a call.
///
/// | bound | default | what it covers |
/// | --- | --- | --- |
/// | attempt | 30 s | one attempt, from its first byte out to its last byte in; of a stream, its head |
/// | total | 60 s | all attempts and the pauses between them; of a stream, until its head is there |
/// | idle | 30 s | the gap between two frames of a stream |
/// | stream total | none | a whole stream, from its first attempt to its last frame |
///
/// The bound for opening a connection (5 s) belongs to the connections, which all calls share: see
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
    /// Bounds one attempt.
    pub fn with_attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Bounds the whole call.
    pub fn with_total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// Bounds the gap between two frames of a stream.
    pub fn with_idle(mut self, limit: Duration) -> Self {
        self.idle = Some(limit);
        self
    }

    /// Bounds a whole stream.
    pub fn with_stream_total(mut self, limit: Duration) -> Self {
        self.stream_total = Some(limit);
        self
    }

    /// Lets an attempt take as long as the whole call may.
    pub fn without_attempt(mut self) -> Self {
        self.attempt = None;
        self
    }

    /// Lets a call take as long as its attempts do.
    pub fn without_total(mut self) -> Self {
        self.total = None;
        self
    }

    /// Lets a stream be silent for ever.
    pub fn without_idle(mut self) -> Self {
        self.idle = None;
        self
    }

    /// The bound of an attempt.
    pub fn attempt(&self) -> Option<Duration> {
        self.attempt
    }

    /// The bound of the whole call.
    pub fn total(&self) -> Option<Duration> {
        self.total
    }

    /// The bound of a whole stream.
    pub fn stream_total(&self) -> Option<Duration> {
        self.stream_total
    }

    /// The bound of the gap between two frames.
    pub fn idle(&self) -> Option<Duration> {
        self.idle
    }
}
