//! Which rows are printed, and what is said in them that no answer says.

use std::io;

use clavata_api_ext::{Level, Row, Rows};

use crate::verdicts::Judge;

/// The rows to print.
pub(super) struct ShownRows {
    level: Level,
    judge: Judge,
    /// The file and line of the value being read.
    place: Option<(String, usize)>,
}

impl ShownRows {
    pub(super) fn new(level: Level, judge: Judge) -> Self {
        Self {
            level,
            judge,
            place: None,
        }
    }

    pub(super) fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    /// The rows that follow were read from this line of a file, from 1.
    pub(super) fn at(&mut self, file: &str, line: usize) {
        let (name, at) = self.place.get_or_insert_default();
        file.clone_into(name);
        *at = line;
    }

    /// Calls a function with each row to print.
    pub(super) fn each(
        &self,
        rows: Rows<'_>,
        mut print: impl FnMut(&Row<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let place = self.place.as_ref();
        for row in self.judge.rows(rows).level(self.level) {
            let row = self.judge.held_row(row);
            print(&place.map_or(row, |(file, line)| row.read_from(file, *line)))?;
        }
        Ok(())
    }
}
