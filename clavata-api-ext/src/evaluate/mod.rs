//! Evaluating content now: a stream of answers that reports when it is incomplete.

mod all;
mod asked;
mod chunk;
mod evaluated;
mod items;
mod ledger;
mod one;
mod request;
mod stream;
mod trouble;

pub use all::{Answer, EvaluateAll};
pub use evaluated::Evaluated;
pub use one::EvaluateOne;
pub use request::Evaluate;
pub use stream::Evaluation;
