//! Reads the truth from a CSV file.

use std::path::Path;

use clavata_api_ext::tuning::Truth;

use crate::exit::{Code, Failure};
use crate::input::open;

/// Reads a CSV file with a column that identifies content, and the columns `label` and `truth`.
pub(super) fn read(file: &Path, content: &str) -> Result<Truth, Failure> {
    let name = file.display();
    let wrong = |what: String| {
        Failure::new(
            Code::Input,
            what,
            format!(
                "write a CSV file with the columns {content}, label and truth; a truth is match or no_match"
            ),
        )
    };
    let unread = |error: &dyn std::fmt::Display| wrong(format!("cannot read {name}: {error}"));
    let input = open(file).map_err(|error| unread(&error))?;
    let mut rows = csv::Reader::from_reader(input);
    let head = rows.headers().map_err(|error| unread(&error))?.clone();
    let column = |wanted: &str| {
        let at = head
            .iter()
            .position(|name| name.trim_start_matches('\u{feff}').trim() == wanted);
        at.ok_or_else(|| wrong(format!("{name} has no column {wanted}")))
    };
    let (content, label, said) = (column(content)?, column("label")?, column("truth")?);
    let mut truth = Truth::default();
    for row in rows.records() {
        let row = row.map_err(|error| unread(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let is_match = match row[said].trim().to_ascii_lowercase().as_str() {
            "match" | "true" | "yes" | "1" => true,
            "no_match" | "false" | "no" | "0" => false,
            _ => {
                return Err(wrong(format!(
                    "{name}, line {line}: the truth is neither match nor no_match"
                )));
            }
        };
        if !truth.say(&row[content], &row[label], is_match) {
            return Err(wrong(format!(
                "{name}, line {line}: an earlier line has the opposite truth"
            )));
        }
    }
    if truth.is_empty() {
        return Err(wrong(format!("{name} has no rows")));
    }
    Ok(truth)
}
