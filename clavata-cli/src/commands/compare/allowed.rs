//! Flips that were reviewed.

use std::collections::HashSet;
use std::path::Path;

use clavata_api_ext::tuning::Flip;

use crate::exit::{Code, Failure};
use crate::input::open;

/// Content, label, from and to.
type Row = [String; 4];

/// Never contains a flip of a label without a name: in a CSV file, it would look like the flip of a verdict.
#[derive(Default)]
pub(super) struct Allowed(HashSet<Row>);

impl Allowed {
    pub(super) fn read(file: &Path) -> Result<Self, Failure> {
        let name = file.display();
        let wrong = |what: String| {
            let hint = "write a CSV file with the columns content, label, from and to; leave the label of a verdict empty";
            Failure::new(Code::Input, what, hint)
        };
        let unread = |error: &dyn std::fmt::Display| wrong(format!("cannot read {name}: {error}"));
        let input = open(file).map_err(|error| unread(&error))?;
        let mut rows = csv::Reader::from_reader(input);
        let head = rows.headers().map_err(|error| unread(&error))?.clone();
        let mut columns = [0; 4];
        for (column, wanted) in columns.iter_mut().zip(["content", "label", "from", "to"]) {
            let at = head
                .iter()
                .position(|name| name.trim_start_matches('\u{feff}').trim() == wanted);
            *column = at.ok_or_else(|| wrong(format!("{name} has no column {wanted}")))?;
        }
        let mut allowed = HashSet::new();
        for row in rows.records() {
            let row = row.map_err(|error| unread(&error))?;
            let line = row.position().map_or(0, csv::Position::line);
            let row = columns.map(|column| row[column].to_owned());
            for said in &row[2..] {
                if !["clear", "undetermined", "flagged"].contains(&said.as_str()) {
                    let what = format!(
                        "{name}, line {line}: from and to must be clear, undetermined or flagged"
                    );
                    return Err(wrong(what));
                }
            }
            allowed.insert(row);
        }
        Ok(Self(allowed))
    }

    pub(super) fn has(&self, flip: &Flip) -> bool {
        row(flip).is_some_and(|row| self.0.contains(&row))
    }

    /// The number of reviewed flips that do not occur here.
    pub(super) fn unused(&self, flips: &[Flip]) -> usize {
        let found: HashSet<Row> = flips.iter().filter_map(row).collect();
        self.0.difference(&found).count()
    }
}

/// `None` for a label without a name.
fn row(flip: &Flip) -> Option<Row> {
    let label = match flip.label.as_deref() {
        None => "",
        Some("") => return None,
        Some(label) => label,
    };
    let (from, to) = (flip.from.to_string(), flip.to.to_string());
    Some([flip.content.clone(), label.to_owned(), from, to])
}
