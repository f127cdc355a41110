//! Reads a report whose bytes match those of an earlier one, except in its holes.

mod learn;

use std::ops::Range;
use std::sync::Arc;

use clavata_api::json::{Cursor, Fault};

use super::filled::Filled;
use super::holes::{Hole, Leaf};

/// A report that was parsed in full, with its holes: the values that may vary.
///
/// All bytes between the holes must match, and the function that reads a hole is the one that read it in the full
/// parse. So every byte either equals one that was accepted in the same place, or is read as before: the result is
/// that of a full parse. A hole whose value is predictable is closed: it is part of the bytes, and is read only if
/// they differ.
#[derive(Debug)]
pub(super) struct Pattern {
    bytes: Vec<u8>,
    leaves: Vec<Leaf>,
    /// The open holes, each with the bytes before it.
    steps: Vec<Step>,
    pub(super) filled: Filled,
    /// The length of the texts that belong to the pattern and, once requested, these texts.
    fixed: usize,
    shared: Option<Arc<str>>,
    /// How many reports have begun like it.
    begun: usize,
}

#[derive(Debug)]
struct Step {
    /// The bytes before the hole.
    start: usize,
    end: usize,
    /// The index of the hole among all leaves, and of the first closed leaf within these bytes.
    leaf: usize,
    first: usize,
    hole: Hole,
}

/// The bytes do not match the pattern.
struct Other;

impl From<Fault> for Other {
    fn from(_: Fault) -> Self {
        Self
    }
}

impl Pattern {
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns the texts of the pattern, followed by the unescaped strings of the last report. Nearly all reports have
    /// no such strings, so they share one copy.
    pub(super) fn unescaped(&mut self) -> Arc<str> {
        let all = self.filled.report.unescaped.as_str();
        if all.len() > self.fixed {
            return all.into();
        }
        self.shared.get_or_insert_with(|| all.into()).clone()
    }

    /// Reads a report and returns whether it matches this pattern. If not, the cursor may be anywhere in it.
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
                let opens = (&mut *has_opened, self.begun);
                differ(&mut self.filled, cursor, bytes, closed, opens)?;
            }
            self.filled.fill(cursor, step.hole)?;
        }
        Ok(())
    }
}

/// Reads bytes between two open holes that do not match: the difference must be in a closed hole. Sets `has_opened`
/// if one of these must be read every time from now on, even if something else is wrong.
#[inline(never)]
fn differ(
    filled: &mut Filled,
    cursor: &mut Cursor<'_>,
    (bytes, mut range): (&[u8], Range<usize>),
    mut closed: &mut [Leaf],
    (has_opened, begun): (&mut bool, usize),
) -> Result<(), Other> {
    loop {
        let same = range.start + same(rest(cursor), &bytes[range.clone()]);
        // A leaf that ends here may differ: a number can have more digits than before.
        let passed = closed.iter().take_while(|leaf| leaf.bytes.end < same);
        let passed = passed.count();
        let (leaf, behind) = closed[passed..].split_first_mut().ok_or(Other)?;
        if same < leaf.bytes.start {
            return Err(Other);
        }
        leaf.differed += 1;
        leaf.is_open = leaf.is_unlikely(begun);
        *has_opened |= leaf.is_open;
        cursor.go_to(cursor.position() + leaf.bytes.start - range.start);
        filled.differ(cursor, leaf.hole)?;
        range.start = leaf.bytes.end;
        closed = behind;
        if cursor.eat(&bytes[range.clone()]) {
            return Ok(());
        }
    }
}

#[inline]
fn rest<'t>(cursor: &Cursor<'t>) -> &'t [u8] {
    &cursor.text().as_bytes()[cursor.position()..]
}

/// Returns the number of leading bytes that are the same in both.
fn same(one: &[u8], other: &[u8]) -> usize {
    let mut same = 0;
    let words = one.as_chunks::<16>().0.iter();
    for (one, other) in words.zip(other.as_chunks::<16>().0) {
        let differing = u128::from_le_bytes(*one) ^ u128::from_le_bytes(*other);
        if differing != 0 {
            return same + (differing.trailing_zeros() / 8) as usize;
        }
        same += 16;
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
