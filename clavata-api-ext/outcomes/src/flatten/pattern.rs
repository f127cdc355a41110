//! Reads a report that has the same bytes as an earlier one, except in its holes.

use clavata_api::json::{Cursor, Fault};

use super::filled::Filled;
use super::holes::{Hole, Leaf, Learned};
use super::nodes::Report;
use crate::text::Text;

/// In bytes: longer reports are read carefully each time.
const LONGEST: usize = 1 << 16;

/// More nodes than that are read carefully each time.
const MOST_NODES: usize = 4096;

/// A report that was read carefully, with its holes.
///
/// All bytes between the holes must be the same again, and a hole is read by the function that read it
/// carefully. So every byte is either equal to one that was accepted in the same place, or read as
/// before: this finds what reading carefully would find.
#[derive(Debug)]
pub(super) struct Pattern {
    bytes: Vec<u8>,
    leaves: Vec<Leaf>,
    /// The holes that are open, each with the bytes before it.
    steps: Vec<Step>,
    pub(super) filled: Filled,
    /// The length of the texts that are a part of the pattern.
    fixed: usize,
}

#[derive(Debug)]
struct Step {
    /// The bytes before the hole.
    start: usize,
    end: usize,
    /// The hole's number among all leaves.
    leaf: usize,
    hole: Hole,
}

/// The bytes are not those of the pattern.
struct Other;

impl From<Fault> for Other {
    fn from(_: Fault) -> Self {
        Self
    }
}

impl Pattern {
    /// Makes a pattern of the report that was just read from `start` on; `None` if it is no good as one.
    pub(super) fn new(report: &Report, cursor: &Cursor<'_>, start: usize) -> Option<Self> {
        let Learned {
            is_on,
            leaves,
            rules,
        } = &report.learned;
        let bytes = &cursor.text().as_bytes()[start..cursor.position()];
        if !is_on || bytes.len() > LONGEST || report.nodes.len() > MOST_NODES {
            return None;
        }
        let mut own = Report {
            header: report.header.clone(),
            nodes: report.nodes.clone(),
            exception: report.exception,
            labels: report.labels,
            metadata: report.metadata.clone(),
            unescaped: report.unescaped.clone(),
            ..Report::default()
        };
        // An empty key starts where the next one does.
        if own.metadata.iter().any(|(key, _)| key.is_empty()) {
            return None;
        }
        let mut leaves = leaves.clone();
        let mut values = 0;
        for leaf in &mut leaves {
            leaf.bytes = leaf.bytes.start - start..leaf.bytes.end - start;
            if let Hole::Metadata(key) = leaf.hole {
                let mut pairs = own.metadata.iter();
                let at = pairs.position(|(of, _)| of.start() == key)?;
                leaf.hole = Hole::Metadata(at);
                values += 1;
            }
            let Some(text) = own.text_in(leaf.hole).map(|text| *text) else {
                continue;
            };
            // The pattern outlives the input, so it has a copy.
            let from = own.unescaped.len();
            own.unescaped
                .push_str(text.of(cursor.text(), &report.unescaped));
            let copy = Text::unescaped(from, own.unescaped.len());
            own.text_in(leaf.hole).map(|text| *text = copy)?;
        }
        // A key that comes twice has one value, so one hole too many.
        if values != own.metadata.len() {
            return None;
        }
        Some(Self {
            bytes: bytes.to_vec(),
            steps: steps(&leaves, bytes.len()),
            leaves,
            fixed: own.unescaped.len(),
            filled: Filled::new(own, rules.clone()),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Reads a report, and returns whether it has this pattern. If not, the cursor is anywhere in it.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> bool {
        self.filled.restart(self.fixed);
        let mut has_opened = false;
        let read = self.follow(cursor, &mut has_opened);
        if has_opened {
            self.steps = steps(&self.leaves, self.bytes.len());
        }
        if read.is_ok() {
            self.filled.finish();
        }
        read.is_ok()
    }

    fn follow(&mut self, cursor: &mut Cursor<'_>, has_opened: &mut bool) -> Result<(), Other> {
        let mut next = 0;
        for step in &self.steps {
            if !cursor.eat(&self.bytes[step.start..step.end]) {
                let texts = &mut self.leaves[next..step.leaf];
                let mut at = step.start;
                for leaf in texts {
                    if !cursor.eat(&self.bytes[at..leaf.bytes.start]) {
                        return Err(Other);
                    }
                    at = leaf.bytes.end;
                    if !cursor.eat(&self.bytes[leaf.bytes.clone()]) {
                        // The text is not its old self from here on, even if the rest does not fit.
                        leaf.is_open = true;
                        *has_opened = true;
                        self.filled.fill(cursor, leaf.hole)?;
                    }
                }
                if !cursor.eat(&self.bytes[at..step.end]) {
                    return Err(Other);
                }
            }
            self.filled.fill(cursor, step.hole)?;
            next = step.leaf + 1;
        }
        Ok(())
    }
}

fn steps(leaves: &[Leaf], length: usize) -> Vec<Step> {
    let mut start = 0;
    let mut steps = Vec::with_capacity(leaves.len() + 1);
    for (at, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.is_open) {
        steps.push(Step {
            start,
            end: leaf.bytes.start,
            leaf: at,
            hole: leaf.hole,
        });
        start = leaf.bytes.end;
    }
    steps.push(Step {
        start,
        end: length,
        leaf: leaves.len(),
        hole: Hole::End,
    });
    steps
}
