//! Keeps answers in an archive before anything is printed of them.

use std::io;

use clavata_api_ext::api::EvaluateResponse;
#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

use super::Output;
use crate::archive::Shared;
use crate::terminal::remark;

pub(super) struct Archived {
    archive: Shared,
    /// `None` if answers are only kept.
    output: Option<Box<dyn Output>>,
    is_doubted: bool,
}

impl Archived {
    pub(super) fn new(archive: Shared, output: Option<Box<dyn Output>>) -> Self {
        Self {
            archive,
            output,
            is_doubted: false,
        }
    }

    fn print(&mut self, print: impl FnOnce(&mut dyn Output) -> io::Result<()>) -> io::Result<()> {
        match &mut self.output {
            Some(output) => print(&mut **output),
            None => Ok(()),
        }
    }
}

impl Output for Archived {
    fn at(&mut self, file: &str, line: usize) {
        if let Some(output) = &mut self.output {
            output.at(file, line);
        }
    }

    fn doubt(&mut self, is_doubted: bool) {
        self.is_doubted = is_doubted;
        if let Some(output) = &mut self.output {
            output.doubt(is_doubted);
        }
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.archive.job(job, self.is_doubted)?;
        self.print(|output| output.job(job))
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.archive.evaluation(answer, self.is_doubted)?;
        self.print(|output| output.evaluation(index, answer))
    }

    /// Called with what is archived already.
    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        self.print(|output| output.result(result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        self.archive.labels(answers, self.is_doubted)?;
        self.print(|output| output.labels(answers))
    }

    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        self.archive.arrived(None, answer)?;
        self.print(|output| output.judged(input, answer))
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.print(|output| output.unjudged(input))
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.print(|output| output.unread(why))
    }

    fn missed(&mut self, why: &str) {
        if let Some(output) = &mut self.output {
            output.missed(why);
        }
    }

    fn stray(&mut self, answer: &Evaluated) -> io::Result<()> {
        self.archive.arrived(None, answer)?;
        self.print(|output| output.stray(answer))
    }

    fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        self.print(|output| output.formatted(text))
    }

    #[cfg(feature = "arrow")]
    fn gathered(&mut self, batches: &[RecordBatch]) -> io::Result<()> {
        self.print(|output| output.gathered(batches))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.print(|output| output.flush())
    }

    fn finish(&mut self) -> io::Result<()> {
        let kept = self.archive.sync()?;
        self.print(|output| output.finish())?;
        remark(&kept.to_string());
        Ok(())
    }
}
