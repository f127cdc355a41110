//! Shared by the tests: the contract, its meaning, its types; a clock that stands still.

pub(crate) mod calls;
pub(crate) mod client;
pub(crate) mod codec;
pub(crate) mod contract;
pub(crate) mod examples;
pub(crate) mod meaning;
pub(crate) mod meet;
pub(crate) mod still;
