//! Judging content now: a stream of answers that says when it is not complete.

mod all;
mod asked;
mod chunk;
mod completeness;
mod evaluated;
mod items;
mod ledger;
mod request;
mod stream;
mod trouble;

pub use all::{Answer, EvaluateAll};
pub use completeness::Completeness;
pub use evaluated::Evaluated;
pub use request::Evaluate;
pub use stream::Evaluation;
