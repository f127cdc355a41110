//! JSON values, one after the other, out of anything that can be read.
//!
//! Memory holds one value at a time, whatever stands between them. A value that breaks off is
//! given out as far as it goes, and reading goes on behind it: in lines of JSON, one broken line
//! costs no other.

use std::io::{self, BufRead};

/// A value as it stands in the input. It may be no JSON: whoever decodes it finds out.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    pub(crate) bytes: &'a [u8],
    /// Which value of the input it is, counted from 1.
    pub(crate) number: usize,
    /// The line that it begins in, counted from 1.
    pub(crate) line: usize,
    /// The byte of that line that it begins at, counted from 1.
    pub(crate) column: usize,
}

pub(crate) struct Values<R> {
    input: R,
    value: Vec<u8>,
    number: usize,
    line: usize,
    column: usize,
    begun: bool,
}

impl<R: BufRead> Values<R> {
    pub(crate) fn of(input: R) -> Self {
        Self {
            input,
            value: Vec::new(),
            number: 0,
            line: 1,
            column: 1,
            begun: false,
        }
    }

    /// The next value, or none at the end of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Value<'_>>> {
        self.value.clear();
        if !self.skip_white_space()? {
            return Ok(None);
        }
        let (line, column) = (self.line, self.column);
        let mut scan = Scan::default();
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let (taken, done) = scan.take(chunk);
            self.value.extend_from_slice(&chunk[..taken]);
            (self.line, self.column) = moved(self.line, self.column, &chunk[..taken]);
            self.input.consume(taken);
            if done {
                break;
            }
        }
        self.number += 1;
        Ok(Some(Value {
            bytes: &self.value,
            number: self.number,
            line,
            column,
        }))
    }

    /// Goes to where the next value begins; false at the end of the input.
    fn skip_white_space(&mut self) -> io::Result<bool> {
        loop {
            let mut chunk = self.input.fill_buf()?;
            if !self.begun {
                self.begun = true;
                if chunk.starts_with(b"\xef\xbb\xbf") {
                    // A byte order mark: some editors write one, and it means nothing.
                    self.input.consume(3);
                    chunk = self.input.fill_buf()?;
                }
            }
            if chunk.is_empty() {
                return Ok(false);
            }
            let white = chunk
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let more = white == chunk.len();
            (self.line, self.column) = moved(self.line, self.column, &chunk[..white]);
            self.input.consume(white);
            if !more {
                return Ok(true);
            }
        }
    }
}

fn moved(line: usize, column: usize, over: &[u8]) -> (usize, usize) {
    match over.iter().rposition(|byte| *byte == b'\n') {
        None => (line, column + over.len()),
        Some(last) => {
            let breaks = over[..=last].split(|byte| *byte == b'\n').count() - 1;
            (line + breaks, over.len() - last)
        }
    }
}

/// Finds where a value ends, over any division into chunks.
#[derive(Debug, Default)]
struct Scan {
    depth: usize,
    inside: Inside,
    /// The last byte that is neither white space nor in a string.
    last: u8,
    after_break: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Structure,
    Text,
    /// Behind a backslash.
    Escape,
    /// A number or a word that is a value by itself, or no JSON at all.
    Scalar,
}

impl Scan {
    /// How many bytes of the chunk belong to the value, and whether it ends there.
    fn take(&mut self, chunk: &[u8]) -> (usize, bool) {
        for (at, &byte) in chunk.iter().enumerate() {
            match self.inside {
                // JSON has no line break in a string: the value broke off.
                Inside::Text | Inside::Escape if byte == b'\n' => return (at, true),
                Inside::Escape => self.inside = Inside::Text,
                Inside::Text if byte == b'\\' => self.inside = Inside::Escape,
                Inside::Text if byte == b'"' => {
                    self.inside = Inside::Structure;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                Inside::Scalar if byte.is_ascii_whitespace() || b"{[\"".contains(&byte) => {
                    return (at, true);
                }
                Inside::Text | Inside::Scalar => {}
                Inside::Structure if byte.is_ascii_whitespace() => {
                    self.after_break |= byte == b'\n';
                }
                Inside::Structure => {
                    if self.is_misplaced(byte) {
                        return (at, true);
                    }
                    if self.ends_with(byte) {
                        return (at + 1, true);
                    }
                }
            }
        }
        (chunk.len(), false)
    }

    /// Whether an object begins a line where none can stand: the value before it broke off.
    fn is_misplaced(&self, byte: u8) -> bool {
        let begins_line = byte == b'{' && self.after_break;
        begins_line && self.depth > 0 && !matches!(self.last, b',' | b'[' | b':')
    }

    /// Takes a byte of the structure; whether it is the value's last.
    fn ends_with(&mut self, byte: u8) -> bool {
        self.last = byte;
        self.after_break = false;
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b'"' => self.inside = Inside::Text,
            _ if self.depth == 0 => self.inside = Inside::Scalar,
            _ => {}
        }
        false
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
            found.push((value.line, text));
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
