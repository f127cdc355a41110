//! Filters data on its way to a terminal: control characters are escaped.

use std::io::{self, Write};

use super::harmful::is_harmful;

/// How characters are escaped without changing the data.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Writing {
    /// JSON escapes. In JSON, such characters can only be in strings.
    Json,
    /// `\u{…}`, for formats without escapes.
    Text,
}

/// Passes writes on to a terminal. A character may be split between writes.
pub(crate) struct Guard<W> {
    out: W,
    writing: Writing,
    /// The start of a character, or a carriage return that may be the first half of a line end.
    held: Vec<u8>,
}

impl<W: Write> Guard<W> {
    pub(crate) fn new(out: W, writing: Writing) -> Self {
        Self {
            out,
            writing,
            held: Vec::new(),
        }
    }

    /// Writes bytes that end with a whole character.
    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut safe = String::with_capacity(bytes.len());
        for piece in bytes.utf8_chunks() {
            let mut rest = piece.valid().chars().peekable();
            while let Some(c) = rest.next() {
                match c {
                    '\n' | '\t' => safe.push(c),
                    '\r' if rest.peek() == Some(&'\n') => safe.push(c),
                    c if is_harmful(c) => self.write_out(c, &mut safe),
                    c => safe.push(c),
                }
            }
            if !piece.invalid().is_empty() {
                safe.push('\u{fffd}');
            }
        }
        self.out.write_all(safe.as_bytes())
    }

    fn write_out(&self, c: char, safe: &mut String) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = match self.writing {
            Writing::Text => write!(safe, "\\u{{{:x}}}", u32::from(c)),
            Writing::Json => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .try_for_each(|unit| write!(safe, "\\u{unit:04x}")),
        };
    }

    fn release(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return Ok(());
        }
        self.pass(&held)
    }
}

/// The part of these bytes up to the last whole character or invalid sequence.
fn whole(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return bytes.len() - 1;
    }
    let end = &bytes[bytes.len().saturating_sub(3)..];
    let last = end
        .utf8_chunks()
        .last()
        .map_or(&[][..], |last| last.invalid());
    match std::str::from_utf8(last) {
        // More bytes may complete it.
        Err(error) if error.error_len().is_none() => bytes.len() - last.len(),
        _ => bytes.len(),
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let rest = self.held.split_off(whole(&self.held));
        let passing = std::mem::replace(&mut self.held, rest);
        self.pass(&passing)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.release()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{Guard, Writing, is_harmful};

    fn shown(bytes: &[u8], writing: Writing, step: usize) -> String {
        let mut guard = Guard::new(Vec::new(), writing);
        for piece in bytes.chunks(step) {
            guard.write_all(piece).unwrap();
        }
        guard.flush().unwrap();
        String::from_utf8(guard.out.clone()).unwrap()
    }

    #[test]
    fn a_terminal_gets_nothing_that_it_would_obey_however_it_comes() {
        let all = (0..=0x10_ffff)
            .filter_map(char::from_u32)
            .filter(|c| is_harmful(*c));
        let text: String = all.flat_map(|c| [c, 'x']).collect();
        for writing in [Writing::Json, Writing::Text] {
            for step in [1, 2, 3, 5, 1 << 20] {
                let shown = shown(text.as_bytes(), writing, step);
                let bad = shown
                    .chars()
                    .find(|c| is_harmful(*c) && !"\n\t".contains(*c));
                assert_eq!(bad, None, "{writing:?} in steps of {step}");
            }
        }
    }

    #[test]
    fn json_says_the_same_as_before() {
        let text = "\u{7f}\u{9b}31m\u{202e}☃\u{e0041}👩\u{200d}🚀\u{1b}";
        let line = format!("{}\n", serde_json::to_string(text).unwrap());
        for step in 1..6 {
            let shown = shown(line.as_bytes(), Writing::Json, step);
            assert!(!shown.trim_end().contains(is_harmful), "{shown:?}");
            let read: String = serde_json::from_str(&shown).unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn lines_and_plain_text_stay_as_they_are() {
        let text = "a,b\r\n\"c\td\"\r\n한국어,☃👩🚀\r\n";
        for step in 1..6 {
            assert_eq!(shown(text.as_bytes(), Writing::Text, step), text);
        }
        assert_eq!(shown(b"a\rb\r", Writing::Text, 1), "a\\u{d}b\\u{d}");
        assert_eq!(shown(b"a\xff\xf0b", Writing::Text, 1), "a\u{fffd}\u{fffd}b");
    }
}
