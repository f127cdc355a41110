//! The state of an evaluation.

mod archived;
mod end;
mod refusals;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use clavata_api_ext::{ContentResult, Error, Evaluated, Usage};
use tokio::time::Instant;

use super::printer::{Line, Printer};
use crate::archive::Keeper;
use crate::exit::{Code, Failure, code_of};
use crate::output::Output;
use crate::verdicts::{Judge, Verdicts};

pub(super) use refusals::Refusals;

/// The most unanswered inputs that are named. All are counted.
const NAMED: u64 = 20;

/// Prints answers as they arrive, counts each input once, and reports unanswered inputs on stderr.
pub(super) struct Session {
    printer: Printer,
    /// The verdicts that were printed, or wait to be, for inputs that are not settled.
    shown: BTreeMap<usize, &'static str>,
    judge: Judge,
    keeper: Option<Keeper>,
    /// The number of inputs whose answer was in the archive.
    known: u64,
    /// How many of these have answers from requests that were cut.
    unsettled: u64,
    /// The number of inputs, if known.
    inputs: Option<u64>,
    verdicts: Verdicts,
    answered: u64,
    refused: u64,
    unanswered: u64,
    named: u64,
    /// The usage of every answer that arrived.
    usage: Usage,
    /// Whether an input without an answer may have been billed.
    may_be_billed: bool,
    /// The refusals that were reported.
    told: BTreeSet<refusals::Told>,
    /// The first failure of each kind. Refused content takes precedence.
    refusal: Option<Failure>,
    failure: Option<Failure>,
}

impl Session {
    pub(super) fn new(
        output: Box<dyn Output>,
        judge: Judge,
        inputs: Option<u64>,
        keeper: Option<Keeper>,
    ) -> Self {
        Self {
            printer: Printer::new(output, inputs),
            judge,
            keeper,
            known: 0,
            unsettled: 0,
            shown: BTreeMap::new(),
            inputs,
            verdicts: Verdicts::default(),
            answered: 0,
            refused: 0,
            unanswered: 0,
            named: 0,
            usage: Usage::default(),
            may_be_billed: false,
            told: BTreeSet::new(),
            refusal: None,
            failure: None,
        }
    }

    /// Handles an answer that arrived. It counts once its input is settled.
    pub(super) fn came(&mut self, input: Option<usize>, answer: Evaluated) -> io::Result<()> {
        self.usage += answer.usage();
        self.printer.cost(self.usage);
        let verdict = self.judge.result(&answer.result()).as_str();
        if let Some(objection) = answer.objection() {
            let input = input.map_or("an answer".to_owned(), |input| format!("input {input}"));
            self.printer
                .tell(&format!("{input} is {verdict}: {objection}"));
        }
        let Some(input) = input else {
            // It answers nothing that was asked, so it is not clear.
            let judge = self.judge.doubted(true);
            self.verdicts.see(&judge.result(&answer.result()));
            let hash = answer.content_hash();
            let of = if hash.is_empty() {
                String::new()
            } else {
                format!(", content {hash}")
            };
            self.printer.tell(&format!(
                "unmatched: an answer does not name its input and counts for none: {verdict}{of}"
            ));
            return self.printer.stray(&answer, judge);
        };
        self.shown.insert(input, verdict);
        self.progress();
        let line = Line::Answer(Box::new(answer), self.judge);
        self.printer.put(input, line)
    }

    /// Records that the answer of an input counts.
    pub(super) fn answered(&mut self, input: usize, result: &ContentResult<'_>) {
        self.answered += 1;
        self.verdicts.see(&self.judge.result(result));
        self.shown.remove(&input);
        self.progress();
    }

    /// Records that an input has no answer because of an error.
    pub(super) fn unanswered(&mut self, input: usize, failure: Failure) -> io::Result<()> {
        self.unanswered += 1;
        self.may_be_billed |= failure.may_have_been_billed();
        self.failure.get_or_insert(failure);
        self.unjudged(input)
    }

    /// Names unanswered inputs, up to a limit.
    pub(super) fn name_unanswered(&mut self, inputs: impl IntoIterator<Item = String>) {
        self.name("unanswered", inputs);
    }

    /// Like [`Self::name_unanswered`], for inputs that may have been refused.
    pub(super) fn name(&mut self, what: &str, inputs: impl IntoIterator<Item = String>) {
        for input in inputs {
            self.named += 1;
            if self.named <= NAMED {
                self.printer.tell(&format!("{what}: {input}"));
            }
        }
    }

    /// Records that an input could not be sent.
    pub(super) fn unsent(&mut self, input: usize, problem: String) -> io::Result<()> {
        let what = "some of the input could not be sent";
        let hint = "correct the inputs named above and send them again";
        self.name_unanswered([problem]);
        self.unanswered(input, Failure::input(what, hint))
    }

    /// Records a failure after all inputs were answered.
    pub(super) fn broke(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// An error that left inputs unanswered. The inputs have been named.
    pub(super) fn failure_of(&self, error: &Error) -> Failure {
        let doing = match self.inputs {
            _ if code_of(error) == Code::Input => "evaluate",
            Some(1) => "evaluate the input",
            _ => "evaluate every input",
        };
        Failure::of(doing, error).without_refusals()
    }

    /// Prints lines that have waited long enough.
    pub(super) fn print_due(&mut self) -> io::Result<()> {
        self.printer.print_due()
    }

    /// The time at which the next line will have waited long enough.
    pub(super) fn due(&self) -> Option<Instant> {
        self.printer.due()
    }

    fn progress(&self) {
        let settled = self.answered + self.refused + self.unanswered;
        self.printer.at(settled + self.shown.len() as u64);
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.verdicts.see_unjudged();
        let shown = self.shown.remove(&input);
        self.progress();
        match shown {
            None | Some("clear") => self.printer.put(input, Line::Unjudged),
            // The printed verdict is not clear, so nothing passes.
            Some(_) => Ok(()),
        }
    }
}
