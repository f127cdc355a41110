//! Which inputs have an answer.

use std::fmt;

/// Which inputs of an evaluation have an answer.
///
/// Every input is either answered or unanswered; the end of the stream never makes an input
/// answered. A refusal names content by its hash, not by its index, so refused inputs are among
/// the unanswered: [`Error::refusals`](crate::Error::refusals) says what was refused.
///
/// If something went wrong although every input had an answer, or more content was refused than inputs had none, only
/// flagged answers count.
#[derive(Clone, PartialEq, Eq)]
pub struct Completeness {
    /// Whether each input was answered.
    answered: Vec<bool>,
    count: usize,
    refused: usize,
}

impl Completeness {
    pub(crate) fn of(inputs: usize) -> Self {
        Self {
            answered: vec![false; inputs],
            count: 0,
            refused: 0,
        }
    }

    /// Marks an input as answered. False if it was already marked, or does not exist.
    pub(crate) fn mark(&mut self, input: usize) -> bool {
        match self.answered.get_mut(input) {
            Some(answered) if !*answered => {
                *answered = true;
                self.count += 1;
                true
            }
            _ => false,
        }
    }

    /// Marks an input as unanswered again.
    pub(crate) fn unmark(&mut self, input: usize) {
        if let Some(answered) = self.answered.get_mut(input)
            && *answered
        {
            *answered = false;
            self.count -= 1;
        }
    }

    /// Records how many pieces of content a response refuses.
    pub(crate) fn refuse(&mut self, refused: usize) {
        self.refused = refused;
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.answered.len()
    }

    /// The number of inputs with an answer.
    pub fn answered(&self) -> usize {
        self.count
    }

    /// The number of refusals in the last response. The refused inputs are among the unanswered.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// The indexes of the inputs without an answer, from 0. They have not passed.
    pub fn unanswered(&self) -> impl Iterator<Item = usize> + '_ {
        self.answered
            .iter()
            .enumerate()
            .filter(|(_, answered)| !**answered)
            .map(|(input, _)| input)
    }

    /// Whether every input has an answer.
    pub fn is_complete(&self) -> bool {
        self.count == self.answered.len()
    }
}

impl fmt::Display for Completeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} answered", self.count, self.inputs())?;
        if self.refused > 0 {
            write!(f, ", {} refused", self.refused)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Completeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Completeness({self})")
    }
}
