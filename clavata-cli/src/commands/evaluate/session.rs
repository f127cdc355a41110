//! What an evaluation has come to so far.

use std::io;

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Error};

use crate::exit::{Code, End, Failure, code_of, refused};
use crate::output::Output;
use crate::progress::Bar;
use crate::terminal::note;
use crate::verdicts::{Judge, Verdicts};

/// How many inputs without an answer are named; all are counted.
const NAMED: u64 = 20;

/// Counts answers, prints them, and tells on stderr what has none.
pub(super) struct Session {
    output: Box<dyn Output>,
    bar: Bar,
    judge: Judge,
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
    pub(super) fn new(output: Box<dyn Output>, judge: Judge, count: Option<u64>) -> Self {
        Self {
            output,
            judge,
            bar: Bar::start(count),
            verdicts: Verdicts::default(),
            answered: 0,
            refused: 0,
            unanswered: 0,
            named: 0,
            refusal: None,
            failure: None,
        }
    }

    /// An input was judged.
    pub(super) fn answered(
        &mut self,
        input: Option<usize>,
        answer: &EvaluateResponse,
    ) -> io::Result<()> {
        let place = usize::try_from(self.answered).unwrap_or(usize::MAX);
        let index = input.unwrap_or(place);
        self.answered += 1;
        let result = ContentResult::of_evaluation(index, answer);
        self.verdicts.see(&self.judge.result(&result));
        self.bar.advance();
        let output = &mut self.output;
        self.bar.aside(|| {
            output.evaluation(index, answer)?;
            output.flush()
        })
    }

    /// The gateway refused content; `place` says which where that is known.
    pub(super) fn refused(&mut self, place: &str, inputs: u64, error: &Error) -> io::Result<()> {
        self.refused += inputs;
        self.bar.aside(|| {
            for line in error.refusals().map(refused).unwrap_or_default() {
                note(&format!("refused: {place}{line}"));
            }
        });
        if self.refusal.is_none() {
            self.refusal = Some(Failure::of_inputs(error));
        }
        self.unjudged(inputs)
    }

    /// An input has no answer, because of an error.
    pub(super) fn unanswered(&mut self, failure: Failure) -> io::Result<()> {
        self.unanswered += 1;
        self.failure.get_or_insert(failure);
        self.unjudged(1)
    }

    /// Names inputs that have no answer, the first few of them.
    pub(super) fn name_unanswered(&mut self, inputs: impl IntoIterator<Item = String>) {
        for input in inputs {
            self.named += 1;
            if self.named <= NAMED {
                self.bar.aside(|| note(&format!("unanswered: {input}")));
            }
        }
    }

    /// Something that was given could not be sent.
    pub(super) fn unsent(&mut self, problem: String) -> io::Result<()> {
        let what = "not everything that was given could be sent";
        let hint = "correct what is named above and send it again";
        self.name_unanswered([problem]);
        self.unanswered(Failure::new(Code::Input, what, hint))
    }

    fn unjudged(&mut self, inputs: u64) -> io::Result<()> {
        let output = &mut self.output;
        for _ in 0..inputs {
            self.verdicts.see_unjudged();
            self.bar.advance();
            self.bar.aside(|| {
                output.unjudged()?;
                output.flush()
            })?;
        }
        Ok(())
    }

    /// Something went wrong after everything had been answered.
    pub(super) fn broke(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// Tells the summary, and fails where an input has no answer, or something went wrong.
    pub(super) fn end(mut self, exit_verdict: bool) -> Result<(), End> {
        self.output.finish()?;
        self.bar.finish();
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
