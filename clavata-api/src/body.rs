//! Reads the body of an answer, up to a bound.

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Response, StatusCode};

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

/// Reads a body up to `limit` bytes.
pub(crate) async fn whole(
    mut response: Response,
    limit: u64,
) -> Result<(StatusCode, HeaderMap, Bytes), Box<Broken>> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let promised = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    let mut body = Body::default();
    let why = loop {
        if promised > limit {
            break Why::TooLarge(limit);
        }
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() as u64 > limit => {
                break Why::TooLarge(limit);
            }
            Ok(Some(chunk)) => body.push(chunk, promised),
            Ok(None) => return Ok((status, headers, body.into_bytes())),
            Err(error) => break Why::Connection(error),
        }
    };
    Err(Box::new(Broken {
        status,
        headers,
        received: body.into_bytes(),
        why,
    }))
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
