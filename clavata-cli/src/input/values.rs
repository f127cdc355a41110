//! JSON values, one after the other, out of anything that can be read.
//!
//! Memory holds one value at a time, whatever stands between them. A value that breaks off is
//! given out as far as it goes, and reading goes on behind it: in lines of JSON, one broken line
//! costs no other.

use std::io::{self, BufRead};

use super::place::Place;
use super::scan::Scan;

/// U+FEFF at the beginning of a file.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A value as it stands in the input. It may be no JSON: whoever decodes it finds out.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) place: Place,
}

pub(crate) struct Values<R> {
    input: R,
    value: Vec<u8>,
    place: Place,
}

impl<R: BufRead> Values<R> {
    pub(crate) fn of(input: R) -> Self {
        Self::at(input, Place::default())
    }

    /// Goes on in the middle of an input.
    pub(crate) fn at(input: R, place: Place) -> Self {
        Self {
            input,
            value: Vec::new(),
            place,
        }
    }

    /// The next value, or none at the end of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Value<'_>>> {
        self.value.clear();
        if !self.skip_white_space()? {
            return Ok(None);
        }
        let place = self.place;
        let mut scan = Scan::default();
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let (taken, done) = scan.take(chunk);
            self.value.extend_from_slice(&chunk[..taken]);
            self.place.move_over(&chunk[..taken]);
            self.input.consume(taken);
            if done {
                break;
            }
        }
        Ok(Some(Value {
            bytes: &self.value,
            place,
        }))
    }

    /// Goes to where the next value begins; false at the end of the input.
    fn skip_white_space(&mut self) -> io::Result<bool> {
        loop {
            let mut chunk = self.input.fill_buf()?;
            if self.place == Place::default() && chunk.starts_with(BYTE_ORDER_MARK) {
                // Some editors write one, and it means nothing.
                self.input.consume(BYTE_ORDER_MARK.len());
                chunk = self.input.fill_buf()?;
            }
            if chunk.is_empty() {
                return Ok(false);
            }
            let white = chunk
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let more = white == chunk.len();
            self.place.move_over(&chunk[..white]);
            self.input.consume(white);
            if !more {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::Values;

    fn split_by(text: &str, chunk: usize) -> Vec<(usize, String)> {
        let mut values = Values::of(BufReader::with_capacity(chunk, text.as_bytes()));
        let mut found = Vec::new();
        while let Some(value) = values.next().unwrap() {
            let text = String::from_utf8_lossy(value.bytes).trim_end().to_owned();
            found.push((value.place.line, text));
        }
        found
    }

    fn split(text: &str) -> Vec<(usize, String)> {
        let whole = split_by(text, 1 << 16);
        // Three bytes at least: a byte order mark is looked for in one piece.
        for chunk in 3..12 {
            assert_eq!(split_by(text, chunk), whole, "in chunks of {chunk}");
        }
        whole
    }

    #[test]
    fn values_need_nothing_between_them() {
        let found = split("\u{feff}{\"a\":\"}\\\"\"}{\"b\":[{}]}\n\n [1] 2 \"x\"");
        let texts: Vec<_> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            texts,
            [r#"{"a":"}\""}"#, r#"{"b":[{}]}"#, "[1]", "2", "\"x\""]
        );
        assert_eq!(found[2].0, 3);
    }

    #[test]
    fn a_value_may_span_lines() {
        let found = split("{\n \"a\": [\n{},\n{}\n]\n}\n{\"b\":\n{}}");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, 7);
    }

    #[test]
    fn a_broken_line_costs_no_other() {
        let found = split(
            "{\"a\":1}\n{\"b\":{\"c\":\n{\"d\":1\n{\"e\":\"cut\n{\"f\":1}\n<html>\n}\n{\"g\":1}\n",
        );
        let last = &found[found.len() - 1];
        assert_eq!(last, &(8, "{\"g\":1}".to_owned()));
        assert!(found.contains(&(5, "{\"f\":1}".to_owned())), "{found:?}");
    }
}
