//! Passes arbitrary bytes to every reader.

use clavata_api::json::Frames;
use clavata_api::salvage;
use clavata_api_ext::Refusals;

/// Checks all properties for the same bytes: no reader panics, and all of them agree.
pub(crate) fn arrived(bytes: &[u8]) {
    super::answers(bytes);
    super::error_bodies(bytes);
    super::frames(bytes);
    super::rows(bytes);
    super::flattened(bytes);
    refusals(bytes);
}

/// Checks that a refusal in unreadable data is reported, and that a refusal in a value that is too long is
/// found in its parts.
pub(crate) fn refusals(bytes: &[u8]) {
    let mut whole = Frames::new(1 << 30);
    whole.push(bytes);
    let mut is_refused = false;
    while let Some(frame) = whole.finish() {
        let salvaged = salvage(&frame.bytes).is_some();
        is_refused |= salvaged;
        let value = clavata_api::read(&frame.bytes);
        let said = value.status.as_ref().and_then(Refusals::of_status);
        if salvaged && !value.unreadable.is_empty() {
            assert!(said.is_some(), "found in what is unreadable, and not said");
        }
        assert!(salvaged || said.is_none(), "a refusal that is not there");
    }
    // The number of zeros between two letters of a name is not limited.
    if bytes.contains(&0) {
        return;
    }
    let mut parts = Frames::new(1024);
    let mut in_parts = false;
    for chunk in bytes.chunks(300) {
        parts.push(chunk);
        while let Some(part) = parts.next_frame() {
            in_parts |= salvage(&part.bytes).is_some();
        }
    }
    while let Some(part) = parts.finish() {
        in_parts |= salvage(&part.bytes).is_some();
    }
    assert!(in_parts || !is_refused, "a refusal is lost between parts");
}
