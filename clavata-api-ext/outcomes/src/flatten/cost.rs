//! Reads what an evaluation cost.

use clavata_api::json::{Cursor, Fault, Keys, double};
use clavata_api::types::TokenUsage;

use super::holes::Hole;
use super::nodes::{Header, Report};
use super::unseen::is_plain_number;

// In the order in which the gateway writes them.
static USAGE: Keys<3> = Keys::new(["inputTokens", "billedTokens", "multiplier"]);

impl Report {
    /// Reads the cost. `null` means that the server does not report it.
    pub(super) fn usage(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        if cursor.null()? {
            return Ok(());
        }
        self.header.usage = Some(TokenUsage::default());
        cursor.members(&USAGE, |cursor, key| {
            let hole = match key {
                "inputTokens" => Hole::InputTokens,
                "billedTokens" => Hole::BilledTokens,
                _ => Hole::Multiplier,
            };
            let start = cursor.position();
            self.header.spent(cursor, hole)?;
            self.learned.note(start, cursor, hole);
            Ok::<(), Fault>(())
        })?;
        Ok(())
    }
}

impl Header {
    /// Reads one number of the cost.
    pub(super) fn spent(&mut self, cursor: &mut Cursor<'_>, number: Hole) -> Result<(), Fault> {
        let usage = self.usage.get_or_insert_default();
        match number {
            Hole::InputTokens => usage.input_tokens = whole(cursor, "inputTokens")?,
            Hole::BilledTokens => usage.billed_tokens = whole(cursor, "billedTokens")?,
            _ => usage.multiplier = single(cursor)?,
        }
        Ok(())
    }
}

fn whole(cursor: &mut Cursor<'_>, key: &'static str) -> Result<i32, Fault> {
    cursor.peek()?;
    if let Some(number) = cursor.small_number() {
        // Nine digits fit.
        return Ok(number.cast_signed());
    }
    let raw = cursor.raw()?;
    let usage = decoded_usage(cursor, key, raw)?;
    Ok(match key {
        "inputTokens" => usage.input_tokens,
        _ => usage.billed_tokens,
    })
}

fn single(cursor: &mut Cursor<'_>) -> Result<f32, Fault> {
    cursor.peek()?;
    let start = cursor.position();
    if !cursor.fraction() {
        let raw = cursor.raw()?;
        if !is_plain_number(raw.as_bytes()) {
            return Ok(decoded_usage(cursor, "multiplier", raw)?.multiplier);
        }
    }
    cursor.go_to(start);
    #[allow(clippy::cast_possible_truncation)] // decoding rounds it in the same way
    Ok(double(cursor)? as f32)
}

#[cold]
fn decoded_usage(
    cursor: &mut Cursor<'_>,
    key: &'static str,
    raw: &str,
) -> Result<TokenUsage, Fault> {
    match clavata_api::decode(format!("{{\"{key}\":{raw}}}").as_bytes()) {
        Ok(usage) => Ok(usage),
        Err(_) => cursor.fail("a value of the wrong type"),
    }
}
