//! Finds refusals in the words of the gateway.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::columns::plain;

/// The words of a refusal, in the form of [`plain`].
const WORDS: [&str; 3] = ["precheck", "ncmec", "csam"];

/// The number of bytes to read at once.
const PIECE: usize = 1 << 16;

/// Whether a text has a word of a refusal.
pub(super) fn is_said(text: &[u8]) -> bool {
    let text = plain(text);
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a file has such a word anywhere. For outputs whose rows cannot be read: content with such a word is then
/// taken for a refusal as well.
pub(super) fn is_said_in(path: &Path) -> bool {
    let search = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        let mut piece = vec![0; PIECE];
        let mut text = String::new();
        loop {
            let count = file.read(&mut piece)?;
            if count == 0 {
                return Ok(false);
            }
            text.push_str(&plain(&piece[..count]));
            if is_said(text.as_bytes()) {
                return Ok(true);
            }
            // A word may continue in the next piece.
            let longest = WORDS.map(str::len).into_iter().max().unwrap_or_default();
            let kept = text.char_indices().rev().nth(longest);
            text.drain(..kept.map_or(0, |(at, _)| at));
        }
    };
    search().unwrap_or_default()
}
