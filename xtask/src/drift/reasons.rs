//! The reasons for departures: `openapi/departures.yaml`.

use serde::Deserialize;

use crate::diff::Change;
use crate::failure::Failure;
use crate::model::located::entries;
use crate::workspace::{self, Workspace};

pub(crate) const FILE: &str = "openapi/departures.yaml";

/// Why the contract departs from the vendor's document. In patterns, `*` matches any text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// Patterns for ids of changes, such as `field.nullable.added`.
    change: Patterns,
    /// Patterns for subjects, such as `Job.*`. Any subject if omitted.
    #[serde(default)]
    of: Patterns,
    /// Pattern for the value in the vendor's document. Any value if omitted.
    #[serde(default)]
    there: Patterns,
    pub(crate) because: String,
    #[serde(skip)]
    pub(crate) line: u64,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Patterns {
    One(String),
    Several(Vec<String>),
}

impl Default for Patterns {
    fn default() -> Self {
        Self::One("*".to_owned())
    }
}

impl Patterns {
    fn fit(&self, text: &str) -> bool {
        match self {
            Self::One(pattern) => fits(pattern, text),
            Self::Several(patterns) => patterns.iter().any(|pattern| fits(pattern, text)),
        }
    }
}

impl Reason {
    pub(crate) fn explains(&self, change: &Change) -> bool {
        self.change.fit(&change.id)
            && self.of.fit(&change.subject)
            && self.there.fit(change.was.as_deref().unwrap_or_default())
    }
}

/// Whether a text matches a pattern.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

pub(crate) fn read(workspace: &Workspace) -> Result<Vec<Reason>, Failure> {
    let text =
        workspace::read(&workspace.root().join(FILE)).map_err(|failure| failure.with_code(2))?;
    parse(&text)
}

pub(crate) fn parse(text: &str) -> Result<Vec<Reason>, Failure> {
    let entries = entries::<Reason>(FILE, text)?.into_iter();
    let reasons = entries.map(|entry| {
        let line = entry.referenced.line();
        if entry.value.because.trim().is_empty() {
            let what = format!("{FILE}:{line}: a departure needs `because`");
            return Err(Failure::bad_input(what));
        }
        Ok(Reason {
            line,
            ..entry.value
        })
    });
    reasons.collect()
}
