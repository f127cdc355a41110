//! Reads the body of a response, up to a limit.

use std::error::Error as StdError;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Response, StatusCode};
use tokio::time::{timeout, timeout_at};

use crate::call::Call;
use crate::inflate::{Inflate, InflateError};

/// How long to wait for each chunk of a body that is too large anyway.
const BRIEFLY: Duration = Duration::from_secs(1);

/// A response that was read to its end.
pub(crate) struct Whole {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A response that was not read to its end, with the part that arrived.
pub(crate) struct Broken {
    pub(crate) why: Why,
    pub(crate) came: Option<Whole>,
}

/// Why no response came, or why it ended too soon.
pub(crate) enum Why {
    /// Its body is larger than this many bytes.
    TooLarge(u64),
    /// It did not arrive in time.
    Deadline,
    /// The connection broke, or the compression is damaged.
    Broken(Box<dyn StdError + Send + Sync>),
    /// No response began.
    Transport(reqwest::Error),
}

impl From<InflateError> for Why {
    fn from(error: InflateError) -> Self {
        match error {
            InflateError::TooLarge(limit) => Self::TooLarge(limit),
            other => Self::Broken(other.into()),
        }
    }
}

/// Waits for a response and reads its body, up to the call's limit and deadline.
///
/// One timer serves both: most responses arrive together with their bodies.
pub(crate) async fn whole(
    sent: impl Future<Output = reqwest::Result<Response>>,
    call: &Call,
) -> Result<Whole, Box<Broken>> {
    let mut came = None;
    let ended = {
        let reading = pin!(read(sent, call, &mut came));
        match call.deadline {
            None => reading.await,
            Some(deadline) => timeout_at(deadline, reading)
                .await
                .unwrap_or(Err(Why::Deadline)),
        }
    };
    ended.map_err(|why| {
        let came = came.as_mut().map(Came::take);
        let limit = call.answer_limit;
        let why = match (why, &came) {
            // It would be too large however long it took.
            (Why::Deadline, Some(came)) if promised(&came.headers) > limit => Why::TooLarge(limit),
            (why, _) => why,
        };
        Box::new(Broken { why, came })
    })
}

/// What has arrived of a response.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl Came {
    fn of(response: &mut Response, limit: u64) -> Self {
        let headers = std::mem::take(response.headers_mut());
        Self {
            status: response.status(),
            body: Body::new(&headers, limit),
            headers,
        }
    }

    fn take(&mut self) -> Whole {
        Whole {
            status: self.status,
            headers: std::mem::take(&mut self.headers),
            body: self.body.take(),
        }
    }
}

async fn read(
    sent: impl Future<Output = reqwest::Result<Response>>,
    call: &Call,
    came: &mut Option<Came>,
) -> Result<Whole, Why> {
    let mut response = sent.await.map_err(Why::Transport)?;
    call.connections.answered(&response);
    let came = came.insert(Came::of(&mut response, call.answer_limit));
    if promised(&came.headers) > call.answer_limit {
        Box::pin(read_too_large(response, call.answer_limit, &mut came.body)).await?;
    } else {
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            came.body.push(chunk)?;
        }
    }
    came.body.end()?;
    Ok(came.take())
}

/// Reads what arrives of a body whose declared length is too large: its beginning may tell of a refusal.
async fn read_too_large(mut response: Response, limit: u64, body: &mut Body) -> Result<(), Why> {
    loop {
        match timeout(BRIEFLY, response.chunk()).await {
            Ok(Ok(Some(chunk))) => body.push(chunk)?,
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(_)) | Err(_) => return Err(Why::TooLarge(limit)),
        }
    }
}

fn broken(error: reqwest::Error) -> Why {
    Why::Broken(error.without_url().into())
}

/// The body length that the headers declare, in bytes; 0 if they declare none.
fn promised(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// A body as it arrives. A body that arrives in one chunk is not copied.
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
            // The declared length is trusted only up to a bound.
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
