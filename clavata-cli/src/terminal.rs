//! What is known of the terminal, and how foreign text is kept from commanding it.

use std::borrow::Cow;
use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

/// The width where nobody says: pipes and files have none.
const DEFAULT_WIDTH: u16 = 80;

/// How many columns there are: of `COLUMNS`, else of the terminal, else 80.
pub(crate) fn width() -> u16 {
    let wanted = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let shown = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
    wanted
        .filter(|width| *width > 0)
        .or_else(shown)
        .unwrap_or(DEFAULT_WIDTH)
}

/// Whether stdout takes colours. See no-color.org.
pub(crate) fn has_colour() -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !refused && !dumb
}

/// Text of others with everything written out that a terminal would obey or that would hide what
/// the text says: control characters, line breaks, and marks that turn the reading direction.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
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

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Tells something on stderr, on a line of its own.
pub(crate) fn note(text: &str) {
    // Where stderr is gone, there is nobody to tell.
    let _ = io::stderr().write_all(format!("{}\n", plain(text)).as_bytes());
}

/// The first `limit` characters of a text, with `…` where there are more.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, plain};

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(plain("\u{1b}[2Jx\u{7}"), "\\u{1b}[2Jx\\u{7}");
        assert_eq!(plain("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(plain("a\r\nb\tc"), "a\\r\\nb\\tc");
        assert_eq!(plain("abc\u{202e}gpj"), "abc\\u{202e}gpj");
        assert_eq!(plain("ünï ☃ 👩‍🚀"), "ünï ☃ 👩‍🚀");
    }

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(cut("☃☃☃", 2), "☃☃…");
        assert_eq!(cut("☃☃", 2), "☃☃");
    }
}
