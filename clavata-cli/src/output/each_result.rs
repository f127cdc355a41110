//! Hands each result to somebody, with its verdict.

use std::io;

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Verdict};

use super::Output;
use crate::terminal::note;
use crate::verdicts::Judge;

/// Prints nothing, and calls `each` with each result.
pub(crate) struct EachResult<F> {
    judge: Judge,
    each: F,
    has_labels: bool,
}

impl<F: FnMut(&ContentResult<'_>, &Verdict)> EachResult<F> {
    pub(crate) fn new(judge: Judge, each: F) -> Self {
        Self {
            judge,
            each,
            has_labels: false,
        }
    }
}

impl<F: FnMut(&ContentResult<'_>, &Verdict)> Output for EachResult<F> {
    fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        for result in job.content_results() {
            (self.each)(&result, &self.judge.result(&result));
        }
        Ok(())
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        (self.each)(result, &self.judge.result(result));
        Ok(())
    }

    /// The label has no name there, and the content is part of no policy.
    fn labels(&mut self, _answers: &LabelAnswers) -> io::Result<()> {
        if !self.has_labels {
            note("answers of label versions are left out: they name no label");
        }
        self.has_labels = true;
        Ok(())
    }

    fn formatted(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
