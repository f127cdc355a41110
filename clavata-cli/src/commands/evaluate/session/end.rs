//! How an evaluation ends, and what it says then.

use super::{NAMED, Session, counted};
use crate::archive::Keeper;
use crate::commands::billed;
use crate::exit::{End, Failure};
use crate::terminal::{note, remark};

impl Session {
    fn summary(&mut self) {
        if self.named > NAMED {
            note(&format!("unanswered: and {} more", self.named - NAMED));
        }
        let all = self.answered + self.refused + self.unanswered;
        remark(&format!(
            "{}: {} answered, {} refused, {} unanswered",
            counted(all),
            self.answered,
            self.refused,
            self.unanswered,
        ));
        if self.known > 0 {
            remark(&format!(
                "answered from the archive, and not sent: {}",
                counted(self.known)
            ));
        }
        if self.unsettled > 0 {
            note(&format!(
                "answered by a request that was cut, so not clear: {}; leave out --resume to pay again",
                counted(self.unsettled)
            ));
        }
        let more = "unanswered inputs may have been billed, too";
        billed::tell(self.usage, self.may_be_billed.then_some(more));
        match self.keeper.as_ref().map(Keeper::finish) {
            Some(Ok(kept)) => remark(&kept),
            Some(Err(error)) => {
                let failure = Failure::of_archive(error);
                self.failure.get_or_insert(failure);
            }
            None => {}
        }
    }

    /// A signal ended it. It prints what has arrived; the rest has no answer. `sent` is the number of
    /// inputs that were sent and not settled.
    pub(in crate::commands::evaluate) fn interrupted(mut self, sent: usize) -> End {
        let printed = self.printer.stop();
        let settled = self.answered + self.refused + self.unanswered;
        let open = match self.inputs {
            Some(inputs) => inputs.saturating_sub(settled),
            None => sent as u64,
        };
        let came = self.shown.len() as u64;
        self.answered += came;
        let left = open.saturating_sub(came);
        self.unanswered += left;
        self.may_be_billed |= left > 0;
        self.summary();
        match printed {
            Ok(()) => End::Interrupted,
            Err(error) => error.into(),
        }
    }

    /// Prints the summary, and fails if an input has no answer or something went wrong.
    pub(in crate::commands::evaluate) fn end(mut self, exit_verdict: bool) -> Result<(), End> {
        let printed = self.printer.finish();
        self.summary();
        let Some(refusal) = self.refusal else {
            return match (printed, self.failure) {
                (Ok(()), None) => self.verdicts.end(exit_verdict),
                (Ok(()), Some(failure)) => Err(failure.into()),
                (Err(error), failure) => {
                    if let Some(failure) = failure {
                        failure.tell();
                    }
                    Err(error.into())
                }
            };
        };
        if let Err(error) = printed {
            tell(&error.into());
        }
        Err(refusal.into())
    }

    /// Ends it before all inputs are settled. A refusal is the most important failure.
    pub(in crate::commands::evaluate) fn stopped(self, why: End) -> End {
        match self.refusal {
            Some(refusal) => {
                tell(&why);
                refusal.into()
            }
            None => why,
        }
    }
}

/// Reports what went wrong beside a refusal.
fn tell(why: &End) {
    if let End::Failure(failure) = why {
        failure.tell();
    }
}
