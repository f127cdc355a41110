//! Reads the truth from a CSV file.

use std::path::Path;

use clavata_api_ext::tuning::Truth;

use crate::commands::given_rows;
use crate::exit::{End, Failure};

/// Reads a CSV file with a column that identifies content, and the columns `label` and `truth`.
pub(super) fn read(file: &Path, content: &str) -> Result<Truth, End> {
    let hint = format!(
        "write a CSV file with the columns {content}, label and truth; a truth is match or no_match"
    );
    let mut truth = Truth::default();
    let columns = [content, "label", "truth"];
    given_rows::each(file, columns, &hint, |[content, label, said]| {
        let is_match = match said.trim().to_ascii_lowercase().as_str() {
            "match" | "true" | "yes" | "1" => true,
            "no_match" | "false" | "no" | "0" => false,
            _ => return Err("the truth is neither match nor no_match"),
        };
        if truth.say(content, label, is_match) {
            Ok(())
        } else {
            Err("an earlier line has the opposite truth")
        }
    })?;
    if truth.is_empty() {
        let what = format!("{} has no rows", file.display());
        return Err(Failure::input(what, hint).into());
    }
    Ok(truth)
}
