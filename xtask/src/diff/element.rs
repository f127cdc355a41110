//! A contract as a tree of named elements and their facts, independent of order and spelling.

use std::collections::BTreeMap;

/// The kind of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Contract,
    Scheme,
    Operation,
    Parameter,
    Request,
    Response,
    Message,
    Field,
    Enum,
    Value,
}

impl Kind {
    /// The beginning of the ids of changes.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Scheme => "scheme",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Request => "request",
            Self::Response => "response",
            Self::Message => "message",
            Self::Field => "field",
            Self::Enum => "enum",
            Self::Value => "value",
        }
    }
}

/// Who sends what an element describes: the caller, the gateway, both or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) request: bool,
    pub(crate) answer: bool,
}

impl Direction {
    pub(crate) fn word(self) -> &'static str {
        match (self.request, self.answer) {
            (true, true) => "request and answer",
            (true, false) => "request",
            (false, true) => "answer",
            (false, false) => "neither",
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            request: self.request || other.request,
            answer: self.answer || other.answer,
        }
    }
}

/// A fact about an element, and its place.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) value: String,
    pub(crate) pointer: String,
    pub(crate) line: u64,
}

/// A named element. Absent keys and their defaults have no fact: `deprecated: false` is not a fact.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) kind: Kind,
    /// Its name among its siblings.
    pub(crate) name: String,
    /// Its name in the whole contract, such as `Job.status`.
    pub(crate) subject: String,
    pub(crate) direction: Direction,
    pub(crate) pointer: String,
    pub(crate) line: u64,
    pub(crate) facts: BTreeMap<String, Fact>,
    /// Its name in Rust. `None` if nothing is generated for it.
    pub(crate) rust_name: Option<String>,
    /// Its type in Rust, if it has one.
    pub(crate) rust_type: Option<String>,
    pub(crate) children: Vec<Self>,
}

impl Element {
    pub(crate) fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).map(|fact| fact.value.as_str())
    }

    /// What identifies an element under another name. `None` if nothing does.
    pub(crate) fn likeness(&self) -> Option<String> {
        match self.kind {
            Kind::Operation => Some(format!("{:?} {:?}", self.fact("method"), self.fact("path"))),
            Kind::Value => self.fact("number").map(str::to_owned),
            Kind::Field | Kind::Message | Kind::Enum | Kind::Parameter => {
                self.fact("description")?;
                Some(self.all_it_says())
            }
            Kind::Contract | Kind::Scheme | Kind::Request | Kind::Response => None,
        }
    }

    fn all_it_says(&self) -> String {
        let facts = self.facts.iter();
        let mut said: Vec<String> = facts
            .map(|(name, fact)| format!("{name}={}", fact.value))
            .collect();
        for child in &self.children {
            said.push(format!("{}:{}", child.name, child.all_it_says()));
        }
        said.sort();
        said.join("\n")
    }
}
