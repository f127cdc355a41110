//! Remembers the values of rows at the same place in earlier reports, and their formatted text.
//!
//! Reports of one policy have the same labels and rules, so the text of equal values is copied. Whether they are
//! equal is decided by comparing the values themselves.

use std::io;

use clavata_api_ext::{Field, Row, RowKind};

use super::Form;
use super::parts::{Column, add};

/// Later rows of a report are not remembered.
const MOST_PLACES: usize = 512;

/// Longer values and longer formatted texts are not remembered, in bytes.
const LONGEST: usize = 512;

/// After so many changes in a row, the values at a place are remembered only at every [`NOW_AND_THEN`]th change.
const MOST_CHANGES: u32 = 4;
const NOW_AND_THEN: u32 = 16;

/// A column that names the node of a row, and so repeats at the same place.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Kind,
    Label,
    Index,
    Message,
}

impl Name {
    pub(super) fn of(field: &Field) -> Option<Self> {
        Some(match field.name {
            "kind" => Self::Kind,
            "label" => Self::Label,
            "index" => Self::Index,
            "message" => Self::Message,
            _ => return None,
        })
    }
}

/// A group of these columns, at each place of a report.
#[derive(Default)]
pub(super) struct Earlier(Vec<Said>);

impl Earlier {
    /// Adds the columns of the row at a place.
    #[inline]
    pub(super) fn add<F: Form>(
        &mut self,
        place: usize,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        if place >= self.0.len() && place < MOST_PLACES {
            self.0.resize_with(place + 1, Said::default);
        }
        match self.0.get_mut(place) {
            Some(said) => said.add(columns, row, form, to),
            None => add(columns, row, form, to),
        }
    }
}

/// The remembered values of a row.
#[derive(Default)]
struct Said {
    /// `None` if nothing is remembered.
    kind: Option<RowKind>,
    label: Option<String>,
    index: Option<usize>,
    message: Option<String>,
    /// The formatted columns.
    written: Vec<u8>,
    /// Where each column ends in `written`. The last ones may be missing.
    ends: Vec<usize>,
    /// How many times in a row the values have changed.
    changes: u32,
}

impl Said {
    /// Adds the columns of a row, copied from the remembered text if the values are equal.
    #[inline]
    fn add<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let is_same = self.kind == Some(row.kind)
            && self.index == row.index
            && self.label.as_deref() == row.label
            && self.message.as_deref() == row.message;
        if is_same && self.ends.len() == columns.len() {
            to.extend_from_slice(&self.written);
            self.changes = 0;
            return Ok(());
        }
        self.differing(columns, row, form, to)
    }

    /// Copies the columns before the first that differs, formats the rest, and remembers values that may repeat.
    #[inline(never)]
    fn differing<F: Form>(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        let is_same = |column: &&Column| {
            self.kind.is_some()
                && match column.name {
                    Some(Name::Kind) => self.kind == Some(row.kind),
                    Some(Name::Label) => self.label.as_deref() == row.label,
                    Some(Name::Index) => self.index == row.index,
                    Some(Name::Message) => self.message.as_deref() == row.message,
                    None => false,
                }
        };
        let same = columns.iter().take_while(is_same).count();
        let same = same.min(self.ends.len());
        let end = same.checked_sub(1).map_or(0, |last| self.ends[last]);
        to.extend_from_slice(&self.written[..end]);
        self.changes = self.changes.wrapping_add(1);
        if self.changes > MOST_CHANGES && !self.changes.is_multiple_of(NOW_AND_THEN) {
            return add(&columns[same..], row, form, to);
        }
        self.ends.truncate(same);
        self.written.truncate(end);
        let mut is_remembered = self.remember(row);
        for column in &columns[same..] {
            let from = to.len();
            column.add(row, form, to)?;
            is_remembered &= to.len() - from <= LONGEST;
            if is_remembered {
                self.written.extend_from_slice(&to[from..]);
                self.ends.push(self.written.len());
            }
        }
        Ok(())
    }

    /// Remembers the values of a row, unless they are too long.
    fn remember(&mut self, row: &Row<'_>) -> bool {
        let is_short = |text: Option<&str>| text.is_none_or(|text| text.len() <= LONGEST);
        if !is_short(row.label) || !is_short(row.message) {
            self.kind = None;
            return false;
        }
        self.kind = Some(row.kind);
        self.index = row.index;
        set(&mut self.label, row.label);
        set(&mut self.message, row.message);
        true
    }
}

fn set(to: &mut Option<String>, text: Option<&str>) {
    match (to, text) {
        (Some(to), Some(text)) => text.clone_into(to),
        (to, text) => *to = text.map(str::to_owned),
    }
}
