//! What the rows of a report share: formatted for the first of them, and copied into the others.

use std::io;

use clavata_api_ext::Row;

use super::Form;
use super::parts::Column;

/// Columns that the rows of this report share.
#[derive(Default)]
pub(super) struct Shared {
    rows: Rows,
    written: Vec<u8>,
    /// Where each column ends in it.
    ends: Vec<usize>,
}

/// How many rows of the report there were.
#[derive(Clone, Copy, Default)]
enum Rows {
    #[default]
    None,
    /// It may be that of the policy.
    One,
    /// All others say the same.
    More,
}

impl Shared {
    /// The next row is the first of another report.
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
        match self.rows {
            Rows::None => self.first(columns, row, form, to),
            Rows::One => self.second(columns, row, form, to),
            Rows::More => {
                to.extend_from_slice(&self.written);
                Ok(())
            }
        }
    }

    fn first<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let start = to.len();
        self.ends.clear();
        for column in columns {
            column.add(row, form, to)?;
            self.ends.push(to.len() - start);
        }
        self.keep(&to[start..], Rows::One);
        Ok(())
    }

    /// Only what the row of the policy says alone may differ.
    fn second<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let start = to.len();
        let mut from = 0;
        for (column, end) in columns.iter().zip(&self.ends) {
            if column.is_of_policy {
                column.add(row, form, to)?;
            } else {
                to.extend_from_slice(&self.written[from..*end]);
            }
            from = *end;
        }
        self.keep(&to[start..], Rows::More);
        Ok(())
    }

    fn keep(&mut self, written: &[u8], rows: Rows) {
        self.written.clear();
        self.written.extend_from_slice(written);
        self.rows = rows;
    }
}
