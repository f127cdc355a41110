//! Reads the body of an answer, up to a bound.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::call::Call;
use crate::inflate::{Inflate, InflateError};

/// How long to wait for a chunk of a body that is too large anyway.
const BRIEFLY: Duration = Duration::from_secs(1);

/// A body that could not be read to its end, with the part that arrived.
pub(crate) struct Broken {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) received: Bytes,
    pub(crate) why: Why,
}

/// Why a body ended too soon.
pub(crate) enum Why {
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// It did not arrive in time.
    Deadline,
    /// The connection broke, or the compression is damaged.
    Broken(Box<dyn StdError + Send + Sync>),
}

impl From<InflateError> for Why {
    fn from(error: InflateError) -> Self {
        match error {
            InflateError::TooLarge(limit) => Self::TooLarge(limit),
            other => Self::Broken(other.into()),
        }
    }
}

/// Reads a body up to the call's limit and deadline.
pub(crate) async fn whole(
    mut response: Response,
    call: &Call,
) -> Result<(StatusCode, HeaderMap, Bytes), Box<Broken>> {
    let limit = call.answer_limit;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let is_too_large = promised(&headers) > limit;
    let mut body = Body::new(&headers, limit);
    let why = loop {
        // One that promises too much is read as far as it comes: its beginning may tell of a
        // refusal.
        let deadline = if is_too_large {
            Some(Instant::now() + BRIEFLY)
        } else {
            call.deadline
        };
        let chunk = match deadline {
            None => response.chunk().await,
            Some(deadline) => match timeout_at(deadline, response.chunk()).await {
                Ok(chunk) => chunk,
                Err(_) if is_too_large => break Why::TooLarge(limit),
                Err(_) => break Why::Deadline,
            },
        };
        match chunk {
            Ok(Some(chunk)) => {
                if let Err(why) = body.push(chunk) {
                    break why.into();
                }
            }
            Ok(None) => match body.end() {
                Ok(()) => return Ok((status, headers, body.take())),
                Err(why) => break why.into(),
            },
            Err(_) if is_too_large => break Why::TooLarge(limit),
            Err(error) => break Why::Broken(error.without_url().into()),
        }
    };
    Err(Box::new(Broken {
        status,
        headers,
        received: body.take(),
        why,
    }))
}

/// How many bytes the headers promise.
fn promised(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// A body as it comes. One that comes in one piece is not copied.
struct Body {
    inflate: Inflate,
    limit: u64,
    promised: usize,
    first: Bytes,
    whole: Vec<u8>,
}

impl Body {
    fn new(headers: &HeaderMap, limit: u64) -> Self {
        Self {
            inflate: Inflate::new(limit),
            limit,
            // What a peer promises is believed only so far.
            promised: usize::try_from(promised(headers).min(64 << 20)).unwrap_or(0),
            first: Bytes::new(),
            whole: Vec::new(),
        }
    }

    fn push(&mut self, chunk: Bytes) -> Result<(), InflateError> {
        if self.first.is_empty() && self.whole.is_empty() && self.inflate.is_plain(&chunk) {
            let too_large = chunk.len() as u64 > self.limit;
            self.first = chunk;
            return if too_large {
                Err(InflateError::TooLarge(self.limit))
            } else {
                Ok(())
            };
        }
        if !self.first.is_empty() {
            self.whole
                .reserve(self.promised.max(2 * (self.first.len() + chunk.len())));
            let first = std::mem::take(&mut self.first);
            self.inflate.push(&first, &mut self.whole)?;
        }
        self.inflate.push(&chunk, &mut self.whole)
    }

    fn end(&mut self) -> Result<(), InflateError> {
        self.inflate.end(&mut self.whole)
    }

    fn take(&mut self) -> Bytes {
        if self.whole.is_empty() {
            std::mem::take(&mut self.first)
        } else {
            std::mem::take(&mut self.whole).into()
        }
    }
}
