//! See `tests/tests/it/any_bytes/` and `tests/tests/it/nothing_wrong_passes/`.
//!
//! An input of up to eight bytes is the number of a case of that test; a longer one is read as it is.

#![no_main]

#[allow(dead_code)] // some of it is only for the tests
#[path = "../../tests/tests/it/nothing_wrong_passes/cases/mod.rs"]
mod cases;
#[path = "../../tests/tests/it/nothing_wrong_passes/library.rs"]
mod library;
#[allow(dead_code, unused_imports)] // the other targets use the rest
#[path = "../../tests/tests/it/any_bytes/properties/mod.rs"]
mod properties;
#[path = "../../tests/tests/it/nothing_wrong_passes/said.rs"]
mod said;

use cases::Case;
use libfuzzer_sys::fuzz_target;
use library::{Body, Rows, Typed, Whole};
use said::{Reader, complaint};

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > 8 {
        return arrived(bytes);
    }
    let mut number = [0; 8];
    number[..bytes.len()].copy_from_slice(bytes);
    let case = Case::of(u64::from_le_bytes(number));
    let readers: [&dyn Reader; 4] = [&Whole, &Body, &Typed, &Rows];
    for reader in readers {
        let (name, complaint) = (reader.name(), complaint(reader, &case));
        assert!(
            complaint.is_none(),
            "{name} says {complaint:?} wrongly: {case:?}"
        );
    }
    arrived(&case.bytes);
});

fn arrived(bytes: &[u8]) {
    properties::arrived(bytes);
    clavata_api_ext::streamed(bytes);
}
