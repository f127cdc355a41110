//! Reads texts, outcomes, ids and states, however the wire writes them.

use clavata_api::Id;
use clavata_api::types::{JobStatus, Outcome, Status};

use super::nodes::{Report, Said};
use crate::text::Text;
use clavata_api::json::{Cursor, Fault};
use clavata_api::says_something;

impl Report {
    /// Reads a string; empty for `null`.
    #[inline]
    pub(super) fn text(&mut self, cursor: &mut Cursor<'_>) -> Result<Text, Fault> {
        match cursor.peek()? {
            b'"' => {}
            b'n' => return cursor.null().map(|_| Text::default()),
            _ => return cursor.fail("expected a string"),
        }
        let sent = cursor.position() + 1;
        if cursor.quoted()? {
            return Ok(Text::sent(sent, cursor.position() - 1));
        }
        let start = self.unescaped.len();
        cursor.go_to(sent);
        cursor.escaped(Some(&mut self.unescaped))?;
        Ok(Text::unescaped(start, self.unescaped.len()))
    }

    /// Reads an outcome: by its bytes if it has a name, otherwise as decoding does.
    #[inline]
    pub(super) fn said(&mut self, cursor: &mut Cursor<'_>) -> Result<Said, Fault> {
        cursor.peek()?;
        if cursor.eat(b"\"OUTCOME_FALSE\"") {
            Ok(Said::False)
        } else if cursor.eat(b"\"OUTCOME_TRUE\"") {
            Ok(Said::True)
        } else {
            self.rare_outcome(cursor)
        }
    }

    #[cold]
    fn rare_outcome(&mut self, cursor: &mut Cursor<'_>) -> Result<Said, Fault> {
        let raw = cursor.raw()?;
        let known = plain_name(raw)
            .and_then(|name| self.unknown.iter().position(|held| held.as_str() == name));
        if let Some(known) = known {
            return Ok(Said::Unknown(number(known)));
        }
        let Ok(outcome) = serde_json::from_str::<Outcome>(raw) else {
            return cursor.fail("expected the name or the number of an outcome");
        };
        Ok(match outcome {
            Outcome::Unspecified => Said::Unspecified,
            Outcome::False => Said::False,
            Outcome::True => Said::True,
            Outcome::Failed => Said::Failed,
            unknown => {
                let known = self.unknown.iter().position(|held| *held == unknown);
                Said::Unknown(number(known.unwrap_or_else(|| {
                    self.unknown.push(unknown);
                    self.unknown.len() - 1
                })))
            }
        })
    }
}

/// The number of an unknown outcome. Each takes some bytes of the report, so a `u32` can always count
/// them.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The text of an unknown outcome, if its JSON shows it directly: a string without escapes, or an
/// integer that has no name and that rounding does not change.
fn plain_name(raw: &str) -> Option<&str> {
    let text = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    match text {
        Some(text) => (!text.contains('\\')).then_some(text),
        None if raw.len() > 15 => None,
        None => raw
            .parse()
            .is_ok_and(|number: u64| number > 3)
            .then_some(raw),
    }
}

/// The last id that was read in one place. Most answers repeat the same id.
#[derive(Debug, Default)]
pub(super) struct LastId {
    /// As sent, with its quotes. Empty if there was none.
    sent: String,
    id: Option<Id>,
}

/// In bytes. Enough for a UUID, and small enough that an answer cannot fill memory.
const LONGEST_KEPT: usize = 64;

impl LastId {
    /// Reads an id; `None` for `null` or an empty string.
    #[inline]
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<Id>, Fault> {
        cursor.peek()?;
        if !self.sent.is_empty() && cursor.eat(self.sent.as_bytes()) {
            return Ok(self.id.clone());
        }
        let start = cursor.position();
        self.id = id(cursor)?;
        self.sent.clear();
        let sent = &cursor.text()[start..cursor.position()];
        if sent.len() <= LONGEST_KEPT {
            self.sent.push_str(sent);
        }
        Ok(self.id.clone())
    }
}

/// Reads an id; `None` for `null` or an empty string.
fn id(cursor: &mut Cursor<'_>) -> Result<Option<Id>, Fault> {
    if cursor.null()? {
        return Ok(None);
    }
    if cursor.peek()? != b'"' {
        return cursor.fail("expected an id, or an empty string if there is none");
    }
    let text = cursor.string()?;
    Ok((!text.is_empty()).then(|| Id::from(text.as_ref())))
}

pub(super) fn job_status(cursor: &mut Cursor<'_>) -> Result<JobStatus, Fault> {
    match serde_json::from_str(cursor.raw()?) {
        Ok(status) => Ok(status),
        Err(_) => cursor.fail("expected the name or the number of a job status"),
    }
}

pub(super) fn status(cursor: &mut Cursor<'_>) -> Result<Option<Status>, Fault> {
    let raw = cursor.raw()?;
    if !says_something(raw) {
        return Ok(None);
    }
    match clavata_api::decode::<Status>(raw.as_bytes()) {
        Ok(status) if status != Status::default() => Ok(Some(status)),
        _ => cursor.fail("expected a status with code and message"),
    }
}
