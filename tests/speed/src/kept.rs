//! Answers kept as their bytes and rows, and dropped.

use std::hint::black_box;

use clavata_api_ext::Level;
use clavata_api_ext::flatten::Flattener;
use serde::de::IgnoredAny;

use crate::parse::{FLOOR, Figure, Work, take_turns};

/// Measures on the lines of an evaluate stream.
pub fn measure(frames: &str, rounds: usize) -> Vec<Figure> {
    let mut flattener = Flattener::new(Level::All);
    let mut work: Vec<Work<'_>> = vec![
        (
            FLOOR,
            Box::new(|| {
                for line in frames.lines() {
                    black_box(serde_json::from_str::<IgnoredAny>(line).is_ok());
                }
            }),
        ),
        (
            "answers kept flat, and dropped",
            Box::new(move || {
                let keep = |line: &str| flattener.keep(line.into()).expect("an answer");
                let kept: Vec<_> = frames.lines().map(keep).collect();
                drop(black_box(kept));
            }),
        ),
    ];
    take_turns(&mut work, rounds, || ())
}
