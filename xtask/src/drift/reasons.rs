//! The reasons for departures: `openapi/departures.yaml`.

use serde_json::Value;

use crate::diff::Change;
use crate::failure::Failure;
use crate::model::located::Located;
use crate::workspace::{self, Workspace};

pub(crate) const FILE: &str = "openapi/departures.yaml";

/// Why the contract departs from the vendor's document. In patterns, `*` matches any text.
#[derive(Debug)]
pub(crate) struct Reason {
    /// Patterns for ids of changes, such as `field.nullable.added`.
    change: Vec<String>,
    /// Patterns for subjects, such as `Job.*`. Any subject if omitted.
    of: Vec<String>,
    /// Pattern for the value in the vendor's document. Any value if omitted.
    there: String,
    pub(crate) because: String,
    pub(crate) line: u64,
}

impl Reason {
    pub(crate) fn explains(&self, change: &Change) -> bool {
        let any = |patterns: &[String], text: &str| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| fits(pattern, text))
        };
        any(&self.change, &change.id)
            && any(&self.of, &change.subject)
            && fits(&self.there, change.was.as_deref().unwrap_or_default())
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
    let bad = |line: u64, what: &str| Failure::bad_input(format!("{FILE}:{line}: {what}"));
    let source = Located::named(FILE, text).map_err(|failure| failure.with_code(2))?;
    let Value::Array(entries) = &source.value else {
        return Err(bad(1, "is not a list"));
    };
    let entries = entries.iter().enumerate();
    let reasons = entries.map(|(index, entry)| {
        let line = source.line(&format!("/{index}"));
        let known = ["change", "of", "there", "because"];
        let mut keys = entry.as_object().into_iter().flatten();
        if let Some((key, _)) = keys.find(|(key, _)| !known.contains(&key.as_str())) {
            return Err(bad(line, &format!("`{key}` is not a key of a departure")));
        }
        let texts = |key: &str| match &entry[key] {
            Value::String(text) => vec![text.clone()],
            Value::Array(items) => {
                let items = items.iter().filter_map(Value::as_str);
                items.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let because = texts("because").concat();
        let (change, of) = (texts("change"), texts("of"));
        if change.is_empty() || because.trim().is_empty() {
            return Err(bad(line, "a departure needs `change` and `because`"));
        }
        Ok(Reason {
            change,
            of: if of.is_empty() {
                vec!["*".to_owned()]
            } else {
                of
            },
            there: entry["there"].as_str().unwrap_or("*").to_owned(),
            because,
            line,
        })
    });
    reasons.collect()
}
