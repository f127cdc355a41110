//! Reports read by the pattern of an earlier one.

use super::damage::Damage;
use super::flattened::keep;
use crate::Level;
use crate::flatten::{FlattenError, Flattener};

/// A reader that has learned reports reads the next input as a new one does.
///
/// The inputs are between bytes 0xff, which no text has. One that does not begin like a value says what
/// [happens](Damage::all) to the first, so that a few bytes make inputs that are nearly alike.
pub fn replayed(inputs: &[u8]) {
    let mut inputs = inputs.split(|byte| *byte == 0xff);
    let first = inputs.next().unwrap_or_default();
    let others = inputs.map(|input| match input.first() {
        Some(b'{' | b'[') => input.to_vec(),
        _ => Damage::all(input, first.to_vec()),
    });
    let others: Vec<_> = others.collect();
    for level in [Level::Label, Level::All] {
        let mut learned = Flattener::new(level);
        let mut hold = |body: &[u8]| {
            let expected = read(&mut Flattener::new(level), body);
            let text = String::from_utf8_lossy(body);
            assert_eq!(read(&mut learned, body), expected, "{text}");
        };
        // Learned from the first in one, read by it in the next.
        hold(first);
        hold(first);
        for other in &others {
            [other, other, first].into_iter().for_each(&mut hold);
        }
    }
}

/// What is found, and how it ends.
fn read(flattener: &mut Flattener, body: &[u8]) -> (Vec<String>, Option<String>) {
    let mut lines = Vec::new();
    let read = flattener.flatten(body, |found| {
        keep(&mut lines, &found);
        Ok::<(), FlattenError>(())
    });
    (lines, read.err().map(|error| error.to_string()))
}
