//! The part of an evaluation that uses an archive.

use std::io;

use clavata_api_ext::Evaluated;

use super::{Line, Session};
use crate::archive::{Key, Known};
use crate::exit::{End, Failure};
use crate::terminal::counted;

impl Session {
    /// Records that the archived answer to a question counts.
    pub(in crate::commands::evaluate) fn settled(
        &self,
        question: Option<Key>,
        answer: &Evaluated,
    ) -> Result<(), Failure> {
        match (&self.keeper, question) {
            (Some(keeper), Some(question)) => {
                let settled = keeper.archive.settled(question, answer);
                settled.map_err(Failure::of_archive)
            }
            _ => Ok(()),
        }
    }

    /// Handles an input whose answer is in the archive.
    pub(in crate::commands::evaluate) fn known(
        &mut self,
        input: usize,
        question: Key,
    ) -> Result<(), End> {
        let known = match &self.keeper {
            Some(keeper) => keeper
                .archive
                .recall(question)
                .map_err(Failure::of_archive)?,
            None => None,
        };
        let Some(Known { answer, is_settled }) = known else {
            let gone = io::ErrorKind::NotFound.into();
            return Err(Failure::of_archive(gone).into());
        };
        self.known += 1;
        self.answered += 1;
        self.progress();
        // If its request was cut, an answer that did not arrive might have contradicted it.
        self.unsettled += u64::from(!is_settled);
        let judge = self.judge.doubted(!is_settled);
        self.verdicts.see(&judge.result(&answer.result()));
        let line = Line::Answer(Box::new(answer), judge);
        Ok(self.printer.put(input, line)?)
    }

    /// Reports inputs that were sent although the archive has answers.
    pub(in crate::commands::evaluate) fn sent_again(&self, inputs: u64) {
        if inputs > 0 {
            self.printer.tell(&format!(
                "{} already had an answer in the archive: use --resume to avoid paying again",
                counted(inputs, "input")
            ));
        }
    }
}
