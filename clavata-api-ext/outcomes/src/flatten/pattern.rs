//! Reads a report that has the same bytes as an earlier one, except in its holes.

use clavata_api::json::{Cursor, Fault};

use super::filled::{EXPECTED, Filled};
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
/// before: this finds what reading carefully would find. A hole whose value is likely is a part of the
/// bytes, and is only read where they differ.
#[derive(Debug)]
pub(super) struct Pattern {
    bytes: Vec<u8>,
    leaves: Vec<Leaf>,
    /// The holes that are open, each with the bytes before it.
    steps: Vec<Step>,
    pub(super) filled: Filled,
    /// The length of the texts that are a part of the pattern.
    fixed: usize,
    /// The number of reports that began like it.
    begun: usize,
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
        let sent = cursor.text().as_bytes();
        let length = cursor.position() - start;
        if !is_on || length > LONGEST || report.nodes.len() > MOST_NODES {
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
        let mut bytes = Vec::with_capacity(length);
        let (mut at, mut values) = (start, 0);
        for leaf in &mut leaves {
            let value = sent[leaf.bytes.clone()].trim_ascii_start();
            bytes.extend_from_slice(&sent[at..leaf.bytes.end - value.len()]);
            at = leaf.bytes.end;
            let is_expected = leaf.hole.is_outcome() && value.starts_with(b"\"OUTCOME_");
            leaf.is_open &= !is_expected;
            let from = bytes.len();
            bytes.extend_from_slice(if is_expected { EXPECTED.0 } else { value });
            leaf.bytes = from..bytes.len();
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
        bytes.extend_from_slice(&sent[at..cursor.position()]);
        // A key that comes twice has one value, so one hole too many.
        if values != own.metadata.len() {
            return None;
        }
        let fixed = own.unescaped.len();
        let mut filled = Filled::new(own, rules.clone());
        let closed = leaves.iter().filter(|leaf| !leaf.is_open);
        closed.for_each(|leaf| filled.hear(leaf.hole, EXPECTED.1));
        Some(Self {
            steps: steps(&leaves, bytes.len()),
            bytes,
            leaves,
            fixed,
            filled,
            begun: 0,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Reads a report, and returns whether it has this pattern. If not, the cursor is anywhere in it.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let first = self.leaves.first();
        let begin = first.map_or(self.bytes.len(), |leaf| leaf.bytes.start);
        if !rest(cursor).starts_with(&self.bytes[..begin]) {
            return false;
        }
        self.begun += 1;
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
            let mut bytes = step.start..step.end;
            while !cursor.eat(&self.bytes[bytes.clone()]) {
                // What is not as expected must be in a hole.
                let same = bytes.start + same(rest(cursor), &self.bytes[bytes.clone()]);
                let leaves = &mut self.leaves[next..step.leaf];
                // A number may only have more digits than before.
                let passed = leaves.iter().take_while(|leaf| leaf.bytes.end < same);
                let passed = passed.count();
                let leaf = leaves.get_mut(passed).ok_or(Other)?;
                if same < leaf.bytes.start {
                    return Err(Other);
                }
                leaf.differed += 1;
                leaf.is_open = leaf.is_unlikely(self.begun);
                *has_opened |= leaf.is_open;
                cursor.go_to(cursor.position() + leaf.bytes.start - bytes.start);
                self.filled.differ(cursor, leaf.hole)?;
                bytes.start = leaf.bytes.end;
                next += passed + 1;
            }
            self.filled.fill(cursor, step.hole)?;
            next = step.leaf + 1;
        }
        Ok(())
    }
}

#[inline]
fn rest<'t>(cursor: &Cursor<'t>) -> &'t [u8] {
    &cursor.text().as_bytes()[cursor.position()..]
}

/// The number of bytes at the start that are the same in both.
fn same(one: &[u8], other: &[u8]) -> usize {
    let mut same = 0;
    let words = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
    for (one, other) in words {
        let differing = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return same + (differing.trailing_zeros() / 8) as usize;
        }
        same += 8;
    }
    let bytes = one[same..].iter().zip(&other[same..]);
    same + bytes.take_while(|(one, other)| one == other).count()
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
