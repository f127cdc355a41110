//! Reports that are read with the pattern of an earlier one.

use clavata_api_ext::Level;
use clavata_api_ext::flatten::{FlattenError, Flattener};

use super::damage::Damage;
use super::flattened::keep;

/// Checks that a reader that has learned reports reads the next input exactly as a new reader does.
///
/// The inputs are separated by bytes 0xff, which never occur in text. An input that does not begin like a
/// value is a script of [changes](Damage::all) to the first one, so that a few bytes make similar inputs.
pub(crate) fn replayed(inputs: &[u8]) {
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
        // The first time learns the pattern, the second time uses it.
        hold(first);
        hold(first);
        for other in &others {
            [other, other, first].into_iter().for_each(&mut hold);
        }
    }
}

/// The findings, and the error if there is one.
fn read(flattener: &mut Flattener, body: &[u8]) -> (Vec<String>, Option<String>) {
    let mut lines = Vec::new();
    let read = flattener.flatten(body, |found| {
        keep(&mut lines, &found);
        Ok::<(), FlattenError>(())
    });
    (lines, read.err().map(|error| error.to_string()))
}
