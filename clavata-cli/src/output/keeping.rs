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

/// Wraps a format and its target.
pub(super) struct Keeping {
    archive: Option<Shared>,
    /// `None` if answers are archived only.
    output: Option<Box<dyn Output>>,
    file: Option<Pending>,
    is_doubted: bool,
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
            is_doubted: false,
            state: State::Empty,
        }
    }

    fn keep<T>(
        &mut self,
        keep: impl FnOnce(&Shared, bool) -> io::Result<T>,
    ) -> io::Result<Option<T>> {
        let Some(archive) = &self.archive else {
            return Ok(None);
        };
        let kept = keep(archive, self.is_doubted).map_err(unkept);
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

    fn doubt(&mut self, is_doubted: bool) {
        self.is_doubted = is_doubted;
        if let Some(output) = &mut self.output {
            output.doubt(is_doubted);
        }
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.keep(|archive, is_doubted| archive.job(job, is_doubted))?;
        self.print(|output| output.job(job))
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.keep(|archive, is_doubted| archive.evaluation(answer, is_doubted))?;
        self.print(|output| output.evaluation(index, answer))
    }

    /// Called for answers that are already archived.
    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        self.print(|output| output.result(result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        self.keep(|archive, is_doubted| archive.labels(answers, is_doubted))?;
        self.print(|output| output.labels(answers))
    }

    /// Called for answers that are already archived together with the question.
    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        self.print(|output| output.judged(input, answer))
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
    fn stray(&mut self, answer: &Evaluated) -> io::Result<()> {
        self.print(|output| output.stray(answer))
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        self.print(|output| output.piece(piece))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tell(|output| output.flush())
    }

    fn finish(&mut self) -> io::Result<()> {
        let kept = self.keep(|archive, _| archive.sync())?;
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
