//! The HTML report: one self-contained file that loads nothing.

mod model;
mod page;
mod parts;

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

use self::model::Model;
pub(crate) use self::page::{escaped, hash, style};
use super::Output;
use super::source::Source;
use crate::terminal::note;
use crate::verdicts::Judge;

pub(super) struct Html<W> {
    out: W,
    model: Model,
    source: Source,
}

impl<W: Write> Html<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            model: Model::default(),
            source: Source::default(),
        }
    }
}

impl<W: Write> Output for Html<W> {
    fn at(&mut self, file: &str, line: usize) {
        self.source.at(file, line);
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        self.model.job(judge, job);
        Ok(())
    }

    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        self.model.result(judge, result, None);
        Ok(())
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        for answer in answers.iter() {
            self.model.label(judge, &answer);
        }
        Ok(())
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        let why = format!("input {input} has no valid answer");
        self.model.unread(None, &why);
        self.model.unjudged(input);
        Ok(())
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.model.unread(self.source.get(), why);
        Ok(())
    }

    fn stray(&mut self, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        self.model.result(judge, &answer.result(), None);
        Ok(())
    }

    fn missed(&mut self, why: &str) {
        self.model.missed(why);
    }

    /// The report is written at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.model.is_empty() {
            note("there are no jobs or answers to show; the report says so");
        }
        self.model.complete();
        page::write(&mut self.out, &self.model)?;
        self.out.flush()
    }
}
