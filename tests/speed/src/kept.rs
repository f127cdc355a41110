//! Answers that are kept as their bytes and rows, and dropped.

use std::hint::black_box;

use clavata_api_ext::Level;
use clavata_api_ext::flatten::Flattener;
use serde::de::IgnoredAny;

use crate::parse::{FLOOR, Figure, Work, take_turns};

/// Measures on the lines of an evaluate stream.
pub fn measure(frames: &str, rounds: usize) -> Vec<Figure> {
    // Both get whole lines: finding their ends is part of neither.
    let lines: Vec<&str> = frames.lines().collect();
    let mut flattener = Flattener::new(Level::All);
    let keep_all = |flattener: &mut Flattener| -> Vec<_> {
        let keep = |line: &&str| flattener.keep((*line).into()).expect("an answer");
        lines.iter().map(keep).collect()
    };
    // As for decoded trees: a value above the dropped memory stops the allocator from returning it to the
    // system after each round.
    let first = keep_all(&mut flattener);
    let above = black_box(vec![1_u8; 64 * 1024]);
    drop(first);
    let mut work: Vec<Work<'_>> = vec![
        (
            FLOOR,
            Box::new(|| {
                for line in &lines {
                    black_box(serde_json::from_str::<IgnoredAny>(line).is_ok());
                }
            }),
        ),
        (
            "answers kept flat, and dropped",
            Box::new(|| drop(black_box(keep_all(&mut flattener)))),
        ),
    ];
    let figures = take_turns(&mut work, rounds, || ());
    drop(work);
    drop(above);
    figures
}
