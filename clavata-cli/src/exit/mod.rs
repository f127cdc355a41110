//! How the program ends: exit codes, and errors with hints.

mod batch;
mod library;
mod reported;
mod unkept;

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::process::ExitCode;

use clavata_api_ext::Refusals;

use crate::signals::{self, Signal};
use crate::terminal::{note, plain};

pub(crate) use library::{DO_NOT_PUBLISH, UNREADABLE_IMAGE, code_of, refused, refused_hint};
use library::{billed_hint_of, hint_of};
pub(crate) use reported::{Reported, noted};
pub(crate) use unkept::unkept;

/// The exit codes. Scripts rely on them, so a code never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The results could not be written, for example to a full disk.
    Output = 1,
    Input = 2,
    Key = 3,
    NotFound = 4,
    RateLimit = 5,
    ContentRefused = 6,
    Network = 7,
    Unreadable = 8,
    Server = 9,
    JobEnded = 10,
    Flagged = 20,
    Undetermined = 21,
    Flipped = 22,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    what: String,
    /// One line per refused piece of content.
    refusals: Vec<String>,
    /// What may have been billed, and how to find out. Setting a hint does not replace it.
    billed: Option<String>,
    hint: String,
}

/// How a command ends early.
#[derive(Debug)]
pub(crate) enum End {
    Failure(Failure),
    /// The reader of the output is gone.
    NobodyReads,
    /// The failures have already been reported. This is the first of them.
    Reported(Code),
    /// The verdict, if the user asked for it as the exit code.
    Verdict(Code),
    Interrupted,
}

impl Failure {
    pub(crate) fn new(code: Code, what: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self {
            code,
            what: what.to_string(),
            refusals: Vec::new(),
            billed: None,
            hint: hint.into(),
        }
    }

    /// Arguments or input that cannot be used.
    pub(crate) fn input(what: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self::new(Code::Input, what, hint)
    }

    /// An error of the library while the program was `doing` something.
    pub(crate) fn of(doing: &str, error: &clavata_api_ext::Error) -> Self {
        let code = code_of(error);
        Self {
            code,
            what: format!("cannot {doing}: {error}"),
            refusals: error.refusals().map(refused).unwrap_or_default(),
            billed: billed_hint_of(error),
            hint: hint_of(code, error),
        }
    }

    pub(crate) fn with_refusals(mut self, refusals: &Refusals) -> Self {
        self.refusals = refused(refusals);
        self
    }

    /// Replaces the hint.
    pub(crate) fn with_hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// The same failure with a more specific code.
    pub(crate) fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// For failures whose refusals have all been reported already.
    pub(crate) fn without_refusals(mut self) -> Self {
        self.refusals.clear();
        self
    }

    /// Whether something may have been billed that brought no answer.
    pub(crate) fn may_have_been_billed(&self) -> bool {
        self.billed.is_some()
    }

    /// What happened and why.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// What to do.
    pub(crate) fn hint(&self) -> &str {
        &self.hint
    }

    /// The hint and the possible cost. The cost comes first, except for known abuse material.
    fn hints(&self) -> String {
        let billed = self.billed.as_deref().unwrap_or_default();
        let (first, second) = match self.code {
            Code::ContentRefused => (self.hint.as_str(), billed),
            _ => (billed, self.hint.as_str()),
        };
        let both = !first.is_empty() && !second.is_empty();
        format!("{first}{}{second}", if both { "; " } else { "" })
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// Prints the failure on stderr and returns its code, which is recorded so that no later event hides it.
    pub(crate) fn tell(&self) -> Code {
        self.say();
        noted(self.code);
        self.code
    }

    /// Prints the failure on stderr. The command may still succeed.
    pub(crate) fn say(&self) {
        let mut text = format!("error: {}\n", plain(&self.what));
        for refusal in &self.refusals {
            let _ = writeln!(text, "refused: {}", plain(refusal));
        }
        let hints = self.hints();
        if !hints.is_empty() {
            let _ = writeln!(text, "hint: {}", plain(&hints));
        }
        // If stderr is gone too, the exit code remains.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<signals::Interrupted> for End {
    fn from(_: signals::Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<io::Error> for End {
    /// An error of stdout or of the archive. Errors of inputs are converted where they are read.
    fn from(error: io::Error) -> Self {
        if error.get_ref().is_some_and(unkept::is_unkept) {
            return Failure::of_archive(error).into();
        }
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::NobodyReads;
        }
        Self::Failure(Failure::new(
            Code::Output,
            format!("cannot write the results: {error}"),
            "check the target of stdout or --output",
        ))
    }
}

/// Reports that a signal cut the results short. Returns the code that shells use.
fn interrupted() -> u8 {
    let signal = signals::caught().unwrap_or(Signal::Interrupt);
    note(&format!(
        "error: interrupted by {}: the output is partial",
        signal.name()
    ));
    note("hint: the output so far is valid; missing content has not passed");
    signal.code()
}

/// Reports why a command ended. Returns the program's exit code.
pub(crate) fn report(outcome: &Result<(), End>) -> ExitCode {
    let code = match outcome {
        Ok(()) | Err(End::NobodyReads) => 0,
        Err(End::Failure(failure)) => failure.tell() as u8,
        Err(End::Reported(code) | End::Verdict(code)) => *code as u8,
        Err(End::Interrupted) => interrupted(),
    };
    ExitCode::from(reported::instead_of(outcome).unwrap_or(code))
}
