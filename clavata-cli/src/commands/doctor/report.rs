//! The lines of the report, and its exit code.

use std::io::{self, Write};

use crate::exit::{Code, End, Failure, noted};
use crate::terminal::{counted, plain};

pub(super) struct Report {
    out: io::Stdout,
    failed: Vec<(String, Code)>,
    /// Whether a call completed.
    works: bool,
}

impl Report {
    pub(super) fn start() -> Self {
        Self {
            out: io::stdout(),
            failed: Vec::new(),
            works: false,
        }
    }

    /// Reports a passed check. Returns true.
    pub(super) fn ok(&mut self, check: &str, what: &str) -> io::Result<bool> {
        self.line("ok", check, what)?;
        Ok(true)
    }

    /// Reports a completed call. Without one, the command always fails.
    pub(super) fn works(&mut self, check: &str, what: &str) -> io::Result<()> {
        self.works = true;
        self.line("ok", check, what)
    }

    /// Reports a skipped check.
    pub(super) fn skipped(&mut self, check: &str, why: &str) -> io::Result<()> {
        self.line("skip", check, why)
    }

    /// Reports a problem and its fix. Returns false.
    pub(super) fn wrong(
        &mut self,
        check: &str,
        what: &str,
        todo: &str,
        code: Code,
    ) -> io::Result<bool> {
        // A failure counts even if the reader closes the pipe.
        noted(code);
        self.line("FAIL", check, &format!("{what}; {todo}"))?;
        self.failed.push((check.to_owned(), code));
        Ok(false)
    }

    /// Like [`Self::wrong`], for a failure of another part of the program.
    pub(super) fn failed(&mut self, check: &str, failure: &Failure) -> io::Result<bool> {
        self.wrong(check, failure.what(), failure.hint(), failure.code())
    }

    /// Fails with the code of the first failed check. Succeeds only if a call completed.
    pub(super) fn end(self) -> Result<(), End> {
        let (names, codes): (Vec<_>, Vec<_>) = self.failed.into_iter().unzip();
        match codes.first() {
            None if self.works => Ok(()),
            None => {
                let what = "no call was made, so the connection is unverified";
                let hint = "follow the lines above, then run `clavata doctor` again";
                Err(Failure::new(Code::Network, what, hint).into())
            }
            Some(code) => {
                let checks = counted(codes.len() as u64, "check");
                let what = format!("{checks} failed: {}", names.join(", "));
                let hint = "fix the failed checks above, then run `clavata doctor` again";
                Err(Failure::new(*code, what, hint).into())
            }
        }
    }

    fn line(&mut self, state: &str, check: &str, what: &str) -> io::Result<()> {
        writeln!(self.out, "{state:4}  {check:7}  {}", plain(what))?;
        self.out.flush()
    }
}
