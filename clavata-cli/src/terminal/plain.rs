//! Makes text from outside safe to print. All such text for people goes through here.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::OnceLock;

use clavata_api_ext::Mask;

use super::harmful::is_harmful;

/// The API key, which must never be printed.
static SECRET: OnceLock<String> = OnceLock::new();

/// Masks this in all output from now on. Only the first key counts.
pub(crate) fn keep_secret(key: &str) {
    let key = key.trim();
    if !key.is_empty() {
        SECRET.get_or_init(|| key.to_owned());
    }
}

/// The secret that is masked everywhere.
pub(crate) fn secret() -> Option<&'static str> {
    SECRET.get().map(String::as_str)
}

/// The text with the key masked. `None` if it does not contain the key.
pub(crate) fn masked(text: &str) -> Option<String> {
    let masked = secret().map(|key| Mask::of([key]).redact(text));
    masked.filter(|masked| masked != text)
}

/// Makes text from outside safe: escapes control characters, line breaks, and characters that are invisible or change
/// the reading direction, and masks the key if the text repeats it.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    match masked(text) {
        Some(masked) => Cow::Owned(written_out(&masked).into_owned()),
        None => written_out(text),
    }
}

fn written_out(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => plain.push_str("\\n"),
            '\r' => plain.push_str("\\r"),
            '\t' => plain.push_str("\\t"),
            c if is_harmful(c) => {
                let _ = write!(plain, "\\u{{{:x}}}", u32::from(c));
            }
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(plain("\u{1b}[2Jx\u{7}"), "\\u{1b}[2Jx\\u{7}");
        assert_eq!(plain("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(plain("a\r\nb\tc"), "a\\r\\nb\\tc");
        assert_eq!(plain("abc\u{202e}gpj"), "abc\\u{202e}gpj");
        assert_eq!(plain("a\u{200d}b\u{ad}c"), "a\\u{200d}b\\u{ad}c");
        assert_eq!(plain("ünï ☃ 👩🚀 한국어"), "ünï ☃ 👩🚀 한국어");
    }
}
