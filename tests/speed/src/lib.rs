//! Input for the measurements: answers of any size.

pub mod input;
