//! Selects the rows to print, and adds the columns that no answer contains.

use std::io;

use clavata_api_ext::{Level, Row, Rows};

use super::choice::Choice;
use super::source::Source;
use crate::verdicts::Judge;

/// Selects the rows to print.
pub(super) struct ShownRows {
    level: Level,
    judge: Judge,
    pub(super) choice: Choice,
    source: Source,
}

impl ShownRows {
    pub(super) fn new(level: Level, judge: Judge, choice: Choice) -> Self {
        Self {
            level,
            judge,
            choice,
            source: Source::default(),
        }
    }

    pub(super) fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    /// Says that the rows that follow were read from this line of a file, from 1.
    pub(super) fn at(&mut self, file: &str, line: usize) {
        self.source.at(file, line);
    }

    /// Where the rows come from.
    pub(super) fn source(&self) -> Option<(&str, usize)> {
        self.source.get()
    }

    pub(super) fn judge(&self) -> Judge {
        self.judge
    }

    /// The rows to print.
    pub(super) fn of<'a>(&'a self, rows: Rows<'a>) -> impl Iterator<Item = Row<'a>> {
        let source = self.source();
        self.judge
            .rows(rows)
            .level(self.level)
            .map(move |row| {
                let row = self.judge.held_row(row);
                source.map_or(row, |(file, line)| row.read_from(file, line))
            })
            .filter(|row| self.choice.fits(row))
    }

    /// Calls a function with each row to print.
    pub(super) fn each(
        &self,
        rows: Rows<'_>,
        mut print: impl FnMut(&Row<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.of(rows).try_for_each(|row| print(&row))
    }
}
