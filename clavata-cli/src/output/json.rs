//! The answers themselves, as one JSON value per line, which `flatten` can read.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};
use serde::Serialize;

use super::{Output, json_line};
use crate::archive::{Doubted, named};
use crate::verdicts::Judge;

/// Prints no verdicts. An answer that counts for nothing is marked, so that nobody who reads it again takes it for clear.
pub(super) struct Json<W>(W);

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
    }

    fn print(&mut self, answer: impl Serialize, is_doubted: bool) -> io::Result<()> {
        let error = Doubted::when(is_doubted);
        json_line(&mut self.0, &Line { error, answer })
    }
}

#[derive(Serialize)]
struct Line<A> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Doubted>,
    #[serde(flatten)]
    answer: A,
}

#[derive(Serialize)]
struct Judged<'a> {
    /// The index of the input, from 0. Null if the answer does not say.
    input: Option<usize>,
    result: &'a EvaluateResponse,
}

impl<W: Write> Output for Json<W> {
    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        self.print(named("job", job), judge.is_doubted())
    }

    /// The methods below print whole answers instead.
    fn result(&mut self, _: &ContentResult<'_>, _: Judge) -> io::Result<()> {
        Ok(())
    }

    fn evaluation(&mut self, _: usize, answer: &EvaluateResponse, judge: Judge) -> io::Result<()> {
        self.print(named("result", answer), judge.is_doubted())
    }

    fn judged(&mut self, input: usize, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        let is_doubted = judge.is_doubted() || answer.objection().is_some();
        let (input, result) = (Some(input), answer.answer());
        self.print(Judged { input, result }, is_doubted)
    }

    fn stray(&mut self, answer: &Evaluated, _: Judge) -> io::Result<()> {
        let (input, result) = (None, answer.answer());
        self.print(Judged { input, result }, true)
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        self.print(answers.clone().into_inner(), judge.is_doubted())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
