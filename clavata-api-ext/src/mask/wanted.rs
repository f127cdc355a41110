//! For secrets that are smaller than the text: looks up their runs while scanning the text once.

use std::collections::HashSet;

use super::views::{self, View};
use super::{FOLDED, RUN, hide, hide_short, place, roll, spellings};

/// The binary logarithm of the size of the filter.
const BITS: u32 = 16;

/// The secrets to search for. A text only takes memory for two or three of its views at a time.
pub(super) struct Wanted<'a> {
    runs: HashSet<u64>,
    /// A filter that rules out most runs of a text.
    likely: Vec<bool>,
    /// The secrets that are shorter than a run.
    short: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(secrets: &[&'a str]) -> Self {
        let mut wanted = Self {
            runs: HashSet::new(),
            likely: vec![false; 1 << BITS],
            short: Vec::new(),
        };
        for secret in secrets {
            if secret.len() < RUN {
                wanted.short.push(secret);
            }
            spellings(secret, |spelling| {
                let mut window = 0;
                for (index, byte) in spelling.enumerate() {
                    window = roll(window, byte);
                    if index + 1 >= RUN && wanted.runs.insert(window) {
                        wanted.likely[place(window, BITS)] = true;
                    }
                }
            });
        }
        wanted
    }

    /// For each byte of the text, whether it repeats a secret.
    pub(super) fn hidden_in(&self, text: &str) -> Vec<bool> {
        let mut hidden = vec![false; text.len()];
        views::each(text.as_bytes(), |view| self.hide(&mut hidden, &view));
        hidden
    }

    fn hide(&self, hidden: &mut [bool], view: &View) {
        let mut window = 0;
        for (index, byte) in view.bytes.iter().enumerate() {
            window = window << 8 | u64::from(FOLDED[usize::from(*byte)]);
            if self.likely[place(window, BITS)] && index + 1 >= RUN && self.runs.contains(&window) {
                hide(hidden, view, index + 1 - RUN, RUN);
            }
        }
        for secret in &self.short {
            hide_short(hidden, view, secret);
        }
    }
}
