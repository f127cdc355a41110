//! The findings of a rule.

use std::fmt;

use super::examples::Examples;
use crate::model::{Model, Node};
use crate::workspace::CONTRACT;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    line: u64,
    pub(super) rule: &'static str,
    what: String,
    fix: String,
}

impl Finding {
    /// Its text for a document that is not the contract.
    pub(super) fn without_file(&self) -> String {
        let Self {
            line, what, fix, ..
        } = self;
        format!("{line}: {what}; {fix}")
    }
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

/// Collects the findings of one rule. Each describes what is wrong and what to change.
pub(super) struct Report<'a> {
    rule: &'static str,
    pub(super) model: &'a Model<'a>,
    pub(super) examples: &'a Examples,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(rule: &'static str, model: &'a Model<'a>, examples: &'a Examples) -> Self {
        Self {
            rule,
            model,
            examples,
            findings: Vec::new(),
        }
    }

    /// Reports an object of the contract.
    pub(super) fn node(
        &mut self,
        node: &Node<'_>,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.push(CONTRACT.to_owned(), node.line, what.into(), fix.into());
    }

    /// Reports a key of an object of the contract.
    pub(super) fn key(
        &mut self,
        node: &Node<'_>,
        key: &str,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.pointer(&node.at(key), what, fix);
    }

    /// Reports a place in the contract.
    pub(super) fn pointer(
        &mut self,
        pointer: &str,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let line = self.model.source.line(pointer);
        self.push(CONTRACT.to_owned(), line, what.into(), fix.into());
    }

    /// Reports a place in an example.
    pub(super) fn example(
        &mut self,
        file: &str,
        pointer: &str,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let line = self.examples.line(file, pointer);
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

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
