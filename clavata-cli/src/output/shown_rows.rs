//! Selects the rows to print, and adds the columns that no answer contains.

use std::io;

use clavata_api_ext::{Level, Row, Rows};

use super::choice::Choice;
use super::source::Source;
use crate::verdicts::Judge;

/// Selects the rows to print.
pub(super) struct ShownRows {
    level: Level,
    pub(super) choice: Choice,
    source: Source,
}

impl ShownRows {
    pub(super) fn new(level: Level, choice: Choice) -> Self {
        Self {
            level,
            choice,
            source: Source::default(),
        }
    }

    /// Says that the rows that follow were read from this line of a file, from 1.
    pub(super) fn at(&mut self, file: &str, line: usize) {
        self.source.at(file, line);
    }

    /// Where the rows come from.
    pub(super) fn source(&self) -> Option<(&str, usize)> {
        self.source.get()
    }

    /// The rows to print.
    pub(super) fn of<'a>(&'a self, rows: Rows<'a>, judge: Judge) -> impl Iterator<Item = Row<'a>> {
        let source = self.source();
        judge
            .rows(rows)
            .level(self.level)
            .map(move |row| {
                let row = judge.held_row(row);
                source.map_or(row, |(file, line)| row.read_from(file, line))
            })
            .filter(|row| self.choice.fits(row))
    }

    /// Calls a function with each row to print.
    pub(super) fn each(
        &self,
        rows: Rows<'_>,
        judge: Judge,
        mut print: impl FnMut(&Row<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.of(rows, judge).try_for_each(|row| print(&row))
    }
}
