//! What an evaluation has come to so far.

use std::collections::BTreeMap;
use std::io;

use clavata_api_ext::{ContentResult, Error, Evaluated};
use tokio::time::Instant;

use super::printer::{Line, Printer};
use crate::exit::{Code, End, Failure, code_of, refused};
use crate::output::Output;
use crate::terminal::note;
use crate::verdicts::{Judge, Verdicts};

/// How many inputs without an answer are named; all are counted.
const NAMED: u64 = 20;

/// Prints answers as they arrive, counts each input once, and reports unanswered inputs on stderr.
pub(super) struct Session {
    printer: Printer,
    /// What has been printed, or waits to be, of inputs that do not count yet.
    shown: BTreeMap<usize, &'static str>,
    judge: Judge,
    /// How many inputs there are, if that is known.
    inputs: Option<u64>,
    verdicts: Verdicts,
    answered: u64,
    refused: u64,
    unanswered: u64,
    named: u64,
    /// The first failure of each of the two kinds: one that refuses content goes before others.
    refusal: Option<Failure>,
    failure: Option<Failure>,
}

impl Session {
    pub(super) fn new(output: Box<dyn Output>, judge: Judge, inputs: Option<u64>) -> Self {
        Self {
            printer: Printer::new(output, inputs),
            judge,
            shown: BTreeMap::new(),
            inputs,
            verdicts: Verdicts::default(),
            answered: 0,
            refused: 0,
            unanswered: 0,
            named: 0,
            refusal: None,
            failure: None,
        }
    }

    /// An answer came. It counts once its input is settled.
    pub(super) fn came(&mut self, input: Option<usize>, answer: Evaluated) -> io::Result<()> {
        let verdict = self.judge.result(&answer.result()).as_str();
        if let Some(objection) = answer.objection() {
            let input = input.map_or("an answer".to_owned(), |input| {
                format!("input {}", input + 1)
            });
            self.printer
                .tell(&format!("{input} is {verdict}: {objection}"));
        }
        let Some(input) = input else {
            self.verdicts
                .see_unmatched(&self.judge.result(&answer.result()));
            let hash = answer.content_hash();
            let of = if hash.is_empty() {
                String::new()
            } else {
                format!(", content {hash}")
            };
            self.printer.tell(&format!(
                "unmatched: an answer does not name its input, and counts for none: {verdict}{of}"
            ));
            return self.printer.stray(&answer);
        };
        self.shown.insert(input, verdict);
        self.printer.put(input, Line::Answer(Box::new(answer)))
    }

    /// What came for an input is its answer.
    pub(super) fn answered(&mut self, input: usize, result: &ContentResult<'_>) {
        self.answered += 1;
        self.verdicts.see(&self.judge.result(result));
        self.shown.remove(&input);
        self.printer.advance();
    }

    /// The gateway refused an input, or one that was sent with it.
    pub(super) fn refused(&mut self, input: usize) -> io::Result<()> {
        self.refused += 1;
        self.unjudged(input)
    }

    /// Tells what was refused; `place` says which input it is, if that is known.
    pub(super) fn tell_refusals(&mut self, place: &str, error: &Error) {
        let lines = error.refusals().map(refused).unwrap_or_default();
        for line in &lines {
            self.printer.tell(&format!("refused: {place}{line}"));
        }
        if lines.is_empty() {
            self.printer.tell(&format!(
                "refused: {place}the details are unreadable; it may be known abuse material"
            ));
        }
        self.refusal
            .get_or_insert_with(|| Failure::of_inputs(error).with_code(Code::ContentRefused));
    }

    /// An input has no answer, because of an error.
    pub(super) fn unanswered(&mut self, input: usize, failure: Failure) -> io::Result<()> {
        self.unanswered += 1;
        self.failure.get_or_insert(failure);
        self.unjudged(input)
    }

    /// Names inputs that have no answer, the first few of them.
    pub(super) fn name_unanswered(&mut self, inputs: impl IntoIterator<Item = String>) {
        self.name("unanswered", inputs);
    }

    /// As [`Self::name_unanswered`], for inputs that may have been refused.
    pub(super) fn name(&mut self, what: &str, inputs: impl IntoIterator<Item = String>) {
        for input in inputs {
            self.named += 1;
            if self.named <= NAMED {
                self.printer.tell(&format!("{what}: {input}"));
            }
        }
    }

    /// Something that was given could not be sent.
    pub(super) fn unsent(&mut self, input: usize, problem: String) -> io::Result<()> {
        let what = "some of the input could not be sent";
        let hint = "correct the inputs named above and send them again";
        self.name_unanswered([problem]);
        self.unanswered(input, Failure::new(Code::Input, what, hint))
    }

    /// Something went wrong after everything had been answered.
    pub(super) fn broke(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// Prints what has waited for its turn long enough.
    pub(super) fn print_due(&mut self) -> io::Result<()> {
        self.printer.print_due()
    }

    /// When something will have waited long enough.
    pub(super) fn due(&self) -> Option<Instant> {
        self.printer.due()
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.verdicts.see_unjudged();
        self.printer.advance();
        match self.shown.remove(&input) {
            None | Some("clear") => self.printer.put(input, Line::Unjudged),
            // What was printed of it lets nothing pass.
            Some(_) => Ok(()),
        }
    }

    fn summary(&self) {
        if self.named > NAMED {
            note(&format!("unanswered: and {} more", self.named - NAMED));
        }
        let all = self.answered + self.refused + self.unanswered;
        note(&format!(
            "{all} {}: {} answered, {} refused, {} unanswered",
            if all == 1 { "input" } else { "inputs" },
            self.answered,
            self.refused,
            self.unanswered,
        ));
    }

    /// A signal ended it: what came is printed, and the rest has no answer. `sent` inputs had been
    /// sent and were not settled.
    pub(super) fn interrupted(mut self, sent: usize) -> End {
        let printed = self.printer.stop();
        let settled = self.answered + self.refused + self.unanswered;
        let open = match self.inputs {
            Some(inputs) => inputs.saturating_sub(settled),
            None => sent as u64,
        };
        let came = self.shown.len() as u64;
        self.answered += came;
        self.unanswered += open.saturating_sub(came);
        self.summary();
        match printed {
            Ok(()) => End::Interrupted,
            Err(error) => error.into(),
        }
    }

    /// Prints the summary, and fails if an input has no answer or something went wrong.
    pub(super) fn end(mut self, exit_verdict: bool) -> Result<(), End> {
        self.printer.finish()?;
        self.summary();
        match self.refusal.or(self.failure) {
            Some(failure) => Err(failure.into()),
            None => self.verdicts.end(exit_verdict),
        }
    }
}

impl Failure {
    /// An error that left inputs without an answer, which have been named.
    pub(super) fn of_inputs(error: &Error) -> Self {
        if code_of(error) == Code::Input {
            return Self::of("evaluate", error).without_refusals();
        }
        Self::of("evaluate every input", error).without_refusals()
    }
}
