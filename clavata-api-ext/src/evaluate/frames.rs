//! Cuts a byte stream into JSON values, whatever the chunks and whether or not lines end.

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr2;

/// The largest frame that is taken: 16 MiB.
pub(crate) const FRAME_LIMIT: usize = 16 * 1024 * 1024;

/// Why no frame can follow.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Something stands where a frame should begin; here is all that is left.
    NotAnObject(Bytes),
    /// A frame is larger than [`FRAME_LIMIT`].
    TooLarge,
}

/// Collects chunks and gives out whole frames. A frame is one JSON object.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    buffer: BytesMut,
    /// How far `buffer` has been looked at.
    seen: usize,
    depth: usize,
    in_string: bool,
}

impl Frames {
    /// Adds what came.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// The next whole frame; `None` where more has to come first.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes>, Broken> {
        if self.seen == 0 {
            self.skip_white_space();
            match self.buffer.first() {
                None => return Ok(None),
                Some(b'{') => {}
                Some(_) => return Err(Broken::NotAnObject(self.rest())),
            }
        }
        if let Some(end) = self.find_end() {
            self.seen = 0;
            return Ok(Some(self.buffer.split_to(end).freeze()));
        }
        if self.buffer.len() > FRAME_LIMIT {
            return Err(Broken::TooLarge);
        }
        Ok(None)
    }

    /// What has come of a frame that is not whole.
    pub(crate) fn peek(&self) -> &[u8] {
        &self.buffer
    }

    /// What is left when nothing more comes: nothing, or the beginning of a frame.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.skip_white_space();
        self.buffer.split().freeze()
    }

    fn skip_white_space(&mut self) {
        let blank = self
            .buffer
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        self.buffer.advance(blank);
    }

    /// Goes on from where it stopped; a byte is looked at once, however small the chunks are.
    fn find_end(&mut self) -> Option<usize> {
        while let Some(rest) = self.buffer.get(self.seen..).filter(|rest| !rest.is_empty()) {
            if self.in_string {
                let Some(found) = memchr2(b'"', b'\\', rest) else {
                    self.seen = self.buffer.len();
                    return None;
                };
                if rest[found] == b'"' {
                    self.in_string = false;
                    self.seen += found + 1;
                } else if found + 1 < rest.len() {
                    self.seen += found + 2;
                } else {
                    // The escaped character has not come yet: look at the backslash again.
                    self.seen += found;
                    return None;
                }
                continue;
            }
            match rest[0] {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(self.seen + 1);
                    }
                }
                _ => {}
            }
            self.seen += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, FRAME_LIMIT, Frames};

    fn all(chunks: &[&[u8]]) -> (Vec<String>, String) {
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for chunk in chunks {
            frames.push(chunk);
            while let Some(frame) = frames.next().unwrap() {
                found.push(String::from_utf8(frame.to_vec()).unwrap());
            }
        }
        let rest = String::from_utf8_lossy(&frames.rest()).into_owned();
        (found, rest)
    }

    #[test]
    fn frames_are_the_same_wherever_the_chunks_are_cut() {
        let text =
            "\n\r\n {\"a\":\"}\\\"{é🦀\\\\\"}{\"b\":[{},[]]}\n\n{\"c\":\"\\\\\"} \n{\"d".as_bytes();
        let whole = all(&[text]);
        assert_eq!(whole.0.len(), 3);
        assert_eq!(whole.1, "{\"d");
        for first in 0..text.len() {
            for second in first..text.len() {
                let cut = all(&[&text[..first], &text[first..second], &text[second..]]);
                assert_eq!(cut, whole, "cut at {first} and {second}");
            }
        }
    }

    #[test]
    fn what_is_no_object_is_given_back_whole() {
        for garbage in ["<html>", "null", "]", "\"x\"", "1"] {
            let mut frames = Frames::default();
            frames.push(b"{}\n");
            frames.push(garbage.as_bytes());
            assert_eq!(frames.next().unwrap().unwrap(), "{}");
            assert_eq!(
                frames.next(),
                Err(Broken::NotAnObject(garbage.as_bytes().into()))
            );
        }
    }

    #[test]
    fn an_endless_frame_is_refused() {
        let mut frames = Frames::default();
        frames.push(b"{\"a\":\"");
        let chunk = vec![b'x'; 1 << 20];
        let refused = (0..=FRAME_LIMIT >> 20).find_map(|_| {
            frames.push(&chunk);
            frames.next().err()
        });
        assert_eq!(refused, Some(Broken::TooLarge));
    }
}
