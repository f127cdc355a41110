//! What the contract tests and the wire tests share: the contract, its meaning, its types.
#![allow(dead_code)] // each test file uses its own part

pub(crate) mod calls;
pub(crate) mod client;
pub(crate) mod codec;
pub(crate) mod contract;
pub(crate) mod examples;
pub(crate) mod meaning;
pub(crate) mod meet;
