//! The program `clavata`.

fn main() {}
