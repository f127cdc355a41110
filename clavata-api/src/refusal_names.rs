//! The names that only a refusal has, however they are spelled.

use std::borrow::Cow;

use memchr::memmem;

/// Whether a text names a refusal.
pub(crate) fn names_refusal(text: &str) -> bool {
    holds_name(resolved(text).as_bytes())
}

/// Whether bytes may speak of a refusal: quick, and never wrong when it says no.
pub(crate) fn may_hold(text: &[u8]) -> bool {
    // Most of what nobody asked for is empty, or next to it.
    if text.len() <= "PrecheckFailure".len() {
        return false;
    }
    holds_name(text) || has_escaped_letters(text)
}

fn holds_name(text: &[u8]) -> bool {
    failures(text).next().is_some() || confidences(text).next().is_some()
}

/// Where `PrecheckFailure` stands, in any case, its words apart or not.
pub(crate) fn failures(text: &[u8]) -> impl Iterator<Item = usize> {
    const BEFORE: &[u8] = b"prechec";
    const AFTER: &[u8] = b"failure";
    let name_at = |k: usize| {
        let start = k.checked_sub(BEFORE.len())?;
        let after = &text[k + 1..];
        let after = after.strip_prefix(b"_").unwrap_or(after);
        let after = after.trim_ascii_start();
        let is_name = text[start..k].eq_ignore_ascii_case(BEFORE)
            && after
                .get(..AFTER.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(AFTER));
        is_name.then_some(start)
    };
    // Its rarest letter.
    memchr::memchr2_iter(b'k', b'K', text).filter_map(name_at)
}

/// Where the confidence of a match stands.
pub(crate) fn confidences(text: &[u8]) -> impl Iterator<Item = usize> {
    const SPELLED: [&[u8]; 3] = [b"matchConfidence", b"match_confidence", b"MATCH_CONFIDENCE"];
    SPELLED
        .into_iter()
        .flat_map(move |name| memmem::find_iter(text, name))
}

/// Whether a letter or the like is written as `\u00…`: nobody has to, so somebody may hide.
fn has_escaped_letters(text: &[u8]) -> bool {
    memmem::find_iter(text, b"\\u00").any(|at| escaped_letter(&text[at..]).is_some())
}

/// The letter, digit or mark of a type's name that a `\u00…` at the beginning stands for.
fn escaped_letter(text: &[u8]) -> Option<u8> {
    let code = std::str::from_utf8(text.get(4..6)?).ok()?;
    let letter = u8::from_str_radix(code, 16).ok()?;
    (letter.is_ascii_alphanumeric() || b"_@./:-".contains(&letter)).then_some(letter)
}

/// The text with its `\u00…` escapes of letters and digits resolved, if there are any.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    if !has_escaped_letters(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u00") {
        let letter = escaped_letter(&rest.as_bytes()[at..]);
        plain.push_str(&rest[..at]);
        rest = if let Some(letter) = letter {
            plain.push(char::from(letter));
            &rest[at + 6..]
        } else {
            plain.push_str("\\u00");
            &rest[at + 4..]
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
