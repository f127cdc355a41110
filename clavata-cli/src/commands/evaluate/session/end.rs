//! The end of an evaluation and its summary.

use super::{NAMED, Session};
use crate::commands::billed;
use crate::exit::{End, Failure};
use crate::terminal::{counted, note, remark};

impl Session {
    fn summary(&mut self) {
        if self.named > NAMED {
            note(&format!("unanswered: and {} more", self.named - NAMED));
        }
        let all = self.answered + self.refused + self.unanswered;
        remark(&format!(
            "{}: {} answered, {} refused, {} unanswered",
            counted(all, "input"),
            self.answered,
            self.refused,
            self.unanswered,
        ));
        if self.known > 0 {
            remark(&format!(
                "answered from the archive, and not sent: {}",
                counted(self.known, "input")
            ));
        }
        if self.unsettled > 0 {
            note(&format!(
                "answered by a request that was cut off, so not clear: {}; omit --resume to evaluate and pay again",
                counted(self.unsettled, "input")
            ));
        }
        let more = "unanswered inputs may also have been billed";
        billed::tell(self.usage, self.may_be_billed.then_some(more));
        match self.keeper.as_ref().map(|keeper| keeper.archive.sync()) {
            Some(Ok(kept)) => remark(&kept.to_string()),
            Some(Err(error)) => {
                let failure = Failure::of_archive(error);
                self.failure.get_or_insert(failure);
            }
            None => {}
        }
    }

    /// Ends the evaluation after a signal. Prints what has arrived; the other inputs are unanswered. `sent` is the
    /// number of inputs that were sent and not settled, and `refused` how many of them are refused, at least.
    pub(in crate::commands::evaluate) fn interrupted(mut self, sent: usize, refused: usize) -> End {
        let printed = self.printer.stop();
        let settled = self.answered + self.refused + self.unanswered;
        let open = match self.inputs {
            Some(inputs) => inputs.saturating_sub(settled),
            None => sent as u64,
        };
        let came = self.shown.len() as u64;
        self.answered += came;
        let left = open.saturating_sub(came);
        let refused = left.min(refused as u64);
        self.refused += refused;
        self.unanswered += left - refused;
        self.may_be_billed |= left > 0;
        self.summary();
        match printed {
            Ok(()) => End::Interrupted,
            Err(error) => error.into(),
        }
    }

    /// Prints the summary. Fails if an input is unanswered or if something went wrong.
    pub(in crate::commands::evaluate) fn end(mut self, exit_verdict: bool) -> Result<(), End> {
        let printed = self.printer.finish();
        self.summary();
        End::of(printed, self.refusal.or(self.failure))?;
        self.verdicts.end(exit_verdict)
    }

    /// Ends the evaluation before all inputs are settled, and reports their failures.
    pub(in crate::commands::evaluate) fn stopped(self, why: End) -> End {
        if let Some(failure) = self.refusal.or(self.failure) {
            failure.tell();
        }
        why
    }
}
