//! See `clavata_api_ext::properties::flattened`.

#![no_main]

use clavata_api_ext::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| properties::flattened(bytes));
