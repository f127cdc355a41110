//! A well-formed HTTP answer, and its pace.

use crate::dialect::{Dialect, Json};
use crate::{Operation, storage};
use bytes::Bytes;
use std::time::Duration;

/// An HTTP answer, to script the reply of an operation.
///
/// ```
/// use mock_gateway::Answer;
/// let answer = Answer::raw(418, &[("x-teapot", "yes")], "short and stout");
/// assert_eq!(answer.status(), 418);
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) chunks: Vec<Bytes>,
    /// Sent with chunked coding instead of a length.
    pub(crate) chunked: bool,
    pub(crate) gap: Duration,
}

impl Answer {
    /// An answer with exactly this status, these headers and this body. It adds a length.
    pub fn raw(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            chunks: vec![body.into()],
            chunked: false,
            gap: Duration::ZERO,
        }
    }

    /// An answer with the content type `application/json`. The text is sent unchanged.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::raw(status, &[("content-type", "application/json")], body)
    }

    /// A successful streamed answer: each chunk is sent on its own, after `gap`.
    pub fn stream<C: Into<Bytes>>(chunks: impl IntoIterator<Item = C>, gap: Duration) -> Self {
        let mut answer = Self::json(200, Bytes::new());
        answer.chunks = chunks.into_iter().map(Into::into).collect();
        answer.chunked = true;
        answer.gap = gap;
        answer
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The whole body.
    pub fn body(&self) -> Bytes {
        match &self.chunks[..] {
            [only] => only.clone(),
            chunks => chunks.concat().into(),
        }
    }

    /// The same body in chunks of this many bytes, even within a character.
    pub(crate) fn in_chunks_of(mut self, bytes: usize) -> Self {
        let body = self.body();
        let starts = (0..body.len()).step_by(bytes);
        self.chunks = starts
            .map(|start| body.slice(start..body.len().min(start + bytes)))
            .collect();
        self
    }

    /// A gRPC status as the gateway writes it, for a unary call or before a stream's first item;
    /// from object storage, an error of its own kind.
    pub(crate) fn grpc(
        status: u16,
        code: i64,
        message: &str,
        details: Vec<Json>,
        form: Form,
    ) -> Self {
        let error = grpc_status(code, message, details);
        match form.kind {
            Kind::Storage => storage::error(status, storage_code(status), message),
            Kind::Unary => Self::json(status, error.unary(form.dialect)),
            Kind::Stream => {
                let line = Json::Message(vec![("error", error)]).frame(form.dialect) + "\n";
                let mut answer = Self::json(status, line);
                answer.chunked = true;
                answer
            }
        }
    }

    /// A successful unary answer of the gateway.
    pub(crate) fn ok(body: &Json, dialect: Dialect) -> Self {
        Self::ok_text(body.unary(dialect))
    }

    pub(crate) fn ok_text(body: impl Into<Bytes>) -> Self {
        Self::json(200, body).with_header("grpc-metadata-content-type", "application/grpc")
    }
}

/// What the text of an answer depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) dialect: Dialect,
    pub(crate) kind: Kind,
}

/// Who answers, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The gateway, with one JSON value.
    Unary,
    /// The gateway, with one JSON value per line.
    Stream,
    /// Object storage, with XML if it fails.
    Storage,
}

impl Kind {
    pub(crate) fn of(operation: Operation) -> Self {
        if operation.is_stream() {
            Self::Stream
        } else if operation.is_storage() {
            Self::Storage
        } else {
            Self::Unary
        }
    }
}

fn storage_code(status: u16) -> &'static str {
    match status {
        403 => "AccessDenied",
        404 => "NoSuchKey",
        429 | 503 => "SlowDown",
        500.. => "InternalError",
        _ => "InvalidRequest",
    }
}

pub(crate) fn grpc_status(code: i64, message: &str, details: Vec<Json>) -> Json {
    Json::Message(vec![
        ("code", Json::Int(code)),
        ("message", Json::text(message)),
        ("details", Json::List(details)),
    ])
}
