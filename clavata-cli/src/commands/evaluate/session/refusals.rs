//! Refused content.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use clavata_api_ext::Error;

use super::Session;
use crate::archive::Key;
use crate::exit::{Code, End, Failure, UNREADABLE_IMAGE, noted, refused};

/// A line about a refusal, with the number of the content among all that was sent, if it was sent alone.
pub(super) type Told = (Option<usize>, String);

/// The refusals that have arrived. A program that is stopped before their inputs are settled must not lose them.
#[derive(Clone, Default)]
pub(in crate::commands::evaluate) struct Refusals(Arc<Mutex<BTreeSet<Told>>>);

impl Refusals {
    pub(in crate::commands::evaluate) fn see(&self, content: Option<usize>, error: &Error) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend(lines_of(error).into_iter().map(|line| (content, line)));
    }
}

/// What a refusal says: a line for each piece of content.
fn lines_of(error: &Error) -> Vec<String> {
    let lines = error.refusals().map(refused).unwrap_or_default();
    if lines.is_empty() {
        let line = "the details are unreadable; it may be known abuse material";
        return vec![line.to_owned()];
    }
    lines
}

impl Session {
    /// Records that the gateway refused an input, or another one in the same request.
    pub(in crate::commands::evaluate) fn refused(
        &mut self,
        input: usize,
        question: Option<Key>,
    ) -> Result<(), End> {
        self.refused += 1;
        if let (Some(keeper), Some(question)) = (&self.keeper, question) {
            keeper
                .archive
                .refused(question)
                .map_err(Failure::of_archive)?;
        }
        Ok(self.unjudged(input)?)
    }

    /// Reports a refusal. `place` is the input, if known.
    pub(in crate::commands::evaluate) fn tell_refusals(
        &mut self,
        content: Option<usize>,
        place: &str,
        error: &Error,
    ) {
        for line in lines_of(error) {
            self.printer.tell(&format!("refused: {place}{line}"));
            if names_content(&line) {
                self.told.insert((None, line.clone()));
            }
            self.told.insert((content, line));
        }
        noted(Code::ContentRefused);
        let failure = self.failure_of(error).with_code(Code::ContentRefused);
        // An image that cannot be read does not hide content that must not be published.
        let before = self.refusal.as_ref();
        if before.is_none_or(|before| before.hint() == UNREADABLE_IMAGE) {
            self.refusal = Some(failure);
        }
    }

    /// Reports refusals of inputs that will not be settled, because the evaluation ends before. Returns how many inputs
    /// are refused, at least.
    pub(in crate::commands::evaluate) fn tell_unsettled(&mut self, refusals: &Refusals) -> usize {
        let mut refused = BTreeSet::new();
        let seen = std::mem::take(&mut *refusals.0.lock().unwrap_or_else(PoisonError::into_inner));
        for (content, line) in seen {
            let known = if names_content(&line) { None } else { content };
            let told = (known, line);
            if !self.told.contains(&told) {
                let line = &told.1;
                // A refusal of several inputs, some of which may have been found.
                let is_known = content.is_none() && self.told.iter().any(|(_, told)| told == line);
                let whose = if is_known {
                    "one of the inputs, perhaps one named above"
                } else {
                    refused.insert(content);
                    "one of the inputs"
                };
                self.printer.tell(&format!("refused: {whose}: {line}"));
                self.told.insert(told);
                noted(Code::ContentRefused);
            }
        }
        let alone = refused.iter().flatten().count();
        alone.max(refused.len().min(1))
    }
}

/// Whether a line about a refusal contains the hash of its content. Other refusals have equal lines.
fn names_content(line: &str) -> bool {
    line.contains(", content ")
}
