//! Rows as text, each written as it arrives.

use std::io::{self, Write};
use std::mem::take;

use clavata_api_ext::Record;

use super::super::Piece;
use super::super::choice::Choice;
use super::{Form, TextRows};

pub(in super::super) struct Written<W, F> {
    out: W,
    rows: TextRows<F>,
    /// What precedes all rows, until it is written.
    head: Vec<u8>,
}

impl<W: Write, F: Form> Written<W, F> {
    /// For a table of `R`.
    pub(in super::super) fn new<R: Record>(out: W, form: F, choice: Choice) -> Self {
        let mut head = Vec::new();
        form.head(&choice.names::<R>(), &mut head);
        Self {
            out,
            rows: TextRows::new::<R>(form, choice),
            head,
        }
    }

    pub(in super::super) fn row(&mut self, row: &impl Record) -> io::Result<()> {
        self.head()?;
        if self.rows.fits(row) {
            self.rows.alone(row)?;
            self.rows.drain(&mut self.out)?;
        }
        Ok(())
    }

    /// Writes rows that were made elsewhere.
    pub(in super::super) fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        self.head()?;
        match piece {
            Piece::Text(text) => self.out.write_all(text),
            #[cfg(feature = "arrow")]
            Piece::Rows(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    pub(in super::super) fn flush(&mut self) -> io::Result<()> {
        self.head()?;
        self.out.flush()
    }

    /// Writes the head, even if there are no rows, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        self.out.write_all(&take(&mut self.head))
    }
}
