//! Facts about the terminal, and protection against text from outside that would control it.

mod counted;
mod guard;
mod harmful;
mod indented;
mod masked;
mod plain;

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use clap::ValueEnum;

pub(crate) use counted::{counted, pieces};
pub(crate) use guard::{Guard, Writing};
pub(crate) use indented::indented;
pub(crate) use masked::Masked;
pub(crate) use plain::{keep_secret, masked, plain, secret};

/// The width assumed for pipes and files.
const DEFAULT_WIDTH: u16 = 80;

/// The number of columns: from `COLUMNS`, else from the terminal, else 80.
pub(crate) fn width() -> u16 {
    let wanted = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let shown = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
    wanted
        .filter(|width| *width > 0)
        .or_else(shown)
        .unwrap_or(DEFAULT_WIDTH)
}

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

static COLOR: OnceLock<Color> = OnceLock::new();

/// Sets when to use colors, once.
pub(crate) fn set_color(when: Color) {
    let _ = COLOR.set(when);
}

/// Whether to use colors: as set, or as stdout supports them. See no-color.org.
pub(crate) fn has_color() -> bool {
    match COLOR.get() {
        Some(Color::Always) => return true,
        Some(Color::Never) => return false,
        Some(Color::Auto) | None => {}
    }
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !refused && !dumb
}

static QUIET: OnceLock<bool> = OnceLock::new();

/// Sets whether to suppress progress and summaries. Takes effect once.
pub(crate) fn set_quiet(is_quiet: bool) {
    let _ = QUIET.set(is_quiet);
}

/// Whether progress and summaries are suppressed.
pub(crate) fn is_quiet() -> bool {
    QUIET.get().is_some_and(|quiet| *quiet)
}

/// Prints a line of a summary on stderr, unless suppressed. Use [`note`] for messages that must not be missed.
pub(crate) fn remark(text: &str) {
    if !is_quiet() {
        note(text);
    }
}

/// Prints a line on stderr.
pub(crate) fn note(text: &str) {
    // If stderr is gone, there is nowhere to print.
    let _ = io::stderr().write_all(format!("{}\n", plain(text)).as_bytes());
}

/// The first `limit` characters of a text, with `…` if there are more.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(cut("☃☃☃", 2), "☃☃…");
        assert_eq!(cut("☃☃", 2), "☃☃");
    }
}
