//! Hands each result to somebody, with what judges it.

use std::io;

use clavata_api_ext::{ContentResult, Job, LabelAnswers};

use super::Output;
use crate::terminal::note;
use crate::verdicts::Judge;

/// What is handed over.
pub(crate) enum Seen<'a> {
    Result(&'a ContentResult<'a>, Judge),
    /// Contents of a job that has no result about them.
    Missing(usize),
    /// Answers of label versions, which name no label.
    LeftOut(usize),
}

/// Prints nothing, and calls `each` with each result.
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
        let missing = job.content_data.len().saturating_sub(job.results.len());
        if missing > 0 {
            (self.each)(Seen::Missing(missing));
        }
        Ok(())
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        (self.each)(Seen::Result(result, self.judge));
        Ok(())
    }

    /// The label has no name there, and the content is part of no policy.
    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        if !self.has_labels {
            note("answers of label versions are left out: they name no label");
        }
        self.has_labels = true;
        (self.each)(Seen::LeftOut(answers.iter().len()));
        Ok(())
    }

    fn formatted(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
