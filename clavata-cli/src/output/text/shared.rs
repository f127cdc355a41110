//! Columns that all rows of a report share: formatted for the first row and copied into the others.

use std::io;

use clavata_api_ext::Row;

use super::Form;
use super::parts::Column;

/// A group of columns that the rows of a report share.
#[derive(Default)]
pub(super) struct Shared {
    rows: Rows,
    written: Vec<u8>,
    /// Where each column ends in `written`.
    ends: Vec<usize>,
}

/// How many rows of the report were added.
#[derive(Clone, Copy, Default)]
enum Rows {
    #[default]
    None,
    /// This row may be the one of the policy.
    One,
    /// All further rows have the same values.
    More,
}

impl Shared {
    /// Says that the next row is the first of another report.
    pub(super) fn restart(&mut self) {
        self.rows = Rows::None;
    }

    /// Adds the columns of a row.
    #[inline]
    pub(super) fn add<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        if matches!(self.rows, Rows::More) {
            to.extend_from_slice(&self.written);
            return Ok(());
        }
        self.begin(columns, row, form, to)
    }

    /// Adds and keeps the columns of the first or second row. The second may differ only in the columns that belong
    /// to the policy's row.
    fn begin<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let is_first = matches!(self.rows, Rows::None);
        if is_first {
            self.ends.clear();
        }
        let start = to.len();
        let mut from = 0;
        for (number, column) in columns.iter().enumerate() {
            if is_first || column.is_of_policy {
                column.add(row, form, to)?;
            } else {
                to.extend_from_slice(&self.written[from..self.ends[number]]);
            }
            if is_first {
                self.ends.push(to.len() - start);
            }
            from = self.ends[number];
        }
        self.written.clear();
        self.written.extend_from_slice(&to[start..]);
        self.rows = if is_first { Rows::One } else { Rows::More };
        Ok(())
    }
}
