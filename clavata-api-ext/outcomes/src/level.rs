//! Which kind of node a row is, and how deep rows go.

use std::fmt;

/// Which kind of node a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// A whole report: one piece of content against one policy.
    Policy,
    /// A label of the policy.
    Label,
    /// A rule of a label.
    Rule,
    /// An exception block, of a label or of the policy.
    Exception,
    /// A rule of an exception block.
    ExceptionRule,
}

impl RowKind {
    /// The name in the column `kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Label => "label",
            Self::Rule => "rule",
            Self::Exception => "exception",
            Self::ExceptionRule => "exception_rule",
        }
    }
}

impl fmt::Display for RowKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How deep the rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Only policies.
    Policy,
    /// Policies and labels, which decide the verdict.
    Label,
    /// Policies, labels and their rules.
    Rule,
    /// Everything, including exception blocks.
    All,
}

impl Level {
    /// `policy`, `label`, `rule` or `all`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Label => "label",
            Self::Rule => "rule",
            Self::All => "all",
        }
    }

    /// Whether rows of a kind belong to the level.
    pub fn includes(self, kind: RowKind) -> bool {
        self >= match kind {
            RowKind::Policy => Self::Policy,
            RowKind::Label => Self::Label,
            RowKind::Rule => Self::Rule,
            RowKind::Exception | RowKind::ExceptionRule => Self::All,
        }
    }
}
