//! How the program ends: exit codes, and errors with a hint.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::process::ExitCode;

use clavata_api_ext::Refusals;

use crate::terminal::plain;

/// The exit codes. A number that a script may rely on never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The results could not be written, such as to a full disk.
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
    Interrupted = 130,
}

/// Why the program did not do what it was asked for.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    what: String,
    /// One line for each piece of content that was refused.
    refusals: Vec<String>,
    hint: String,
}

/// How a command ends early.
#[derive(Debug)]
pub(crate) enum End {
    Failure(Failure),
    /// Whoever read the output has gone: there is nobody to tell.
    NobodyReads,
    /// The failures have been reported already, and this was the first.
    Reported(Code),
    /// What the results said, where the caller asked for it as exit code.
    Verdict(Code),
    Interrupted,
}

impl Failure {
    pub(crate) fn new(code: Code, what: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self {
            code,
            what: what.to_string(),
            refusals: Vec::new(),
            hint: hint.into(),
        }
    }

    /// What the library said while the program was `doing` something.
    pub(crate) fn of(doing: &str, error: &clavata_api_ext::Error) -> Self {
        let code = code_of(error);
        Self {
            code,
            what: format!("cannot {doing}: {error}"),
            refusals: error.refusals().map(refused).unwrap_or_default(),
            hint: hint_of(code, error),
        }
    }

    pub(crate) fn with_refusals(mut self, refusals: &Refusals) -> Self {
        self.refusals = refused(refusals);
        self
    }

    /// Tells it on stderr, and gives its code.
    pub(crate) fn tell(&self) -> Code {
        let mut text = format!("error: {}\n", plain(&self.what));
        for refusal in &self.refusals {
            let _ = writeln!(text, "refused: {}", plain(refusal));
        }
        let _ = writeln!(text, "hint: {}", self.hint);
        // Where stderr is gone too, the exit code still tells.
        let _ = io::stderr().write_all(text.as_bytes());
        self.code
    }
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<io::Error> for End {
    /// What happened to stdout; reading is told apart where it happens.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::NobodyReads;
        }
        Self::Failure(Failure::new(
            Code::Output,
            format!("cannot write the results: {error}"),
            "look at what stdout leads to",
        ))
    }
}

/// Tells why a command ended, and makes it the program's exit code.
pub(crate) fn report(outcome: Result<(), End>) -> ExitCode {
    let code = match outcome {
        Ok(()) | Err(End::NobodyReads) => return ExitCode::SUCCESS,
        Err(End::Failure(failure)) => failure.tell(),
        Err(End::Reported(code) | End::Verdict(code)) => code,
        Err(End::Interrupted) => Code::Interrupted,
    };
    ExitCode::from(code as u8)
}

/// The exit code of an error of the library.
pub(crate) fn code_of(error: &clavata_api_ext::Error) -> Code {
    if error.is_content_refused() {
        Code::ContentRefused
    } else if error.is_not_built() {
        Code::Input
    } else if error.is_auth() {
        Code::Key
    } else if error.is_not_found() {
        Code::NotFound
    } else if error.is_rate_limited() {
        Code::RateLimit
    } else if error.is_timeout() {
        Code::Network
    } else if error.is_stopped_early() {
        Code::Unreadable
    } else {
        match (error.status(), error.grpc_code()) {
            (Some(408 | 504), _) | (_, Some(4)) => Code::Network,
            (Some(500..), _) | (_, Some(2 | 12..=15)) => Code::Server,
            _ if error.is_unreadable() => Code::Unreadable,
            (Some(400..), _) | (_, Some(_)) => Code::Input,
            _ => Code::Network,
        }
    }
}

fn hint_of(code: Code, error: &clavata_api_ext::Error) -> String {
    let hint = match code {
        Code::Input if error.is_not_built() => "correct it and try again; nothing was sent",
        Code::Input => "the gateway says what it does not accept; correct it and try again",
        Code::Key => "check CLAVATA_API_KEY, and that its account owns what you asked for",
        Code::NotFound => "check the id, and that the key belongs to the account that owns it",
        Code::RateLimit if error.is_quota() => {
            "come back when the plan's quota is renewed, or change the plan"
        }
        Code::RateLimit => "wait before you try again, and send less at a time",
        Code::ContentRefused => {
            "the content must not pass; known child abuse material may carry a legal duty to report"
        }
        Code::Network if error.is_timeout() && error.may_have_been_sent() => {
            "it may have been carried out all the same: look before you repeat anything that is billed"
        }
        Code::Network if error.is_timeout() => "try again, or allow more time",
        Code::Network => "check the network, any proxy, and CLAVATA_BASE_URL",
        Code::Unreadable if error.is_stopped_early() => {
            "what was printed is good; what is missing was not judged and has not passed"
        }
        Code::Unreadable => {
            "something other than the gateway may have answered: check CLAVATA_BASE_URL (the REST port is 8443)"
        }
        _ => "this is not your fault; try again later",
    };
    hint.to_owned()
}

fn refused(refusals: &Refusals) -> Vec<String> {
    let mut lines = Vec::new();
    for refusal in refusals {
        let mut line = refusal.reason().to_string();
        if let Some(hash) = refusal.content_hash() {
            let _ = write!(line, ", content {hash}");
        }
        let _ = write!(line, ", {}", refusal.match_confidence());
        lines.push(line);
    }
    let unreadable = refusals.raw().len();
    if unreadable > 0 {
        let csam = if refusals.has_csam() {
            "; known child abuse material is among what was refused"
        } else {
            ""
        };
        lines.push(format!(
            "{unreadable} details that cannot be read: any of them may be a hit{csam}"
        ));
    }
    lines
}
