//! See `clavata_api_ext::fuzz_support::flattened`.

#![no_main]

use clavata_api_ext::fuzz_support;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzz_support::flattened(bytes));
