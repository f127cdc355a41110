//! Verdicts, one line a job or an evaluation.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Job};
use serde::Serialize;

use super::{Output, json_line};

pub(super) struct VerdictLines<W>(W);

impl<W: Write> VerdictLines<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
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
        let line = OfContent {
            verdict: result.verdict().as_str(),
        };
        json_line(&mut self.0, &line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
