//! The formats of rows, for any table.

use std::io;

use clavata_api_ext::{Level, Record};

use super::Piece;
use super::aligned::Aligned;
use super::choice::Choice;
#[cfg(not(feature = "arrow"))]
use super::opening::no_tables;
#[cfg(feature = "arrow")]
use super::tables::Tables;
use super::target::Sink;
use super::text::{Csv, Json, Written};
use crate::arguments::{ChoiceOptions, Format, Shown};
use crate::exit::End;

pub(super) enum RecordLines {
    Aligned(Aligned<Sink>),
    Json(Written<Sink, Json>),
    Csv(Written<Sink, Csv>),
    #[cfg(feature = "arrow")]
    File(Box<Tables<Sink>>),
}

impl RecordLines {
    /// Begins a table of `R`. Formats without rows fall back to the table for people.
    pub(super) fn of<R: Record>(
        shown: &Shown,
        choice: &ChoiceOptions,
        out: Sink,
    ) -> Result<Self, End> {
        let choice = Choice::of::<R>(choice)?;
        Ok(match shown.format() {
            Format::Jsonl => Self::Json(Written::new::<R>(out, Json::default(), choice)),
            Format::Csv => Self::Csv(Written::new::<R>(out, Csv::new(&shown.csv), choice)),
            #[cfg(feature = "arrow")]
            format @ (Format::Parquet | Format::Arrow) => {
                Self::File(Box::new(Tables::new::<R>(format, out, choice)?))
            }
            #[cfg(not(feature = "arrow"))]
            Format::Parquet | Format::Arrow => return Err(no_tables().into()),
            _ => Self::Aligned(Aligned::new(out, choice)),
        })
    }

    /// Records how deep the rows go, if the format can.
    #[cfg_attr(not(feature = "arrow"), allow(unused_variables))]
    pub(super) fn noting_level(self, level: Level) -> Self {
        match self {
            #[cfg(feature = "arrow")]
            Self::File(file) => Self::File(Box::new(file.noting_level(level))),
            other => other,
        }
    }

    /// Writes a row of the type with which the table began, if it is one of the chosen rows.
    pub(super) fn row(&mut self, row: &impl Record) -> io::Result<()> {
        match self {
            Self::Aligned(lines) => lines.row(row),
            Self::Json(lines) => lines.row(row),
            Self::Csv(lines) => lines.row(row),
            #[cfg(feature = "arrow")]
            Self::File(file) => file.row(row),
        }
    }

    /// Writes rows that were made elsewhere.
    pub(super) fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        match self {
            Self::Aligned(_) => Err(io::ErrorKind::Unsupported.into()),
            Self::Json(lines) => lines.piece(piece),
            Self::Csv(lines) => lines.piece(piece),
            #[cfg(feature = "arrow")]
            Self::File(file) => file.piece(piece),
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Aligned(lines) => lines.flush(),
            Self::Json(lines) => lines.flush(),
            Self::Csv(lines) => lines.flush(),
            // The file cannot be read before it is complete.
            #[cfg(feature = "arrow")]
            Self::File(_) => Ok(()),
        }
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self {
            #[cfg(feature = "arrow")]
            Self::File(file) => file.finish(),
            lines => lines.flush(),
        }
    }
}
