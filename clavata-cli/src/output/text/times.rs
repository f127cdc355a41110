//! Formatted times: keeps the last one of each column, because most rows repeat it.

use chrono::{DateTime, Utc};

#[derive(Default)]
pub(super) struct Times(Vec<Option<(DateTime<Utc>, String)>>);

impl Times {
    /// The text of a time in a column.
    pub(super) fn text(
        &mut self,
        column: usize,
        time: DateTime<Utc>,
        make: impl FnOnce() -> String,
    ) -> &str {
        if self.0.len() <= column {
            self.0.resize(column + 1, None);
        }
        let last = &mut self.0[column];
        if last.as_ref().is_none_or(|(known, _)| *known != time) {
            *last = Some((time, make()));
        }
        last.as_ref().map_or("", |(_, text)| text)
    }
}
