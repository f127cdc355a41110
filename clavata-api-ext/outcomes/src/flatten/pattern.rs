//! Reads a report that has the same bytes as an earlier one, except in its holes.

use std::ops::Range;

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
    /// The hole's number among all leaves, and that of the first closed one within these bytes.
    leaf: usize,
    first: usize,
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
    /// Makes a pattern of the report that was just read from `start` on; `None` if it is no good as one. Takes what was
    /// learned of it.
    pub(super) fn new(report: &mut Report, cursor: &Cursor<'_>, start: usize) -> Option<Self> {
        let Learned {
            is_on,
            leaves,
            rules,
        } = &mut report.learned;
        let length = cursor.position() - start;
        if !*is_on || length > LONGEST || report.nodes.len() > MOST_NODES {
            return None;
        }
        let (mut leaves, rules) = (std::mem::take(leaves), std::mem::take(rules));
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
        let bytes = expected(&mut leaves, cursor, start);
        // The pattern outlives the input, so it has a copy of its texts.
        own.unescaped.reserve(length / 4);
        let mut values = 0;
        for leaf in &mut leaves {
            if let Hole::Metadata(key) = leaf.hole {
                let mut pairs = own.metadata.iter();
                let at = pairs.position(|(of, _)| of.start() == key)?;
                leaf.hole = Hole::Metadata(at);
                values += 1;
            }
            let Some(text) = own.text_in(leaf.hole).map(|text| *text) else {
                continue;
            };
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
        let fixed = own.unescaped.len();
        let mut filled = Filled::new(own, rules);
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
        for step in &self.steps {
            if !cursor.eat(&self.bytes[step.start..step.end]) {
                let closed = &mut self.leaves[step.first..step.leaf];
                let bytes = (&*self.bytes, step.start..step.end);
                *has_opened |= differ(&mut self.filled, cursor, bytes, (closed, self.begun))?;
            }
            self.filled.fill(cursor, step.hole)?;
        }
        Ok(())
    }
}

/// Reads bytes between two holes in which something is not as expected: it must be in a closed hole. Returns whether one
/// of them is to be read each time from now on.
#[inline(never)]
fn differ(
    filled: &mut Filled,
    cursor: &mut Cursor<'_>,
    (bytes, mut range): (&[u8], Range<usize>),
    (mut closed, begun): (&mut [Leaf], usize),
) -> Result<bool, Other> {
    let mut has_opened = false;
    loop {
        let expected = &bytes[range.clone()];
        let same = range.start + same(rest(cursor), expected);
        if same == range.end {
            cursor.go_to(cursor.position() + expected.len());
            return Ok(has_opened);
        }
        // A number may only have more digits than before.
        let passed = closed.iter().take_while(|leaf| leaf.bytes.end < same);
        let passed = passed.count();
        let (leaf, behind) = closed[passed..].split_first_mut().ok_or(Other)?;
        if same < leaf.bytes.start {
            return Err(Other);
        }
        leaf.differed += 1;
        leaf.is_open = leaf.is_unlikely(begun);
        has_opened |= leaf.is_open;
        cursor.go_to(cursor.position() + leaf.bytes.start - range.start);
        filled.differ(cursor, leaf.hole)?;
        range.start = leaf.bytes.end;
        closed = behind;
    }
}

/// The bytes of the report that was just read from `start` on, with the expected outcomes in place of others. The leaves
/// then say where they stand in these bytes, and those that are expected are closed.
fn expected(leaves: &mut [Leaf], cursor: &Cursor<'_>, start: usize) -> Vec<u8> {
    let sent = cursor.text().as_bytes();
    let end = cursor.position();
    let mut bytes = Vec::with_capacity(end - start + EXPECTED.0.len());
    let mut at = start;
    for leaf in leaves {
        let value = sent[leaf.bytes.clone()].trim_ascii_start();
        let is_expected = leaf.hole.is_outcome() && value.starts_with(b"\"OUTCOME_");
        leaf.is_open &= !is_expected;
        let mut length = value.len();
        // What is copied together stays in one piece.
        let from = bytes.len() + leaf.bytes.end - length - at;
        if is_expected && value != EXPECTED.0 {
            bytes.extend_from_slice(&sent[at..leaf.bytes.end - length]);
            bytes.extend_from_slice(EXPECTED.0);
            at = leaf.bytes.end;
            length = EXPECTED.0.len();
        }
        leaf.bytes = from..from + length;
    }
    bytes.extend_from_slice(&sent[at..end]);
    bytes
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
    let (mut start, mut first) = (0, 0);
    let open = leaves.iter().filter(|leaf| leaf.is_open);
    let mut steps = Vec::with_capacity(open.count() + 1);
    for (at, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.is_open) {
        steps.push(Step {
            start,
            end: leaf.bytes.start,
            leaf: at,
            first,
            hole: leaf.hole,
        });
        (start, first) = (leaf.bytes.end, at + 1);
    }
    steps.push(Step {
        start,
        end: length,
        leaf: leaves.len(),
        first,
        hole: Hole::End,
    });
    steps
}
