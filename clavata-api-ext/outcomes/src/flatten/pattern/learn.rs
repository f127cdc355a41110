//! Makes a pattern from a report that was parsed in full.

use clavata_api::json::Cursor;

use super::super::filled::{EXPECTED, Filled};
use super::super::holes::{Hole, Leaf, Learned};
use super::super::nodes::Report;
use super::{Pattern, steps};
use crate::text::Text;

/// In bytes. Longer reports are always parsed in full.
const LONGEST: usize = 1 << 16;

/// Reports with more nodes are always parsed in full.
const MOST_NODES: usize = 4096;

impl Pattern {
    /// Makes a pattern from the report just read, which began at `start`; `None` if it does not make a good one. Takes
    /// what was learned from the report.
    pub(in crate::flatten) fn new(
        report: &mut Report,
        cursor: &Cursor<'_>,
        start: usize,
    ) -> Option<Self> {
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
        // An empty key starts at the same offset as the key after it.
        if own.metadata.iter().any(|(key, _)| key.is_empty()) {
            return None;
        }
        let bytes = expected(&mut leaves, cursor, start);
        // The pattern outlives the input, so it copies its texts.
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
        // A key that occurs twice has one value, but two holes.
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
            shared: None,
            filled,
            begun: 0,
        })
    }
}

/// Returns the bytes of the report just read, which began at `start`, with other outcomes replaced by the expected
/// one. Updates the leaves to their place in these bytes, and closes the holes of outcomes.
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
        // The bytes since `at` are still to be copied.
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
