//! Collects what went wrong in a stream. Only the most serious error is returned.

use std::collections::HashSet;

use http::HeaderMap;

use super::evaluated::Evaluated;
use super::items::Item;
use crate::Refusals;
use crate::api::Status;
use crate::error::{Error, from_frame};

/// The most refusals that are shown as they arrive, because each is searched for all of the content. All are told at the end.
const MOST_SHOWN: usize = 100;

/// Everything in a stream that is not an answer.
#[derive(Default)]
pub(super) struct Trouble {
    /// The first error that refuses content, and the refusals of all.
    refused: Option<(Status, Refusals)>,
    /// The errors that refuse content. One that names all its content counts once, however often it comes.
    seen: HashSet<String>,
    worst: Option<(Grave, Error)>,
}

/// How serious an error is. Of two equally serious ones, the first is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grave {
    /// How the stream ended.
    End,
    /// An error of the gateway, or something unreadable.
    Other,
    /// The answers cannot be trusted.
    Doubt,
    /// The key was rejected, so every further request would be as well.
    Auth,
}

impl Trouble {
    /// Returns the item if it is an answer, and keeps it otherwise.
    pub(super) fn sort(&mut self, item: Item, headers: &HeaderMap) -> Option<Evaluated> {
        match item {
            Item::Answer(answer) => return Some(Evaluated::of(answer)),
            Item::Doubted(answer) => return Some(Evaluated::of(answer).beside_error()),
            // `refuse` has it.
            Item::Refused(..) => {}
            Item::Error(status) => {
                let error = from_frame(status, headers);
                let grave = if error.is_auth() {
                    Grave::Auth
                } else {
                    Grave::Other
                };
                self.see(grave, error);
            }
            Item::Unreadable(error) => self.see(Grave::Other, error),
        }
        None
    }

    /// Keeps a refusal. Whether it is to be shown: it is new, and not one of a flood.
    pub(super) fn refuse(&mut self, status: &Status, refusals: &Refusals) -> bool {
        let said = serde_json::to_string(status).unwrap_or_default();
        let is_new = said.is_empty() || self.seen.insert(said);
        if !is_new && refusals.nameless() == 0 {
            return false;
        }
        match &mut self.refused {
            None => self.refused = Some((status.clone(), refusals.clone())),
            Some((_, all)) => all.join(refusals.clone()),
        }
        is_new && self.seen.len() <= MOST_SHOWN
    }

    pub(super) fn see(&mut self, grave: Grave, error: Error) {
        if self.worst.as_ref().is_none_or(|(worst, _)| *worst < grave) {
            self.worst = Some((grave, error));
        }
    }

    /// Whether anything went wrong.
    pub(super) fn is_some(&self) -> bool {
        self.refused.is_some() || self.worst.is_some()
    }

    /// The error to return: a refusal comes before all others.
    pub(super) fn take(&mut self, headers: &HeaderMap) -> Option<Error> {
        let worst = self.worst.take().map(|(_, error)| error);
        let Some((status, mut refusals)) = self.refused.take() else {
            return worst;
        };
        refusals.sort();
        let error = from_frame(status, headers).with_refusals(refusals);
        Some(match worst {
            None => error,
            Some(worst) => error.with_source(worst),
        })
    }
}
