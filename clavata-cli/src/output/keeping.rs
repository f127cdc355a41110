//! Keeps what was paid for: archives answers before anything of them is printed, and keeps a partial output
//! file if the command is interrupted.

use std::io;

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

use super::pending::Pending;
use super::{Output, Piece};
use crate::archive::Shared;
use crate::exit::unkept;
use crate::signals;
use crate::terminal::{note, remark};
use crate::verdicts::Judge;

/// Wraps a format and its target.
pub(super) struct Keeping {
    archive: Option<Shared>,
    /// `None` if answers are archived only.
    output: Option<Box<dyn Output>>,
    file: Option<Pending>,
    state: State,
}

/// The state of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At most a header was written.
    Empty,
    Begun,
    Broken,
    Finished,
}

impl Keeping {
    pub(super) fn new(
        archive: Option<Shared>,
        output: Option<Box<dyn Output>>,
        file: Option<Pending>,
    ) -> Self {
        Self {
            archive,
            output,
            file,
            state: State::Empty,
        }
    }

    fn keep<T>(&mut self, keep: impl FnOnce(&Shared) -> io::Result<T>) -> io::Result<Option<T>> {
        let Some(archive) = &self.archive else {
            return Ok(None);
        };
        let kept = keep(archive).map_err(unkept);
        self.noting(kept).map(Some)
    }

    fn print(&mut self, print: impl FnOnce(&mut dyn Output) -> io::Result<()>) -> io::Result<()> {
        if self.state == State::Empty {
            self.state = State::Begun;
        }
        self.tell(print)
    }

    fn tell(&mut self, tell: impl FnOnce(&mut dyn Output) -> io::Result<()>) -> io::Result<()> {
        let told = match &mut self.output {
            Some(output) => tell(&mut **output),
            None => Ok(()),
        };
        self.noting(told)
    }

    /// Records a failure in the state.
    fn noting<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        if outcome.is_err() && self.state == State::Begun {
            self.state = State::Broken;
        }
        outcome
    }
}

/// Keeps what has arrived, because it may have been paid for. Runs when a signal drops the output of a command,
/// or when a full disk ends the command with an error.
impl Drop for Keeping {
    fn drop(&mut self) {
        let was_cut = match self.state {
            State::Begun => signals::caught().is_some(),
            State::Broken => true,
            State::Empty | State::Finished => false,
        };
        if let (true, Some(output), Some(file)) = (was_cut, &mut self.output, &mut self.file) {
            output.missed(
                "this is incomplete: it was interrupted, and shows only what had arrived by then",
            );
            // If the end cannot be written, the beginning is still kept.
            let _ = output.finish();
            file.keep();
        }
    }
}

impl Output for Keeping {
    fn at(&mut self, file: &str, line: usize) {
        if let Some(output) = &mut self.output {
            output.at(file, line);
        }
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        self.keep(|archive| archive.job(job, judge.is_doubted()))?;
        self.print(|output| output.job(job, judge))
    }

    fn evaluation(
        &mut self,
        index: usize,
        answer: &EvaluateResponse,
        judge: Judge,
    ) -> io::Result<()> {
        self.keep(|archive| archive.evaluation(answer, judge.is_doubted()))?;
        self.print(|output| output.evaluation(index, answer, judge))
    }

    /// Called for answers that are already archived.
    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        self.print(|output| output.result(result, judge))
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        self.keep(|archive| archive.labels(answers, judge.is_doubted()))?;
        self.print(|output| output.labels(answers, judge))
    }

    /// Called for answers that are already archived together with the question.
    fn judged(&mut self, input: usize, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        self.print(|output| output.judged(input, answer, judge))
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.print(|output| output.unjudged(input))
    }

    fn hold(&mut self) {
        if let Some(output) = &mut self.output {
            output.hold();
        }
    }

    fn release(&mut self, is_doubted: bool) -> io::Result<()> {
        self.tell(|output| output.release(is_doubted))
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.print(|output| output.unread(why))
    }

    fn missed(&mut self, why: &str) {
        if let Some(output) = &mut self.output {
            output.missed(why);
        }
    }

    /// Called for answers that are already archived.
    fn stray(&mut self, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        self.print(|output| output.stray(answer, judge))
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        self.print(|output| output.piece(piece))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tell(|output| output.flush())
    }

    fn finish(&mut self) -> io::Result<()> {
        let kept = self.keep(Shared::sync)?;
        self.tell(|output| output.finish())?;
        self.state = State::Finished;
        if let Some(file) = &mut self.file {
            file.finish()?;
        }
        if let Some(kept) = kept {
            if kept.running > 0 {
                note(&kept.to_string());
            } else {
                remark(&kept.to_string());
            }
        }
        Ok(())
    }
}
