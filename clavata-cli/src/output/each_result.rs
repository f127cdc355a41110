//! Passes each result to a function, with its judge.

use std::io;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{ContentResult, Doubt, Job, LabelAnswers};

use super::Output;
use crate::terminal::note;
use crate::verdicts::Judge;

/// What is passed to the function.
pub(crate) enum Seen<'a> {
    Result(&'a ContentResult<'a>, Judge),
    /// A job, after its results.
    Job(&'a Job),
    /// The number of label version answers, which do not name their label.
    LeftOut(usize),
}

/// Prints nothing. Calls `each` with each result.
pub(crate) struct EachResult<F> {
    each: F,
    has_labels: bool,
}

impl<F: FnMut(Seen<'_>)> EachResult<F> {
    pub(crate) fn new(each: F) -> Self {
        Self {
            each,
            has_labels: false,
        }
    }
}

impl<F: FnMut(Seen<'_>)> Output for EachResult<F> {
    /// Nothing in a job is clear unless the job is completed.
    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        let doubt = (job.status != JobStatus::Completed).then_some(&Doubt::BesideError);
        for result in job.content_results() {
            (self.each)(Seen::Result(&result.doubted(doubt), judge));
        }
        (self.each)(Seen::Job(job));
        Ok(())
    }

    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        (self.each)(Seen::Result(result, judge));
        Ok(())
    }

    /// Here the label has no name, and the content belongs to no policy.
    fn labels(&mut self, answers: &LabelAnswers, _: Judge) -> io::Result<()> {
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
