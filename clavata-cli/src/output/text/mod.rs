//! Rows as text: JSON lines and CSV.
//!
//! All rows of a report have most of their columns in common. These columns are formatted once and copied into each
//! row as blocks of bytes.

mod csv;
mod earlier;
mod json;
mod parts;
mod scan;
mod shared;
#[cfg(test)]
mod tests;
mod times;
mod written;

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{Cell, Record, Row};

use super::choice::Choice;
use super::{FromBytes, Making, Piece};
use parts::{Between, Part, Repeats, add};

pub(super) use csv::Csv;
pub(super) use json::Json;
pub(super) use written::Written;

/// A text format of rows.
pub(super) trait Form {
    /// The end of a row.
    const END: &'static str;

    /// What is written instead of an empty row, which readers would skip.
    const EMPTY: &'static str = "";

    /// Adds what precedes all rows, given the names of the columns.
    fn head(&self, _names: &[&str], _to: &mut Vec<u8>) {}

    /// The text before the value of a column.
    fn before(name: &str, is_first: bool) -> String;

    /// Adds a value. `column` numbers the columns in the same way for each row.
    fn cell(&mut self, column: usize, cell: &Cell<'_>, to: &mut Vec<u8>) -> io::Result<()>;
}

/// Formats rows in memory.
pub(super) struct TextRows<F> {
    form: F,
    choice: Choice,
    /// The start of a row.
    before: Between,
    parts: Vec<Part>,
    /// The place of the next row in its report, from 0.
    place: usize,
    made: Making,
}

impl<F: Form> TextRows<F> {
    /// For rows of the kind `R`.
    pub(super) fn new<R: Record>(form: F, choice: Choice) -> Self {
        let (before, parts) = Part::of::<R, F>(&choice);
        Self {
            form,
            choice,
            before,
            parts,
            place: 0,
            made: Making::default(),
        }
    }

    /// Says that the next row is the first of another report.
    fn restart(&mut self) {
        self.place = 0;
        for part in &mut self.parts {
            if let Repeats::InReport(shared) = &mut part.repeats {
                shared.restart();
            }
        }
    }

    /// Whether a row was selected.
    fn fits(&self, row: &impl Record) -> bool {
        self.choice.fits(row)
    }

    /// Adds a row on its own, whichever report it belongs to.
    fn alone(&mut self, row: &impl Record) -> io::Result<()> {
        let start = self.made.text.len();
        self.before.add(&mut self.made.text);
        for part in &self.parts {
            add(&part.columns, row, &mut self.form, &mut self.made.text)?;
        }
        self.fill(start);
        Ok(())
    }

    /// Adds a row of the same report as the last row.
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        let start = self.made.text.len();
        let to = &mut self.made.text;
        self.before.add(to);
        for part in &mut self.parts {
            let (columns, form) = (&part.columns, &mut self.form);
            match &mut part.repeats {
                Repeats::InReport(shared) => shared.add(columns, row, form, to)?,
                Repeats::InPlace(earlier) => earlier.add(self.place, columns, row, form, to)?,
                Repeats::Nowhere => add(columns, row, form, to)?,
            }
        }
        self.fill(start);
        debug_assert!(self.is_like_alone(start, row));
        self.place += 1;
        Ok(())
    }

    /// Replaces the row that begins at `start` if it is empty.
    fn fill(&mut self, start: usize) {
        if self.made.text.len() == start + F::END.len() {
            self.made.text.truncate(start);
            self.made.text.extend_from_slice(F::EMPTY.as_bytes());
            self.made.text.extend_from_slice(F::END.as_bytes());
        }
    }

    /// Whether a row made partly of copies equals the row formatted on its own.
    fn is_like_alone(&mut self, start: usize, row: &Row<'_>) -> bool {
        let end = self.made.text.len();
        let is_alone = self.alone(row).is_ok();
        let is_like = is_alone && self.made.text[start..end] == self.made.text[end..];
        self.made.text.truncate(end);
        is_like
    }

    /// Writes the rows so far.
    fn drain(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.made.text)?;
        self.made.text.clear();
        Ok(())
    }
}

impl<F: Form + Send> FromBytes for TextRows<F> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if self.choice.fits(*row) => self.row(row),
            Found::Row(_) => {
                self.place += 1;
                Ok(())
            }
            _ => {
                self.restart();
                Ok(())
            }
        }
    }

    fn size(&self) -> usize {
        self.made.text.len()
    }

    fn mark(&self) -> usize {
        self.made.text.len()
    }

    fn back(&mut self, to: usize) {
        self.made.text.truncate(to);
        // Nothing of a report that failed may be copied into the next report.
        self.restart();
    }

    fn take(&mut self) -> io::Result<Piece> {
        self.restart();
        Ok(Piece::Text(self.made.take()))
    }

    fn forget(&mut self) {
        self.restart();
    }
}
