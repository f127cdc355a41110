//! The formats of tables whose rows need whole answers.

use clavata_api_ext::Record;

use super::aligned::Aligned;
use super::choice::Choice;
use super::lines::Lines;
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

    /// The same, as lines of this table.
    pub(super) fn of_rows<R: Record>(&mut self) -> &mut dyn Lines<R> {
        match self {
            Self::Aligned(lines) => lines,
            Self::Json(lines) => lines,
            Self::Csv(lines) => lines,
            #[cfg(feature = "arrow")]
            Self::File(lines) => &mut **lines,
        }
    }
}
