//! Finds what follows the results of a job, which their rows need.

use std::ops::Range;

use clavata_api::json::{Cursor, Fault};
use memchr::memchr_iter;

/// What may follow a list within a report, and nothing in a job.
const WITHIN: [&[u8]; 4] = [
    b"\"exceptionEvaluationReport\"",
    b"\"reviewResult\"",
    b"\"assertionEvaluationReports\"",
    b"\"sectionEvaluationReports\"",
];

/// Finds the end of the results of a job, given where they begin and how far to search, without reading them. Returns
/// the position of the key after them, or `None` if that is not certain.
///
/// The gateway writes `created` and `updated` after the results, and no list within a report comes before
/// these keys. In a string, no quote follows `],`: it would end the string there, and only a quote that opens
/// a key follows a comma in an object. So at `],"created"`, a list has ended.
///
/// The caller checks that it meets the key in this place.
pub(super) fn end_of_results(text: &str, Range { start, end }: Range<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_within = |key: usize| WITHIN.iter().any(|within| bytes[key..].starts_with(within));
    for at in memchr_iter(b']', &bytes[start..end]) {
        let at = start + at + 1;
        let (next, rest) = after(bytes, at)?;
        match next {
            b',' => {
                let (quote, key) = after(bytes, rest)?;
                let key = key - 1;
                if quote != b'"' {
                    continue;
                }
                if bytes[key..].starts_with(b"\"created\"") {
                    return has_updated(text, key).then_some(key);
                }
                if !is_within(key) {
                    return None;
                }
            }
            // It may end a label, or the job.
            b'}' => {
                let (comma, rest) = after(bytes, rest)?;
                let (_, key) = after(bytes, rest)?;
                let is_of_result = bytes[key - 1..].starts_with(b"\"created\"");
                if comma != b',' || !(is_of_result || is_within(key - 1)) {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns the next byte that is not whitespace, and the position after it.
fn after(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
    let skipped = bytes[from..].iter().take_while(|byte| space(byte)).count();
    let at = from + skipped;
    Some((*bytes.get(at)?, at + 1))
}

/// Whether the members from this key to the end of their object include `updated`. A result may have
/// `created` as well.
fn has_updated(text: &str, key: usize) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.go_to(key);
    let mut is_there = false;
    members(&mut cursor, |cursor, key| {
        is_there |= key == "updated";
        cursor.skip()
    })
    .is_ok()
        && is_there
}

/// Visits the members of an object from the key at the cursor to its end.
pub(super) fn members(
    cursor: &mut Cursor<'_>,
    mut each: impl FnMut(&mut Cursor<'_>, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    loop {
        let key = cursor.string()?;
        cursor.peek()?;
        if !cursor.eat(b":") {
            return Err(Fault);
        }
        each(cursor, &key)?;
        cursor.peek()?;
        if !cursor.eat(b",") {
            return Ok(());
        }
    }
}
