//! Judging content now: a stream of answers that says when it is not complete.

mod all;
mod asked;
mod chunk;
mod completeness;
mod evaluated;
mod frames;
mod items;
mod ledger;
mod request;
mod stream;
mod trouble;

#[cfg(any(test, fuzzing))]
pub(crate) use frames::Frames;

pub use all::{Answer, EvaluateAll};
pub use completeness::Completeness;
pub use evaluated::Evaluated;
pub use request::Evaluate;
pub use stream::Evaluation;
