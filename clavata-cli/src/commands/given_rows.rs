//! CSV files that the user writes: the truth of a sweep, and reviewed flips.

use std::fmt::Display;
use std::path::Path;

use crate::exit::Failure;
use crate::input::open;

/// Passes the values in these columns of each row to a function, which says what is wrong with them.
pub(super) fn each<const N: usize>(
    file: &Path,
    columns: [&str; N],
    hint: &str,
    mut each: impl FnMut([&str; N]) -> Result<(), &'static str>,
) -> Result<(), Failure> {
    let name = file.display();
    let wrong = |what: String| Failure::input(what, hint);
    let unread = |error: &dyn Display| wrong(format!("cannot read {name}: {error}"));
    let input = open(file).map_err(|error| unread(&error))?;
    let mut rows = csv::Reader::from_reader(input);
    let head = rows.headers().map_err(|error| unread(&error))?.clone();
    let mut places = [0; N];
    for (place, wanted) in places.iter_mut().zip(columns) {
        let is_wanted = |name: &str| name.trim_start_matches('\u{feff}').trim() == wanted;
        let mut at = head.iter().enumerate().filter(|(_, name)| is_wanted(name));
        *place = match (at.next(), at.next()) {
            (Some((at, _)), None) => at,
            (None, _) => return Err(wrong(format!("{name} has no column {wanted}"))),
            // They may differ, and only one of them would count.
            (Some(_), Some(_)) => {
                return Err(wrong(format!("{name} has two columns named {wanted}")));
            }
        };
    }
    for row in rows.records() {
        let row = row.map_err(|error| unread(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        each(places.map(|place| &row[place]))
            .map_err(|why| wrong(format!("{name}, line {line}: {why}")))?;
    }
    Ok(())
}
