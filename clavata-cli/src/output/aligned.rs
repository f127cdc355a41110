//! Rows for people, in fixed-width columns, so that each line can be printed at once.

use std::io::{self, Write};

use clavata_api_ext::{Cell, Field, FieldKind, Record};

use super::choice::Choice;
use super::list::minute;
use crate::terminal::{cut, plain};

/// Longer texts are cut, in characters.
const LONGEST: usize = 400;

pub(super) struct Aligned<W> {
    out: W,
    choice: Choice,
    headed: bool,
}

impl<W> Aligned<W> {
    pub(super) fn new(out: W, choice: Choice) -> Self {
        Self {
            out,
            choice,
            headed: false,
        }
    }
}

impl<W: Write> Aligned<W> {
    pub(super) fn row<R: Record>(&mut self, row: &R) -> io::Result<()> {
        if !self.choice.fits(row) {
            return Ok(());
        }
        let fields: Vec<Field> = self
            .choice
            .names::<R>()
            .into_iter()
            .filter_map(|name| R::column(name).map(|at| R::FIELDS[at]))
            .collect();
        if !std::mem::replace(&mut self.headed, true) {
            let names: Vec<String> = fields.iter().map(|field| field.name.to_owned()).collect();
            self.line(&fields, &names)?;
        }
        let mut cells = Vec::with_capacity(fields.len());
        let _ = self.choice.each_cell(row, |cell| {
            cells.push(cell_text(&cell));
            Ok::<(), ()>(())
        });
        self.line(&fields, &cells)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn line(&mut self, fields: &[Field], cells: &[String]) -> io::Result<()> {
        let mut line = String::new();
        for (field, cell) in fields.iter().zip(cells) {
            let width = width(field);
            let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
            let is_number = !matches!(field.kind, FieldKind::Text | FieldKind::Time);
            line += if line.is_empty() { "" } else { "  " };
            let (first, then) = if is_number {
                (pad.as_str(), cell.as_str())
            } else {
                (cell.as_str(), pad.as_str())
            };
            line += first;
            line += then;
        }
        writeln!(self.out, "{}", line.trim_end())
    }
}

fn width(field: &Field) -> usize {
    let usual = match (field.kind, field.name) {
        (FieldKind::Time, _) => 17,
        (FieldKind::Text, "day") => 10,
        (FieldKind::Text, name) if name.ends_with("_id") || name.ends_with("_uuid") => 36,
        (FieldKind::Text, _) => 12,
        _ => 6,
    };
    usual.max(field.name.len())
}

/// A value as people read it.
fn cell_text(cell: &Cell<'_>) -> String {
    let text = |text: &str| cut(&plain(&cut(text, LONGEST)), LONGEST).into_owned();
    match cell {
        Cell::Text(said) => text(said),
        Cell::Id(id) => text(id.as_str(&mut [0; 36])),
        Cell::Outcome(_) => text(cell.outcome_text()),
        Cell::Whole(number) => number.to_string(),
        Cell::Fraction(number) => format!("{number:.3}"),
        Cell::Single(number) => number.to_string(),
        Cell::Time(time) => minute(Some(*time)),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Metadata(metadata) => {
            let pairs = metadata.iter().map(|(key, value)| format!("{key}={value}"));
            text(&pairs.collect::<Vec<_>>().join(" "))
        }
        _ => String::new(),
    }
}
