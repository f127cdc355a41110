//! Failures that were reported before the command ended, so that no later event hides them.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::{Code, End, Failure};

/// The code of the first failure that was reported, or the code of refused content.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reported(Option<Code>);

impl Reported {
    /// Reports a failure after which the command continues.
    pub(crate) fn tell(&mut self, failure: &Failure) {
        self.note(failure.tell());
    }

    fn note(&mut self, code: Code) {
        if self.0.is_none() || code == Code::ContentRefused {
            self.0 = Some(code);
        }
    }

    pub(crate) fn is_none(self) -> bool {
        self.0.is_none()
    }

    /// Ends the command, which fails if a failure was reported.
    pub(crate) fn end(self) -> Result<(), End> {
        self.0.map_or(Ok(()), |code| Err(End::Reported(code)))
    }
}

/// What the whole program has reported.
static REPORTED: Mutex<Reported> = Mutex::new(Reported(None));

/// Records that a failure was reported.
pub(crate) fn noted(code: Code) {
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    reported.note(code);
}

/// The exit code for what was reported, if the command ended otherwise.
pub(super) fn instead_of(end: &Result<(), End>) -> Option<u8> {
    let reported = *REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    let code = match end {
        // The signal already says that the output is partial.
        Err(End::Interrupted) => None,
        Err(End::NobodyReads) => reported.0,
        _ => reported.0.filter(|code| *code == Code::ContentRefused),
    };
    code.map(|code| code as u8)
}

impl End {
    /// Ends a command that may have failed, after it tried to print its results. The failure is reported even if the
    /// results could not be printed.
    pub(crate) fn of(printed: io::Result<()>, failure: Option<Failure>) -> Result<(), Self> {
        match (printed, failure) {
            (Ok(()), None) => Ok(()),
            (Ok(()), Some(failure)) => Err(failure.into()),
            (Err(error), failure) => {
                if let Some(failure) = failure {
                    failure.tell();
                }
                Err(error.into())
            }
        }
    }
}
