//! Seeded edits of a small contract, and properties of any edit of the real one.

mod downstream;
mod edits;
mod laws;
mod probes;

use super::change::{Change, Verb};
use super::side::Side;
use super::{changes, element::Element, read};

/// A small contract that contains each shape once.
pub(super) const SAMPLE: &str = include_str!("sample.yaml");

fn side(text: &str) -> Side {
    Side::text("sample", text).unwrap_or_else(|failure| panic!("{failure}\n{text}"))
}

/// The changes between two contracts as text.
pub(super) fn diff(before: &str, after: &str) -> Vec<Change> {
    changes(&side(before), &side(after)).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Replaces text that must occur exactly once.
pub(super) fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replacen(from, to, 1)
}

/// The name of a change if before and after are swapped.
fn mirrored(change: &Change) -> String {
    let (front, verb) = change.id.rsplit_once('.').unwrap();
    let swaps = [
        (Verb::Added, Verb::Removed),
        (Verb::Tightened, Verb::Loosened),
    ];
    let other = swaps.iter().find_map(|(a, b)| match verb {
        _ if verb == a.word() => Some(b.word()),
        _ if verb == b.word() => Some(a.word()),
        _ => None,
    });
    format!("{front}.{}", other.unwrap_or(verb))
}

fn elements(text: &str) -> Element {
    let side = side(text);
    let model = side.model().unwrap();
    read::read(&model)
}
