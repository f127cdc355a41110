//! The answers of an evaluate stream.

use std::sync::Arc;

use crate::evaluate::{said, said_carefully};
use crate::readers::Readers;

/// Checks that a stream yields the same items as the careful reader finds, however it is cut into
/// chunks, including answers that are kept as bytes and rows.
pub fn streamed(stream: &[u8]) {
    // Compressed data is not tested here.
    if stream.first() == Some(&0x1f) {
        return;
    }
    let expected = said_carefully(stream);
    let readers = Arc::<Readers>::default();
    for size in [1, 7, 64, stream.len()] {
        assert_eq!(
            said(stream, size, &readers),
            expected,
            "in chunks of {size}"
        );
    }
}
