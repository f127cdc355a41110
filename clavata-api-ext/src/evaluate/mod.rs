//! Judging content now: a stream of answers that says when it is not complete.

mod all;
mod chunk;
mod completeness;
mod evaluated;
mod frames;
mod request;
mod stream;

#[cfg(any(test, fuzzing))]
pub(crate) use frames::Frames;

pub use all::{Answer, EvaluateAll};
pub use completeness::Completeness;
pub use evaluated::Evaluated;
pub use request::Evaluate;
pub use stream::Evaluation;
