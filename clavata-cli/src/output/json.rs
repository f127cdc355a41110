//! The answers themselves, as one JSON value per line, which `flatten` can read.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};
use serde::Serialize;

use super::{Output, json_line};
use crate::verdicts::Judge;

/// Prints no verdicts.
pub(super) struct Json<W>(W);

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
    }
}

#[derive(Serialize)]
struct JobAnswer<'a> {
    job: &'a Job,
}

#[derive(Serialize)]
struct Frame<'a> {
    result: &'a EvaluateResponse,
}

#[derive(Serialize)]
struct Judged<'a> {
    /// The index of the input, from 0. Null if the answer does not say.
    input: Option<usize>,
    result: &'a EvaluateResponse,
}

impl<W: Write> Output for Json<W> {
    fn job(&mut self, job: &Job, _: Judge) -> io::Result<()> {
        json_line(&mut self.0, &JobAnswer { job })
    }

    /// The methods below print whole answers instead.
    fn result(&mut self, _: &ContentResult<'_>, _: Judge) -> io::Result<()> {
        Ok(())
    }

    fn evaluation(&mut self, _: usize, answer: &EvaluateResponse, _: Judge) -> io::Result<()> {
        json_line(&mut self.0, &Frame { result: answer })
    }

    fn judged(&mut self, input: usize, answer: &Evaluated, _: Judge) -> io::Result<()> {
        let (input, result) = (Some(input), answer.answer());
        json_line(&mut self.0, &Judged { input, result })
    }

    fn stray(&mut self, answer: &Evaluated, _: Judge) -> io::Result<()> {
        let (input, result) = (None, answer.answer());
        json_line(&mut self.0, &Judged { input, result })
    }

    fn labels(&mut self, answers: &LabelAnswers, _: Judge) -> io::Result<()> {
        json_line(&mut self.0, &answers.clone().into_inner())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
