//! Verdicts, one line per job or input.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers, Verdict};
use serde::Serialize;

use super::{FromBytes, Output, Piece, json_line};
use crate::verdicts::Judge;

pub(super) struct VerdictLines<W> {
    out: W,
    judge: Judge,
    /// The verdicts of the job being read.
    results: Vec<&'static str>,
}

impl<W: Write> VerdictLines<W> {
    pub(super) fn new(out: W, judge: Judge) -> Self {
        Self {
            out,
            judge,
            results: Vec::new(),
        }
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let verdict = verdict.as_str();
        json_line(&mut self.out, &OfContent { verdict })
    }
}

#[derive(Serialize)]
struct OfJob {
    results: Vec<&'static str>,
    job: &'static str,
}

#[derive(Serialize)]
struct OfInput {
    /// From 0.
    input: usize,
    verdict: &'static str,
}

#[derive(Serialize)]
struct OfContent {
    verdict: &'static str,
}

impl<W: Write> Output for VerdictLines<W> {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        let results = job.content_results();
        let line = OfJob {
            results: results
                .map(|one| self.judge.result(&one).as_str())
                .collect(),
            job: self.judge.job(job).as_str(),
        };
        json_line(&mut self.out, &line)
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        let result = ContentResult::of_evaluation(index, answer);
        self.verdict(&self.judge.result(&result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        answers
            .iter()
            .try_for_each(|answer| self.verdict(&self.judge.label(&answer)))
    }

    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        let verdict = self.judge.result(&answer.result()).as_str();
        json_line(&mut self.out, &OfInput { input, verdict })
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        let verdict = "undetermined";
        json_line(&mut self.out, &OfInput { input, verdict })
    }

    fn formatted(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl FromBytes for VerdictLines<Vec<u8>> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Result { verdict, .. } => self.results.push(verdict.as_str()),
            Found::Job(job) => {
                let line = OfJob {
                    results: std::mem::take(&mut self.results),
                    job: job.verdict.as_str(),
                };
                json_line(&mut self.out, &line)?;
                // Reuses its buffer.
                self.results = line.results;
                self.results.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn size(&self) -> usize {
        self.out.len()
    }

    fn take(&mut self) -> io::Result<Piece> {
        self.results.clear();
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
