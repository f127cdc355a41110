//! Masks the key in data, in case a gateway repeats it.

use std::io::{self, Write};

use memchr::memmem;

/// Passes writes on, with `…` in place of the key. Writes should be large.
pub(crate) struct Masked<W> {
    out: W,
    key: &'static [u8],
    /// The bytes at the end that may be the start of the key.
    held: Vec<u8>,
}

impl<W: Write> Masked<W> {
    pub(crate) fn new(out: W, key: &'static str) -> Self {
        Self {
            out,
            key: key.as_bytes(),
            held: Vec::new(),
        }
    }
}

impl<W: Write> Write for Masked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let mut done = 0;
        while let Some(at) = memmem::find(&self.held[done..], self.key) {
            self.out.write_all(&self.held[done..done + at])?;
            self.out.write_all("…".as_bytes())?;
            done += at + self.key.len();
        }
        let begun = (self.held.len() - done).min(self.key.len() - 1);
        let sure = self.held.len() - begun;
        self.out.write_all(&self.held[done..sure])?;
        self.held.drain(..sure);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.held)?;
        self.held.clear();
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Masked;

    #[test]
    fn the_key_is_in_no_data_however_it_comes() {
        let text = "test-key,a test-ke,test-test-key\r\ntest-keytest-key test-k";
        for step in 1..text.len() {
            let mut masked = Masked::new(Vec::new(), "test-key");
            for piece in text.as_bytes().chunks(step) {
                masked.write_all(piece).unwrap();
            }
            masked.flush().unwrap();
            let shown = String::from_utf8(masked.out.clone()).unwrap();
            assert_eq!(shown, "…,a test-ke,test-…\r\n…… test-k", "{step}");
        }
    }
}
