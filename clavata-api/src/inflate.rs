//! Decompresses a body, within limits.

use std::fmt;
use std::io::Write;

use flate2::write::MultiGzDecoder;
/// The first bytes of gzip data. No text begins with them.
const MAGIC: &[u8] = b"\x1f\x8b";
/// How many bytes one byte of a compressed body may expand to.
const RATIO: u64 = 256;
/// How many bytes every compressed body may expand to in addition.
const AT_LEAST: u64 = 4 << 20;
/// How many compressed bytes are processed between checks of the bounds: they may expand a
/// thousandfold.
const STEP: usize = 4096;

/// Why a compressed body cannot be read further.
#[derive(Debug)]
#[non_exhaustive]
pub enum InflateError {
    /// The compressed bytes are damaged, or end too soon.
    Damaged(std::io::Error),
    /// It expands to more than 256 times its size plus 4 MiB.
    TooDense,
    /// It expands beyond its limit, in bytes.
    TooLarge(u64),
}

impl fmt::Display for InflateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(_) => f.write_str("its compression is damaged"),
            Self::TooDense => write!(
                f,
                "it expands to more than {RATIO} times its size plus {} MiB",
                AT_LEAST >> 20
            ),
            Self::TooLarge(limit) => write!(f, "it is larger than the limit of {limit} bytes"),
        }
    }
}

impl std::error::Error for InflateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Damaged(why) => Some(why),
            Self::TooDense | Self::TooLarge(_) => None,
        }
    }
}

/// Decompresses the chunks of a body as they arrive, including all members of a gzip body.
///
/// It detects gzip by the first bytes of a body, not by its headers: some gateways and proxies
/// drop the headers, or keep them after they decompress the body.
pub struct Inflate {
    body: Body,
    limit: u64,
    came: u64,
    became: u64,
}

enum Body {
    /// Too little has arrived to tell.
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Inflate {
    /// Expects a body of at most `limit` bytes after decompression. Data that is not gzip is passed through.
    pub fn new(limit: u64) -> Self {
        Self {
            body: Body::Unknown(Vec::new()),
            limit,
            came: 0,
            became: 0,
        }
    }

    /// Whether `chunk`, which comes next, needs no decompression. If so, it need not be pushed.
    pub fn is_plain(&mut self, chunk: &[u8]) -> bool {
        if matches!(&self.body, Body::Unknown(start) if start.is_empty()) {
            self.recognize(chunk);
        }
        matches!(self.body, Body::Plain)
    }

    fn recognize(&mut self, start: &[u8]) {
        if start.len() >= MAGIC.len() || !MAGIC.starts_with(start) {
            self.body = if start.starts_with(MAGIC) {
                Body::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
            } else {
                Body::Plain
            };
        }
    }

    /// Decompresses a chunk and appends the result to `into`.
    ///
    /// # Errors
    ///
    /// [`InflateError`]. The data before the error is in `into`.
    pub fn push(&mut self, chunk: &[u8], into: &mut Vec<u8>) -> Result<(), InflateError> {
        let mut start = Vec::new();
        if let Body::Unknown(waiting) = &mut self.body {
            start = std::mem::take(waiting);
            start.extend_from_slice(chunk);
            self.recognize(&start);
        }
        let chunk = if start.is_empty() { chunk } else { &start };
        match &mut self.body {
            Body::Unknown(waiting) => waiting.extend_from_slice(chunk),
            Body::Plain => {
                self.became += chunk.len() as u64;
                into.extend_from_slice(chunk);
                check(self.came, self.became, self.limit, false)?;
            }
            Body::Gzip(decoder) => {
                for step in chunk.chunks(STEP) {
                    self.came += step.len() as u64;
                    let written = decoder.write_all(step);
                    // After an error as well, this returns what was decompressed before it.
                    let flushed = decoder.flush();
                    self.became += decoder.get_ref().len() as u64;
                    into.append(decoder.get_mut());
                    written.and(flushed).map_err(InflateError::Damaged)?;
                    check(self.came, self.became, self.limit, true)?;
                }
            }
        }
        Ok(())
    }

    /// Finishes the body, after its last chunk.
    ///
    /// # Errors
    ///
    /// [`InflateError::Damaged`] if the compressed bytes end too soon.
    pub fn end(&mut self, into: &mut Vec<u8>) -> Result<(), InflateError> {
        match &mut self.body {
            Body::Unknown(start) => into.append(start),
            Body::Plain => {}
            Body::Gzip(decoder) => {
                let ended = decoder.try_finish();
                into.append(decoder.get_mut());
                ended.map_err(InflateError::Damaged)?;
            }
        }
        Ok(())
    }
}

fn check(came: u64, became: u64, limit: u64, dense: bool) -> Result<(), InflateError> {
    if became > limit {
        return Err(InflateError::TooLarge(limit));
    }
    if dense && became > AT_LEAST.saturating_add(came.saturating_mul(RATIO)) {
        return Err(InflateError::TooDense);
    }
    Ok(())
}

impl fmt::Debug for Inflate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflate")
            .field("became", &self.became)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::{Inflate, InflateError};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn inflated(body: &[u8], chunk: usize, limit: u64) -> (Vec<u8>, Result<(), InflateError>) {
        let mut inflate = Inflate::new(limit);
        let mut text = Vec::new();
        for chunk in body.chunks(chunk) {
            if let Err(why) = inflate.push(chunk, &mut text) {
                return (text, Err(why));
            }
        }
        let end = inflate.end(&mut text);
        (text, end)
    }

    #[test]
    fn every_member_is_read_however_it_arrives() {
        let body = [gzip(b"one "), gzip(b""), gzip(b"two")].concat();
        for chunk in 1..body.len() {
            let (text, end) = inflated(&body, chunk, 1 << 20);
            end.unwrap();
            assert_eq!(text, b"one two", "in chunks of {chunk}");
        }
    }

    #[test]
    fn what_is_no_gzip_is_passed_on_however_it_arrives() {
        for body in [&b""[..], b"\x1f", b"\x1f{", b"{}", b"{", b"\xff\xfe{\0"] {
            for chunk in 1..4 {
                let (text, end) = inflated(body, chunk, 1 << 20);
                end.unwrap();
                assert_eq!(text, body, "in chunks of {chunk}");
            }
            let mut inflate = Inflate::new(1 << 20);
            assert_eq!(inflate.is_plain(body), !b"\x1f".starts_with(body));
        }
    }

    #[test]
    fn what_ends_too_soon_is_damaged_and_what_came_is_kept() {
        let body = [gzip(b"one "), gzip(b"two")].concat();
        let first = gzip(b"one ").len();
        for end in first + 1..body.len() {
            let (text, ended) = inflated(&body[..end], 7, 1 << 20);
            assert!(
                matches!(ended, Err(InflateError::Damaged(_))),
                "cut at {end}"
            );
            assert!(text.starts_with(b"one "), "cut at {end}");
        }
    }

    #[test]
    fn what_comes_before_damage_is_kept_however_it_arrives() {
        // Damage in the middle is noticed where a block begins.
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for number in 0..100 {
            write!(encoder, "{} ", number * number).unwrap();
            encoder.flush().unwrap();
        }
        let body = encoder.finish().unwrap();
        let mut longest = 0;
        for at in 10..body.len() - 8 {
            let mut body = body.clone();
            body[at] ^= 0x55;
            let (expected, ended) = inflated(&body, 1, 1 << 20);
            assert!(ended.is_err(), "damaged at {at}");
            longest = longest.max(expected.len());
            for chunk in [7, body.len()] {
                let (text, _) = inflated(&body, chunk, 1 << 20);
                assert!(
                    text.starts_with(&expected),
                    "damaged at {at}, in chunks of {chunk}"
                );
            }
        }
        assert!(longest > 300, "{longest}");
    }

    #[test]
    fn a_bomb_is_bounded_by_its_own_size() {
        let bomb = gzip(&vec![b' '; 64 << 20]);
        let (text, ended) = inflated(&bomb, 1 << 20, 1 << 40);
        assert!(matches!(ended, Err(InflateError::TooDense)));
        assert!(text.len() < 24 << 20, "{}", text.len());
        let (_, ended) = inflated(&bomb, 1 << 20, 1 << 20);
        assert!(matches!(ended, Err(InflateError::TooLarge(_))));
    }
}
