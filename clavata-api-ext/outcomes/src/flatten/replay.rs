//! Keeps the patterns of recent reports, and reads a report by one of them or with a full parse.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use clavata_api::json::{Cursor, Fault};

use super::nodes::Report;
use super::pattern::Pattern;
use crate::Level;

/// How many patterns are kept: one for each of several alternating policies, or for several spellings of one.
const MOST: usize = 16;

/// The cost of trying a pattern that does not match, in bytes that could be read instead.
const TRIAL: usize = 16;

/// The maximum number of reports that are not learned, after patterns that never matched again.
const LONGEST_PAUSE: usize = 1024;

/// The reports that are read, one at a time.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// The report that was last parsed in full.
    careful: Report,
    /// The pattern that matched last comes first.
    #[allow(clippy::vec_box)] // they are reordered for each policy
    kept: Vec<Box<Kept>>,
    /// Whether the last report was read by the first pattern.
    is_replayed: bool,
    /// The number of reports until the next one is learned, and its initial value.
    wait: usize,
    pause: usize,
}

#[derive(Debug)]
struct Kept {
    pattern: Pattern,
    /// The bytes that it has saved, minus half of those that were read in vain.
    balance: usize,
    was_met: bool,
}

impl Reports {
    /// The report that was read last.
    pub(super) fn current(&self) -> &Report {
        match self.kept.first() {
            Some(kept) if self.is_replayed => &kept.pattern.filled.report,
            _ => &self.careful,
        }
    }

    pub(super) fn current_mut(&mut self) -> &mut Report {
        match self.kept.first_mut() {
            Some(kept) if self.is_replayed => &mut kept.pattern.filled.report,
            _ => &mut self.careful,
        }
    }

    /// The unescaped strings of the last report, and the texts of its pattern.
    pub(super) fn unescaped(&mut self) -> Arc<str> {
        match self.kept.first_mut() {
            Some(kept) if self.is_replayed => kept.pattern.unescaped(),
            _ => self.careful.unescaped.as_str().into(),
        }
    }

    /// An empty report.
    pub(super) fn empty(&mut self) -> &mut Report {
        self.is_replayed = false;
        self.careful.clear();
        &mut self.careful
    }

    /// Reads a report. Returns whether it was not `null`.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<bool, Fault> {
        cursor.peek()?;
        let start = cursor.position();
        self.is_replayed = self.replay(cursor, start);
        if self.is_replayed {
            return Ok(true);
        }
        let is_learned = self.wait == 0;
        self.wait = self.wait.saturating_sub(1);
        let aside = cursor.aside().len();
        self.careful.learned.restart(is_learned);
        let there = self.careful.read(cursor, level)?;
        // What was put aside must be checked in each answer, so it cannot be part of a pattern.
        if is_learned && there && cursor.aside().len() == aside {
            self.learn(cursor, start);
        }
        Ok(there)
    }

    fn replay(&mut self, cursor: &mut Cursor<'_>, start: usize) -> bool {
        let mut at = 0;
        while let Some(kept) = self.kept.get_mut(at) {
            if kept.pattern.read(cursor) {
                let length = kept.pattern.len();
                kept.balance = (kept.balance + length).min(8 * length);
                if !kept.was_met {
                    kept.was_met = true;
                    (self.wait, self.pause) = (0, 0);
                }
                self.kept[..=at].rotate_right(1);
                return true;
            }
            let lost = TRIAL + (cursor.position() - start) / 2;
            cursor.go_to(start);
            if let Some(balance) = kept.balance.checked_sub(lost) {
                kept.balance = balance;
                at += 1;
            } else {
                let kept = self.kept.remove(at);
                self.forget(&kept);
            }
        }
        false
    }

    fn learn(&mut self, cursor: &Cursor<'_>, start: usize) {
        self.wait = self.pause;
        let Some(pattern) = Pattern::new(&mut self.careful, cursor, start) else {
            self.pause_longer();
            return;
        };
        if self.kept.len() == MOST
            && let Some(kept) = self.kept.pop()
        {
            self.forget(&kept);
        }
        let kept = Kept {
            balance: pattern.len(),
            pattern,
            was_met: false,
        };
        self.kept.insert(0, Box::new(kept));
    }

    fn forget(&mut self, kept: &Kept) {
        if !kept.was_met {
            self.pause_longer();
        }
    }

    fn pause_longer(&mut self) {
        self.pause = (2 * self.pause + 1).min(LONGEST_PAUSE);
        self.wait = self.pause;
    }
}
