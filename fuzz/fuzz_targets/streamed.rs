//! See `clavata-api-ext/src/evaluate/said.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| clavata_api_ext::streamed(bytes));
