//! Rows as text: JSON lines and CSV.
//!
//! All rows of a report have most of their columns in common. What stands in these is formatted once, and
//! copied into each row as blocks of bytes.

mod csv;
mod json;
mod scan;
#[cfg(test)]
mod tests;
mod times;
mod written;

use std::io::{self, Write};
use std::ops::Range;

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{Cell, Record};

use super::choice::Choice;
use super::{FromBytes, Piece};

pub(super) use csv::Csv;
pub(super) use json::Json;
pub(super) use written::Written;

/// How the columns of a row are written.
pub(super) trait Form {
    /// What ends a row.
    const END: &'static [u8];

    /// A row without a byte. Readers would skip an empty line.
    const EMPTY: &'static [u8] = b"";

    /// Adds what comes before all rows, given the names of the columns.
    fn head(&self, _names: &[&str], _to: &mut Vec<u8>) {}

    /// What stands before the value of a column.
    fn before(name: &str, is_first: bool) -> String;

    /// Adds a value. The number of its column is the same in each row.
    fn cell(&mut self, column: usize, cell: &Cell<'_>, to: &mut Vec<u8>) -> io::Result<()>;
}

/// Makes rows in memory.
pub(super) struct TextRows<F> {
    form: F,
    choice: Choice,
    columns: Vec<Column>,
    parts: Vec<Part>,
    /// What stands in the parts that the rows of this report share.
    shared: Vec<u8>,
    report: Seen,
    made: Vec<u8>,
}

/// A column that was chosen.
struct Column {
    /// Its index in all columns.
    index: usize,
    before: String,
}

/// Columns side by side that rows of a report share, or not.
struct Part {
    columns: Range<usize>,
    is_shared: bool,
    /// Where it is in what they share.
    bytes: Range<usize>,
}

/// How many rows of the report there were.
#[derive(Clone, Copy)]
enum Seen {
    None,
    /// It may be that of the policy, which differs from the others.
    First,
    /// All others share what is kept.
    Second,
}

impl<F: Form> TextRows<F> {
    /// For rows of the kind `R`.
    pub(super) fn new<R: Record>(form: F, choice: Choice) -> Self {
        let chosen = choice.columns.clone();
        let chosen = chosen.unwrap_or_else(|| (0..R::FIELDS.len()).collect());
        let mut parts: Vec<Part> = Vec::new();
        let mut columns = Vec::new();
        for (at, index) in chosen.into_iter().enumerate() {
            let field = &R::FIELDS[index];
            let before = F::before(field.name, at == 0);
            columns.push(Column { index, before });
            match parts.last_mut() {
                Some(part) if part.is_shared == field.is_of_report => part.columns.end = at + 1,
                _ => parts.push(Part {
                    columns: at..at + 1,
                    is_shared: field.is_of_report,
                    bytes: 0..0,
                }),
            }
        }
        Self {
            form,
            choice,
            columns,
            parts,
            shared: Vec::new(),
            report: Seen::None,
            made: Vec::new(),
        }
    }

    /// Adds what comes before all rows.
    fn head<R: Record>(&mut self) {
        self.form.head(&self.choice.names::<R>(), &mut self.made);
    }

    /// The next row is the first of another report.
    fn restart(&mut self) {
        self.report = Seen::None;
    }

    /// Whether a row was chosen.
    fn fits(&self, row: &impl Record) -> bool {
        self.choice.fits(row)
    }

    /// Adds a row, whichever report it is of.
    fn alone(&mut self, row: &impl Record) -> io::Result<()> {
        self.restart();
        self.row(row)
    }

    /// Adds a row of the same report as the last one.
    fn row(&mut self, row: &impl Record) -> io::Result<()> {
        let start = self.made.len();
        match self.report {
            Seen::None => {
                self.whole(row)?;
                self.report = Seen::First;
            }
            Seen::First => {
                self.shared.clear();
                for at in 0..self.parts.len() {
                    let from = self.made.len();
                    self.part(at, row)?;
                    if self.parts[at].is_shared {
                        let kept = self.shared.len();
                        self.shared.extend_from_slice(&self.made[from..]);
                        self.parts[at].bytes = kept..self.shared.len();
                    }
                }
                self.report = Seen::Second;
            }
            Seen::Second => {
                for at in 0..self.parts.len() {
                    let part = &self.parts[at];
                    if part.is_shared {
                        self.made
                            .extend_from_slice(&self.shared[part.bytes.clone()]);
                    } else {
                        self.part(at, row)?;
                    }
                }
                debug_assert!(self.is_like_alone(start, row));
            }
        }
        if self.made.len() == start {
            self.made.extend_from_slice(F::EMPTY);
        }
        self.made.extend_from_slice(F::END);
        Ok(())
    }

    fn whole(&mut self, row: &impl Record) -> io::Result<()> {
        (0..self.parts.len()).try_for_each(|at| self.part(at, row))
    }

    #[inline]
    fn part(&mut self, at: usize, row: &impl Record) -> io::Result<()> {
        for number in self.parts[at].columns.clone() {
            let column = &self.columns[number];
            self.made.extend_from_slice(column.before.as_bytes());
            let cell = row.cell(column.index);
            self.form.cell(number, &cell, &mut self.made)?;
        }
        Ok(())
    }

    /// Whether a row that was made of what is shared is what it would be by itself.
    fn is_like_alone(&mut self, start: usize, row: &impl Record) -> bool {
        let end = self.made.len();
        let is_whole = self.whole(row).is_ok();
        let is_like = is_whole && self.made[start..end] == self.made[end..];
        self.made.truncate(end);
        is_like
    }

    /// Writes the rows so far.
    fn drain(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.made)?;
        self.made.clear();
        Ok(())
    }
}

impl<F: Form + Send> FromBytes for TextRows<F> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if self.choice.fits(*row) => self.row(*row),
            Found::Row(_) => Ok(()),
            _ => {
                self.restart();
                Ok(())
            }
        }
    }

    fn size(&self) -> usize {
        self.made.len()
    }

    fn mark(&self) -> usize {
        self.made.len()
    }

    fn back(&mut self, to: usize) {
        self.made.truncate(to);
        // A value that fails within a report lends nothing to the next report.
        self.restart();
    }

    fn take(&mut self) -> io::Result<Piece> {
        self.restart();
        Ok(Piece::Text(std::mem::take(&mut self.made)))
    }

    fn forget(&mut self) {
        self.restart();
    }
}
