//! An answer, in the form in which it was read: as bytes or decoded.

use std::sync::Arc;

use crate::ContentResult;
use crate::api::EvaluateResponse;
use crate::flatten::Kept;

#[derive(Clone)]
pub(super) enum Held {
    /// Its bytes and rows.
    Kept(Arc<Kept>),
    /// Decoded, by the careful reader.
    Decoded(Box<EvaluateResponse>),
}

impl Held {
    pub(super) fn result(&self, index: usize) -> ContentResult<'_> {
        match self {
            Self::Kept(kept) => ContentResult::of_kept(index, kept),
            Self::Decoded(answer) => ContentResult::of_evaluation(index, answer),
        }
    }

    pub(super) fn answer(&self) -> &EvaluateResponse {
        match self {
            Self::Kept(kept) => kept.answer(),
            Self::Decoded(answer) => answer,
        }
    }

    /// Decodes the answer and lets the caller change it.
    pub(super) fn decoded(&mut self) -> &mut EvaluateResponse {
        if let Self::Kept(kept) = self {
            *self = Self::from(kept.answer().clone());
        }
        match self {
            Self::Decoded(answer) => answer,
            Self::Kept(_) => unreachable!("it was just decoded"),
        }
    }

    pub(super) fn into_answer(self) -> EvaluateResponse {
        match self {
            Self::Kept(kept) => match Arc::try_unwrap(kept) {
                Ok(kept) => kept.into_answer(),
                Err(shared) => shared.answer().clone(),
            },
            Self::Decoded(answer) => *answer,
        }
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.answer() == other.answer()
    }
}

impl From<EvaluateResponse> for Held {
    fn from(answer: EvaluateResponse) -> Self {
        Self::Decoded(Box::new(answer))
    }
}
