//! Evaluates content now: a stream of answers that reports if it is incomplete.

mod all;
mod answer;
mod asked;
mod chunk;
mod course;
mod evaluated;
mod held;
mod items;
mod ledger;
mod one;
mod request;
#[cfg(any(test, fuzzing))]
mod said;
mod stream;
mod trouble;
mod watcher;

pub use all::EvaluateAll;
pub use answer::Answer;
pub use evaluated::Evaluated;
pub use one::EvaluateOne;
pub use request::Evaluate;
#[cfg(any(test, fuzzing))]
pub use said::streamed;
pub use stream::Evaluation;
