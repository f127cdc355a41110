//! Rows as text, each written as it arrives.

use std::io::{self, Write};
use std::marker::PhantomData;

use clavata_api_ext::Record;

use super::super::choice::Choice;
use super::super::record_rows::Lines;
use super::{Form, TextRows};

/// For a table of `T`.
pub(in super::super) struct Written<W, F, T> {
    out: W,
    rows: TextRows<F>,
    headed: bool,
    table: PhantomData<T>,
}

impl<W: Write, F: Form, T: Record> Written<W, F, T> {
    pub(in super::super) fn new(out: W, form: F, choice: Choice) -> Self {
        Self {
            out,
            rows: TextRows::new::<T>(form, choice),
            headed: false,
            table: PhantomData,
        }
    }

    /// Writes the head, even if there are no rows, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.headed, true) {
            self.rows.head::<T>();
            self.rows.drain(&mut self.out)?;
        }
        Ok(())
    }

    /// Writes rows that were formatted elsewhere.
    pub(in super::super) fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        self.head()?;
        self.out.write_all(text)
    }
}

impl<W: Write, F: Form, T: Record> Lines for Written<W, F, T> {
    fn row<R: Record>(&mut self, row: &R) -> io::Result<()> {
        self.head()?;
        if self.rows.fits(row) {
            self.rows.alone(row)?;
            self.rows.drain(&mut self.out)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.head()?;
        self.out.flush()
    }
}
