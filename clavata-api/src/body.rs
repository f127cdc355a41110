//! Reads the body of an answer, up to a bound.

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Response, StatusCode};

use crate::call::Call;

/// A body that could not be read to its end, with what had come of it.
pub(crate) struct Broken {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) received: Bytes,
    pub(crate) why: Why,
}

/// Why a body ended too soon.
pub(crate) enum Why {
    TooLarge(u64),
    Connection(reqwest::Error),
}

/// Reads a body up to the call's limit. Where it is dropped before its end, the call keeps what came.
pub(crate) async fn whole(
    mut response: Response,
    call: &Call,
) -> Result<(StatusCode, HeaderMap, Bytes), Box<Broken>> {
    let limit = call.answer_limit;
    let mut reading = Reading {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: Body::default(),
        call: Some(call),
    };
    let promised = reading
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    let why = loop {
        if promised > limit {
            break Why::TooLarge(limit);
        }
        match response.chunk().await {
            Ok(Some(chunk)) if reading.body.len() + chunk.len() as u64 > limit => {
                break Why::TooLarge(limit);
            }
            Ok(Some(chunk)) => reading.body.push(chunk, promised),
            Ok(None) => return Ok(reading.end()),
            Err(error) => break Why::Connection(error),
        }
    };
    let (status, headers, received) = reading.end();
    Err(Box::new(Broken {
        status,
        headers,
        received,
        why,
    }))
}

/// An answer on its way.
struct Reading<'a> {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// Told where the reading is dropped on its way.
    call: Option<&'a Call>,
}

impl Reading<'_> {
    fn end(mut self) -> (StatusCode, HeaderMap, Bytes) {
        self.call = None;
        self.parts()
    }

    fn parts(&mut self) -> (StatusCode, HeaderMap, Bytes) {
        let headers = std::mem::take(&mut self.headers);
        (
            self.status,
            headers,
            std::mem::take(&mut self.body).into_bytes(),
        )
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.call {
            let (status, headers, received) = self.parts();
            call.interrupted.leave(status, headers, &received);
        }
    }
}

/// A body as it comes. One that comes in one piece is not copied.
#[derive(Default)]
struct Body {
    first: Bytes,
    whole: BytesMut,
}

impl Body {
    fn len(&self) -> u64 {
        (self.first.len() + self.whole.len()) as u64
    }

    fn push(&mut self, chunk: Bytes, promised: u64) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.whole.is_empty() {
            // What a peer promises is believed only so far.
            let promised = usize::try_from(promised).unwrap_or(0).min(64 << 20);
            self.whole
                .reserve(promised.max(2 * (self.first.len() + chunk.len())));
            self.whole
                .extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.whole.extend_from_slice(&chunk);
    }

    fn into_bytes(self) -> Bytes {
        if self.whole.is_empty() {
            self.first
        } else {
            self.whole.freeze()
        }
    }
}
