//! What is measured: answers of any size.

pub mod input;
