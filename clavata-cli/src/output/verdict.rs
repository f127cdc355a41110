//! Verdicts, one line a job or an evaluation.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Verdict};
use serde::Serialize;

use super::{Output, json_line};

pub(super) struct VerdictLines<W>(W);

impl<W: Write> VerdictLines<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
    }

    fn verdict(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let verdict = verdict.as_str();
        json_line(&mut self.0, &OfContent { verdict })
    }
}

#[derive(Serialize)]
struct OfJob {
    results: Vec<&'static str>,
    job: &'static str,
}

#[derive(Serialize)]
struct OfContent {
    verdict: &'static str,
}

impl<W: Write> Output for VerdictLines<W> {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        let line = OfJob {
            results: job.results().map(|one| one.verdict().as_str()).collect(),
            job: job.verdict().as_str(),
        };
        json_line(&mut self.0, &line)
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        let result = ContentResult::of_evaluation(index, answer);
        self.verdict(&result.verdict())
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        answers
            .iter()
            .try_for_each(|answer| self.verdict(&answer.verdict()))
    }

    fn unjudged(&mut self) -> io::Result<()> {
        let verdict = "undetermined";
        json_line(&mut self.0, &OfContent { verdict })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
