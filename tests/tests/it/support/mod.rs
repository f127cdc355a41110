//! Shared by the contract tests and the wire tests: the contract, its meaning, its types.

pub(crate) mod calls;
pub(crate) mod client;
pub(crate) mod codec;
pub(crate) mod contract;
pub(crate) mod examples;
pub(crate) mod meaning;
pub(crate) mod meet;
