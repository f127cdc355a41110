//! The names that only a refusal has, in any spelling.

use std::borrow::Cow;

use memchr::memmem;

/// Whether a text names a refusal.
pub(crate) fn names_refusal(text: &str) -> bool {
    holds_name(resolved(text).as_bytes())
}

/// Whether bytes may name a refusal. A quick check that is never wrong when it says no.
pub(crate) fn may_hold(text: &[u8]) -> bool {
    // Most unknown members are empty or nearly so.
    if text.len() <= "PrecheckFailure".len() {
        return false;
    }
    holds_name(text) || has_escaped_letters(text)
}

fn holds_name(text: &[u8]) -> bool {
    failures(text).next().is_some() || confidences(text).next().is_some()
}

/// The offsets of `PrecheckFailure`, in any case and with or without a gap between its words.
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
    // The search is for its rarest letter.
    memchr::memchr2_iter(b'k', b'K', text).filter_map(name_at)
}

/// The offsets of a match's confidence.
pub(crate) fn confidences(text: &[u8]) -> impl Iterator<Item = usize> {
    const SPELLED: [&[u8]; 3] = [b"matchConfidence", b"match_confidence", b"MATCH_CONFIDENCE"];
    SPELLED
        .into_iter()
        .flat_map(move |name| memmem::find_iter(text, name))
}

/// Whether a letter or the like is written as `\u00…`. These need no escape, so one may hide a name.
fn has_escaped_letters(text: &[u8]) -> bool {
    memmem::find_iter(text, b"\\u00").any(|at| escaped_letter(&text[at..]).is_some())
}

/// The character of a type's name (a letter, digit or mark) that the `\u00…` at the beginning stands for.
fn escaped_letter(text: &[u8]) -> Option<u8> {
    let code = std::str::from_utf8(text.get(4..6)?).ok()?;
    let letter = u8::from_str_radix(code, 16).ok()?;
    (letter.is_ascii_alphanumeric() || b"_@./:-".contains(&letter)).then_some(letter)
}

/// The text with its `\u00…` escapes of letters, digits and marks resolved, if there are any.
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
