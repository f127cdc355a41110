//! The answers of an evaluate stream.

use std::sync::Arc;

use crate::evaluate::{said, said_carefully};
use crate::readers::Readers;

/// An answer that is kept as its bytes and rows says what the careful reader says of it, and so does all
/// that is beside it, however the stream is cut into chunks.
pub fn streamed(stream: &[u8]) {
    // Compression is not the point.
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
