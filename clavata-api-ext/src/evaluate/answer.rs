//! The answer for one of many inputs.

use std::sync::Arc;

use super::evaluated::Evaluated;
use crate::Decision;
use crate::error::Error;

/// The answer for one input of [`Clavata::evaluate_all`](crate::Clavata::evaluate_all).
#[derive(Debug)]
pub enum Answer {
    /// The gateway answered. The verdict may be undetermined.
    Evaluated(Box<Evaluated>),
    /// The gateway refused this content. [`Error::refusals`] says why, if that is readable.
    Refused(Box<Error>),
    /// It could not be judged, and has not passed. Inputs that failed together share the error.
    ///
    /// If the error is a [refusal](Error::refusals), it is about at least one of these inputs, but smaller requests did
    /// not show which. If it is [unreadable](Error::is_unreadable), the answers of their request may
    /// contradict each other, be too many, or not say which input they are about. An input may have had
    /// an answer before the error, but that answer does not count.
    Failed(Arc<Error>),
}

impl Answer {
    /// What to do with the content, as with [`Verdict::decide_or`](crate::Verdict::decide_or). Content that was
    /// or may have been refused is blocked; other failures count as undetermined.
    pub fn decide_or(&self, undetermined: Decision) -> Decision {
        match self {
            Self::Evaluated(evaluated) => evaluated.verdict().decide_or(undetermined),
            Self::Refused(_) => Decision::Block,
            Self::Failed(error) if error.is_content_refused() => Decision::Block,
            Self::Failed(_) => undetermined,
        }
    }
}
