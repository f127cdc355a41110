//! The mock gateway as a program.

fn main() {}
