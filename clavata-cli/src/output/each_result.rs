//! Passes each result to a function, together with its judge.

use std::collections::HashSet;
use std::io;

use clavata_api_ext::{ContentResult, Job, LabelAnswers};

use super::Output;
use crate::terminal::note;
use crate::verdicts::Judge;

/// What is passed to the function.
pub(crate) enum Seen<'a> {
    Result(&'a ContentResult<'a>, Judge),
    /// The number of pieces of content of a job without a result.
    Missing(usize),
    /// The number of label version answers, which do not name their label.
    LeftOut(usize),
}

/// The number of pieces of content of a job that certainly have no result: there are too few results, or none has
/// their hash.
fn without_result(job: &Job) -> usize {
    let judged: HashSet<&str> = job
        .content_results()
        .map(|one| one.content_hash())
        .collect();
    let nameless = job
        .content_results()
        .filter(|one| one.content_hash().is_empty());
    let sent = job.content_data.iter();
    let sent: HashSet<&str> = sent.filter_map(|one| one.content_hash.as_deref()).collect();
    let unjudged = sent
        .iter()
        .filter(|hash| !hash.is_empty() && !judged.contains(*hash));
    // A result without a hash may be about any content.
    let by_hash = unjudged.count().saturating_sub(nameless.count());
    by_hash.max(job.content_data.len().saturating_sub(job.results.len()))
}

/// Prints nothing. Calls `each` with each result.
pub(crate) struct EachResult<F> {
    judge: Judge,
    each: F,
    has_labels: bool,
}

impl<F: FnMut(Seen<'_>)> EachResult<F> {
    pub(crate) fn new(judge: Judge, each: F) -> Self {
        Self {
            judge,
            each,
            has_labels: false,
        }
    }
}

impl<F: FnMut(Seen<'_>)> Output for EachResult<F> {
    fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        for result in job.content_results() {
            (self.each)(Seen::Result(&result, self.judge));
        }
        let missing = without_result(job);
        if missing > 0 {
            (self.each)(Seen::Missing(missing));
        }
        Ok(())
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        (self.each)(Seen::Result(result, self.judge));
        Ok(())
    }

    /// Here the label has no name, and the content belongs to no policy.
    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        if !self.has_labels {
            note("label version answers are skipped: they do not name their label");
        }
        self.has_labels = true;
        (self.each)(Seen::LeftOut(answers.iter().len()));
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
