//! Failures that were reported before the command ended, so that no later event hides them.

use std::io;
use std::sync::atomic::{AtomicU8, Ordering};

use super::{Code, End, Failure};

/// The code of the first failure that was reported, or the code of refused content. 0 if there was none.
static REPORTED: AtomicU8 = AtomicU8::new(0);

/// Records that a failure was reported.
pub(crate) fn noted(code: Code) {
    if code == Code::ContentRefused {
        REPORTED.store(code as u8, Ordering::Relaxed);
    } else {
        let _ = REPORTED.compare_exchange(0, code as u8, Ordering::Relaxed, Ordering::Relaxed);
    }
}

/// The exit code for what was reported, if the command ended otherwise.
pub(super) fn instead_of(end: &Result<(), End>) -> Option<u8> {
    let reported = REPORTED.load(Ordering::Relaxed);
    let counts = match end {
        // The signal already says that the output is partial.
        Err(End::Interrupted) => false,
        Err(End::NobodyReads) => reported != 0,
        _ => reported == Code::ContentRefused as u8,
    };
    counts.then_some(reported)
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
