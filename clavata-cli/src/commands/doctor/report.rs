//! The lines that the doctor writes, and the exit code that they come to.

use std::io::{self, Write};

use crate::exit::{Code, End, Failure};
use crate::terminal::plain;

pub(super) struct Report {
    out: io::Stdout,
    first: Option<(String, Code)>,
    /// Whether a call went all the way.
    works: bool,
}

impl Report {
    pub(super) fn start() -> Self {
        Self {
            out: io::stdout(),
            first: None,
            works: false,
        }
    }

    /// Writes that something is in order; true.
    pub(super) fn ok(&mut self, check: &str, what: &str) -> io::Result<bool> {
        self.line("ok", check, what)?;
        Ok(true)
    }

    /// Writes that a call went all the way: without this no report ends well.
    pub(super) fn works(&mut self, check: &str, what: &str) -> io::Result<()> {
        self.works = true;
        self.line("ok", check, what)
    }

    /// Writes that something could not be looked at.
    pub(super) fn skipped(&mut self, check: &str, why: &str) -> io::Result<()> {
        self.line("skip", check, why)
    }

    /// Writes what is wrong and what to do; false.
    pub(super) fn wrong(
        &mut self,
        check: &str,
        what: &str,
        todo: &str,
        code: Code,
    ) -> io::Result<bool> {
        self.line("FAIL", check, &format!("{what}; {todo}"))?;
        self.first.get_or_insert_with(|| (check.to_owned(), code));
        Ok(false)
    }

    /// As [`Self::wrong`], for what another part of the program found.
    pub(super) fn failed(&mut self, check: &str, failure: &Failure) -> io::Result<bool> {
        self.wrong(check, failure.what(), failure.hint(), failure.code())
    }

    /// Ends with the code of the first check that failed; well only where a call went all the way.
    pub(super) fn end(self) -> Result<(), End> {
        match self.first {
            None if self.works => Ok(()),
            None => {
                let what = "no call was made, so nothing shows that the gateway can be reached";
                let hint = "do what the lines above say, then run `clavata doctor` again";
                Err(Failure::new(Code::Network, what, hint).into())
            }
            Some((check, code)) => {
                let what = format!("not everything is in order, first of all: {check}");
                let hint = "do what its line says, then run `clavata doctor` again";
                Err(Failure::new(code, what, hint).into())
            }
        }
    }

    fn line(&mut self, state: &str, check: &str, what: &str) -> io::Result<()> {
        writeln!(self.out, "{state:4}  {check:7}  {}", plain(what))?;
        self.out.flush()
    }
}
