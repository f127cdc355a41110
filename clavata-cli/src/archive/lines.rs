//! Lines of a file whose last line may be cut off.

use super::keys::Place;

/// The complete lines.
pub(super) fn whole(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
}

/// The complete lines of a segment, with their places.
pub(super) fn lines(segment: u32, bytes: &[u8]) -> impl Iterator<Item = (Place, &[u8])> {
    let mut offset = 0;
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter_map(move |line| {
            let place = Place {
                segment,
                offset,
                length: line.len() as u64,
            };
            offset += place.length;
            Some((place, line.strip_suffix(b"\n")?))
        })
}
