//! See `tests/tests/it/any_bytes/`.

#![no_main]

#[allow(dead_code, unused_imports)] // the other targets use the rest
#[path = "../../tests/tests/it/any_bytes/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| properties::frames(bytes));
