//! Matches answers with inputs, and decides whether they can be trusted.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::asked::Asked;
use super::evaluated::{Evaluated, Mark};
use crate::completeness::Completeness;
use crate::content::Content;
use crate::{Refusals, Verdict};

/// An answer that may belong to any input.
pub(super) const STRAY: &str = "an answer that is not clear does not say which input it is about";

/// Records the answers of an evaluation: each input must get one answer, and each answer have one input.
#[derive(Debug)]
pub(super) struct Ledger {
    completeness: Completeness,
    /// The number that marks each input, in ascending order.
    marks: Vec<usize>,
    /// The answer for each input.
    kept: Vec<Option<Kept>>,
    /// By content hash, the first input with an answer about that content.
    hashes: HashMap<Arc<str>, usize>,
    /// The inputs of the current request, in order.
    asked: Vec<usize>,
    /// The number of distinct answers of this request.
    answers: usize,
    /// The number of repeated answers of this request.
    repeats: usize,
    /// The number of answers of this request that belong to no input.
    strays: usize,
    unclear_strays: usize,
    /// Why no answer of this request can be trusted.
    contradiction: Option<&'static str>,
    /// Why one of its answers does not match the request.
    objection: Option<String>,
    /// Whether this request ended with an error that no missing answer explains.
    is_unexplained: bool,
}

/// The answer recorded for an input.
#[derive(Debug)]
struct Kept {
    /// Never replaced by a better one.
    verdict: Verdict,
    hash: Arc<str>,
}

impl Ledger {
    pub(super) fn of(marks: Vec<usize>) -> Self {
        let inputs = marks.len();
        let mut ledger = Self {
            completeness: Completeness::of(inputs),
            marks,
            kept: (0..inputs).map(|_| None).collect(),
            hashes: HashMap::new(),
            asked: Vec::new(),
            answers: 0,
            repeats: 0,
            strays: 0,
            unclear_strays: 0,
            contradiction: None,
            objection: None,
            is_unexplained: false,
        };
        ledger.ask();
        ledger
    }

    /// Begins a request for the unanswered inputs.
    pub(super) fn ask(&mut self) {
        self.asked = self.completeness.unanswered().collect();
        for input in &self.asked {
            // Answers that did not count are dropped and requested again.
            self.kept[*input] = None;
        }
        let kept = &self.kept;
        self.hashes.retain(|_, input| kept[*input].is_some());
        self.completeness.refuse(0);
        (self.answers, self.repeats) = (0, 0);
        (self.strays, self.unclear_strays) = (0, 0);
        (self.contradiction, self.objection) = (None, None);
        self.is_unexplained = false;
    }

    pub(super) fn completeness(&self) -> &Completeness {
        &self.completeness
    }

    /// The number that marks an input.
    pub(super) fn mark(&self, input: usize) -> usize {
        self.marks[input]
    }

    /// Why no answer of this request can be trusted: they contradict each other, or are too many.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        self.contradiction
    }

    /// Why the answers of this request cannot be trusted.
    pub(super) fn doubt(&self) -> Option<&'static str> {
        self.contradiction
            .or((self.unclear_strays > 0).then_some(STRAY))
    }

    /// Whether this request ended with an error although it brought as many answers as it has inputs. The error may
    /// be about any of them.
    pub(super) fn is_unexplained(&self) -> bool {
        self.is_unexplained
    }

    /// Why one of the answers does not count.
    pub(super) fn objection(&self) -> Option<&str> {
        self.objection.as_deref()
    }

    /// Whether an answer came twice.
    pub(super) fn has_repeats(&self) -> bool {
        self.repeats > 0
    }

    /// The number of answers that belong to no input.
    pub(super) fn strays(&self) -> usize {
        self.strays
    }

    /// The number of those that are not clear. Each may belong to any input without its own answer.
    pub(super) fn unclear_strays(&self) -> usize {
        self.unclear_strays
    }

    /// Records refused content. An answer about a piece of it does not count, unless it is flagged. If more is refused
    /// than has no answer, no answer of this request counts, unless it is flagged.
    pub(super) fn refuse(&mut self, refusals: &Refusals) {
        self.completeness.refuse(refusals.count().max(1));
        let hashes = refusals.hashes();
        let is_refused = |kept: &Kept| hashes.contains(&*kept.hash);
        self.unmark(|kept| is_refused(kept) && kept.verdict != Verdict::Flagged);
        if hashes.len() + refusals.nameless() > self.completeness.unanswered().count() {
            self.unmark_asked();
        }
    }

    fn unmark(&mut self, is_wrong: impl Fn(&Kept) -> bool) {
        for (input, kept) in self.kept.iter().enumerate() {
            if kept.as_ref().is_some_and(&is_wrong) {
                self.completeness.unmark(input);
            }
        }
    }

    /// Lets only flagged answers of this request count.
    fn unmark_asked(&mut self) {
        for input in &self.asked {
            let flagged = |kept: &Option<Kept>| matches!(kept, Some(kept) if kept.verdict == Verdict::Flagged);
            if !flagged(&self.kept[*input]) {
                self.completeness.unmark(*input);
            }
        }
    }

    /// Records an answer. `None` if it is not new.
    pub(super) fn enter(
        &mut self,
        answer: Evaluated,
        asked: &Asked,
        contents: &[Content],
    ) -> Option<Evaluated> {
        let answer = answer.held_to(asked);
        if self.is_overfull() {
            return None;
        }
        let input = self.input_of(answer.mark());
        let entered = match input {
            None => {
                self.strays += 1;
                self.unclear_strays += usize::from(answer.verdict() != Verdict::Clear);
                self.answers += 1;
                true
            }
            Some(input) => self.enter_for(input, &answer, contents),
        };
        if self.is_overfull() {
            self.object("there are more answers than inputs");
        }
        entered.then(|| answer.with_input(input))
    }

    fn input_of(&self, mark: Mark) -> Option<usize> {
        match (mark, self.asked.as_slice()) {
            (Mark::Number(number), _) => {
                let input = self.marks.binary_search(&number).ok()?;
                let is_asked = self.asked.binary_search(&input).is_ok();
                (is_asked || self.is_known(input)).then_some(input)
            }
            // A single input needs no mark.
            (Mark::Missing, [only]) => Some(*only),
            _ => None,
        }
    }

    fn is_known(&self, input: usize) -> bool {
        self.kept.get(input).is_some_and(Option::is_some)
    }

    /// Records an answer for an input. Returns whether it is new.
    fn enter_for(&mut self, input: usize, answer: &Evaluated, contents: &[Content]) -> bool {
        let verdict = answer.verdict();
        let hash: Arc<str> = answer.content_hash().into();
        if let Some(first) = &self.kept[input] {
            let is_worse = verdict.is_worse_than(&first.verdict);
            let is_better = first.verdict.is_worse_than(&verdict);
            if !is_worse && !is_better && first.hash == hash {
                self.repeats += 1;
                return false;
            }
            self.answers += 1;
            if !is_worse {
                return false;
            }
            self.completeness.unmark(input);
            self.object("an input has two answers that contradict each other");
            self.first_about(&hash, input);
            if verdict == Verdict::Flagged {
                self.completeness.mark(input);
            }
        } else {
            self.answers += 1;
            if let Some(other) = self.first_about(&hash, input)
                && contents[other].surely_differs(&contents[input])
            {
                self.object("the answers for two different inputs are about the same content");
            }
            if answer.counts() {
                self.completeness.mark(input);
            } else if let Some(objection) = answer.objection() {
                self.objection.get_or_insert_with(|| objection.to_string());
            }
        }
        self.kept[input] = Some(Kept { verdict, hash });
        true
    }

    /// The first input with an answer about the content with this hash. If there is none, records this one.
    fn first_about(&mut self, hash: &Arc<str>, input: usize) -> Option<usize> {
        if hash.is_empty() {
            return None;
        }
        match self.hashes.entry(Arc::clone(hash)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(none) => {
                none.insert(input);
                None
            }
        }
    }

    /// Whether there are more answers than inputs. Each answer may be repeated once.
    pub(super) fn is_overfull(&self) -> bool {
        self.answers.max(self.repeats) > self.asked.len()
    }

    fn object(&mut self, why: &'static str) {
        self.contradiction.get_or_insert(why);
    }

    /// Settles a request that has ended, successfully or not. A stray answer that is not clear may be for any
    /// input; then, as after a contradiction, only flagged answers count. The same applies if
    /// something went wrong although there are as many answers as inputs, whether they count or not: it may have been
    /// about any of them.
    pub(super) fn close(&mut self, is_well: bool) {
        self.is_unexplained = !is_well && self.answers >= self.asked.len();
        if !self.is_unexplained && self.doubt().is_none() {
            return;
        }
        self.unmark_asked();
    }
}
