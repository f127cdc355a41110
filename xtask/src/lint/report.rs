//! What a rule found.

use std::fmt;

use super::Contract;
use crate::workspace::CONTRACT;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    line: u64,
    pub(crate) rule: &'static str,
    what: String,
    fix: String,
}

impl Finding {
    /// File and line.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// The rule, what is wrong, and what to change.
    pub(crate) fn advice(&self) -> String {
        let Self {
            rule, what, fix, ..
        } = self;
        format!("{rule}: {what}; {fix}")
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.advice())
    }
}

/// Collects the findings of one rule.
pub(crate) struct Report<'a> {
    rule: &'static str,
    contract: &'a Contract,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: &'static str, contract: &'a Contract) -> Self {
        Self {
            rule,
            contract,
            findings: Vec::new(),
        }
    }

    /// Reports a place in the contract: what is wrong with it and what to change.
    pub(crate) fn contract(
        &mut self,
        pointer: &str,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let line = self.contract.document.located.line(pointer);
        self.push(CONTRACT.to_owned(), line, what.into(), fix.into());
    }

    /// Reports a place in an example.
    pub(crate) fn example(
        &mut self,
        file: &str,
        pointer: &str,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let line = self.contract.examples.line(file, pointer);
        let path = format!("openapi/examples/{file}");
        self.push(path, line, what.into(), fix.into());
    }

    fn push(&mut self, file: String, line: u64, what: String, fix: String) {
        self.findings.push(Finding {
            file,
            line,
            rule: self.rule,
            what,
            fix,
        });
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
