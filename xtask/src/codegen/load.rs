//! Reads the contract: YAML into plain JSON values, in the order in which they are written.

use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;

/// Reads the contract at `path`.
pub(crate) fn load(path: &Path) -> Result<(String, Value), Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{}: cannot be read: {error}", path.display())))?;
    let value =
        parse(&text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    Ok((text, value))
}

/// Parses YAML the strict way: no duplicate keys, and `on`, `yes`, `no` stay strings.
pub(crate) fn parse(yaml: &str) -> Result<Value, String> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(yaml, options)
        .map_err(|error| format!("not valid YAML: {error}"))
}
