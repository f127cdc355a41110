//! Flips that were reviewed.

use std::collections::HashSet;
use std::path::Path;

use clavata_api_ext::tuning::Flip;

use crate::commands::given_rows;
use crate::exit::End;

/// Content, label, from and to.
type Row = [String; 4];

/// Never contains a flip of a label without a name: in a CSV file, it would look like the flip of a verdict.
#[derive(Default)]
pub(super) struct Allowed(HashSet<Row>);

impl Allowed {
    pub(super) fn read(file: &Path) -> Result<Self, End> {
        let hint = "write a CSV file with the columns content, label, from and to; leave the label of a verdict empty";
        let columns = ["content", "label", "from", "to"];
        let mut allowed = HashSet::new();
        given_rows::each(file, columns, hint, |row| {
            for said in &row[2..] {
                if !["clear", "undetermined", "flagged"].contains(said) {
                    return Err("from and to must be clear, undetermined or flagged");
                }
            }
            allowed.insert(row.map(str::to_owned));
            Ok(())
        })?;
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
