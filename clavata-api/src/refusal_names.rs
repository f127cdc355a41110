//! The names that only a refusal has, in any spelling.

use std::borrow::Cow;
use std::iter;

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
    failures(text).next().is_some()
        || CONFIDENCES
            .iter()
            .any(|name| confidences(text, name).next().is_some())
}

/// The offsets of all names, in order.
pub(crate) fn places(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut failures = failures(text).peekable();
    let mut confidences = CONFIDENCES.map(|name| confidences(text, name).peekable());
    iter::from_fn(move || {
        let next = confidences.iter_mut().filter_map(|of| of.peek().copied());
        let next = next.chain(failures.peek().copied()).min()?;
        failures.next_if_eq(&next);
        for of in &mut confidences {
            of.next_if_eq(&next);
        }
        Some(next)
    })
}

/// The offsets of the words that name known child abuse material, which the gateway finds in NCMEC's list of hashes.
pub(crate) fn abuse(text: &[u8]) -> impl Iterator<Item = usize> {
    // `M` is the third letter of one word and the last of the other.
    let word_at = move |m: usize| {
        let is = |start: usize, word: &[u8]| {
            let found = text.get(start..start + word.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        };
        let ncmec = m.checked_sub(2).filter(|start| is(*start, b"NCMEC"));
        ncmec.or_else(|| m.checked_sub(3).filter(|start| is(*start, b"CSAM")))
    };
    memchr::memchr2_iter(b'm', b'M', text).filter_map(word_at)
}

/// Whether a text names known child abuse material.
pub fn names_abuse(text: &str) -> bool {
    abuse(resolved(text).as_bytes()).next().is_some()
}

/// The offsets of `PrecheckFailure`, in any case and with or without a gap between its words.
fn failures(text: &[u8]) -> impl Iterator<Item = usize> {
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

/// The spellings of a match's confidence.
const CONFIDENCES: [&[u8]; 3] = [b"matchConfidence", b"match_confidence", b"MATCH_CONFIDENCE"];

fn confidences<'t>(text: &'t [u8], name: &'static [u8]) -> impl Iterator<Item = usize> + 't {
    memmem::find_iter(text, name)
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
            // In a string within a string, the escape is escaped.
            plain.truncate(plain.trim_end_matches('\\').len());
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
