//! `clavata config`: the settings and where each one comes from. Never prints the key, and runs and sends nothing.

use std::io::Write as _;

use url::Url;

use crate::exit::End;
use crate::output::stdout;
use crate::settings;
use crate::terminal::plain;

pub(super) fn run() -> Result<(), End> {
    let settings = settings::current();
    settings.keep_secret();
    let mut out = stdout();
    let mut line = |name: &str, value: &str, origin: Option<String>| {
        let origin = origin.map(|origin| format!("  (from {origin})"));
        let line = format!("{name:9}  {value}{}", origin.unwrap_or_default());
        writeln!(out, "{}", plain(&line))
    };
    let file = match settings.file() {
        (Some(file), true) => file.display().to_string(),
        (Some(file), false) => format!("none: {} does not exist", file.display()),
        (None, _) => "none: there is no home directory".to_owned(),
    };
    line("file", &file, None)?;
    match settings.profile() {
        Some((name, origin)) => line("profile", name, Some(origin.to_string()))?,
        None => line("profile", "none", None)?,
    }
    match settings.base_url() {
        Some((url, origin)) => line("base_url", shown(&url), Some(origin.to_string()))?,
        None => line("base_url", "the public gateway", None)?,
    }
    match settings.key_origin() {
        Some(origin) => line("key", "given", Some(origin.to_string()))?,
        None => line("key", "missing", None)?,
    }
    let of_profile = || Some("the profile".to_owned());
    match settings.format() {
        Some(format) => line("format", &format.name(), of_profile())?,
        None => line("format", "table", None)?,
    }
    match settings.threshold() {
        Some(threshold) => line("threshold", &threshold.to_string(), of_profile())?,
        None => line("threshold", "the server's", None)?,
    }
    for (name, id) in settings.policies() {
        line("policy", &format!("{name} = {id}"), of_profile())?;
    }
    Ok(out.flush()?)
}

/// A URL, unless it has more than a host and a path: the rest may be a secret, and no call accepts such a URL.
fn shown(url: &str) -> &str {
    match Url::parse(url.trim()) {
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            "not shown: it contains a user name or password"
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => {
            "not shown: it must not have a query (`?`) or a fragment (`#`)"
        }
        Ok(found) if matches!(found.scheme(), "https" | "http") => url,
        _ => "not shown: it is not an http or https URL",
    }
}
