//! What a rule found.

use std::fmt;

use super::Contract;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    line: u64,
    pub(crate) rule: &'static str,
    what: String,
    fix: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            rule,
            what,
            fix,
        } = self;
        write!(f, "{file}:{line}: {rule}: {what}; {fix}")
    }
}

/// Collects the findings of one rule.
pub(crate) struct Report<'a> {
    rule: &'static str,
    contract: &'a Contract,
    contract_name: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: &'static str, contract: &'a Contract, contract_name: &'a str) -> Self {
        Self {
            rule,
            contract,
            contract_name,
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
        self.push(self.contract_name.to_owned(), line, what.into(), fix.into());
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
