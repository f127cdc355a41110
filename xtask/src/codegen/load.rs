//! Reads the contract: YAML into plain JSON values, in the order in which they are written.

use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::workspace::CONTRACT;

/// Reads the contract at `path`.
pub(crate) fn load(path: &Path) -> Result<(String, Value), Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{}: cannot be read: {error}", path.display())))?;
    let value = parse(&text).map_err(|error| invalid(&error))?;
    Ok((text, value))
}

/// Parses YAML the strict way: no duplicate keys, and `on`, `yes`, `no` stay strings.
pub(crate) fn parse(yaml: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(yaml, options)
}

/// What to say of a contract that is not YAML, in one line.
pub(crate) fn invalid(error: &serde_saphyr::Error) -> Failure {
    let place = match error.location() {
        Some(location) => format!("{CONTRACT}:{}:{}", location.line(), location.column()),
        None => CONTRACT.to_owned(),
    };
    let said = error.without_snippet().to_string();
    let said = said.lines().next().unwrap_or_default();
    Failure::new(format!("{place}: not valid YAML: {said}"))
}
