//! CSV files that the user writes: the truth of a sweep, and reviewed flips.

use std::fmt::Display;
use std::io::Read as _;
use std::path::Path;

use crate::exit::{End, Failure};
use crate::input::open;
use crate::signals;

/// Follows the file. Only a quote that is never closed can swallow it, and with it the rows before it.
const END: &str = "\nend\n";

/// Passes the values in these columns of each row to a function, which says what is wrong with them.
pub(super) fn each<const N: usize>(
    file: &Path,
    columns: [&str; N],
    hint: &str,
    mut each: impl FnMut([&str; N]) -> Result<(), &'static str>,
) -> Result<(), End> {
    let name = file.display();
    let wrong = |what: String| End::from(Failure::input(what, hint));
    let unread = |error: &dyn Display| match signals::heed() {
        Ok(()) => wrong(format!("cannot read {name}: {error}")),
        // A signal ends the read with an error, which is not reported.
        Err(interrupted) => interrupted.into(),
    };
    let input = open(file).map_err(|error| unread(&error))?;
    let mut reader = csv::ReaderBuilder::new();
    let mut rows = reader
        .flexible(true)
        .from_reader(input.chain(END.as_bytes()));
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
    let mut line = 1;
    let mut rows = rows.records().peekable();
    while let Some(row) = rows.next() {
        let row = row.map_err(|error| unread(&error))?;
        let is_last = rows.peek().is_none();
        if is_last && row.len() == 1 && &row[0] == END.trim() {
            return Ok(());
        }
        line = row.position().map_or(line, csv::Position::line);
        if is_last {
            break;
        }
        let said = if row.len() == head.len() {
            each(places.map(|place| &row[place]))
        } else {
            Err("it has more or fewer values than the header")
        };
        said.map_err(|why| wrong(format!("{name}, line {line}: {why}")))?;
    }
    let why = "a quote is opened in this row and never closed";
    Err(wrong(format!("{name}, line {line}: {why}")))
}
