//! What a caller has to do about a change, in one sentence.

use super::change::{Class, Verb};
use super::classify::Seen;
use super::element::{Element, Kind};

/// The name of an element in Rust code, such as `Job::status`.
fn in_rust(element: &Element) -> String {
    let name = element.rust_name.as_deref().unwrap_or(&element.name);
    match element.kind {
        Kind::Field | Kind::Value => match element.subject.split_once('.') {
            Some((owner, _)) => format!("`{owner}::{name}`"),
            None => format!("`{name}`"),
        },
        Kind::Parameter => format!("the setter `{name}`"),
        Kind::Operation => format!("the method `{name}`"),
        _ => format!("`{}`", element.subject),
    }
}

pub(super) fn advice(seen: &Seen<'_>, class: Class, breaks: bool) -> String {
    let element = seen.element();
    let what = in_rust(element);
    let is = seen.is.as_deref().unwrap_or("nothing");
    let Some(_) = seen.fact else {
        return match (seen.verb, element.kind) {
            (Verb::Removed, Kind::Response) => "Do not expect this answer any more.".to_owned(),
            (Verb::Removed, _) if class == Class::Major => format!("Stop using {what}."),
            (Verb::Removed, _) => format!("Do not expect {what} any more."),
            (Verb::Renamed, _) if class == Class::Major => {
                let before = seen.before.map_or_else(String::new, in_rust);
                format!("Write {what} instead of {before}.")
            }
            (Verb::Renamed, _) => "Recompile: the name on the wire has changed.".to_owned(),
            (_, Kind::Value) => format!("Decide what {what} means where you match on the enum."),
            (_, Kind::Parameter | Kind::Field | Kind::Request) if breaks => {
                format!("Set {what}: the gateway requires it.")
            }
            _ => "Nothing; it can now be used.".to_owned(),
        };
    };
    match (seen.keyword(), seen.verb) {
        ("sensitive", Verb::Removed) => {
            format!("Keep {what} out of logs: `Debug` no longer hides it.")
        }
        ("sensitive", _) => format!("Nothing; `Debug` now hides {what}."),
        ("deprecated", Verb::Added) => format!("Look for the replacement of {what}."),
        ("required" | "readOnly" | "rust-type", _) if class == Class::Major => {
            let ty = element.rust_type.as_deref().unwrap_or_default();
            format!("Change the code that uses {what}: its type is now `{ty}`.")
        }
        _ if class == Class::Major => {
            let ty = element.rust_type.as_deref().unwrap_or(is);
            format!("Change the code that uses {what}: it is now `{ty}`.")
        }
        _ if class == Class::Docs => "Nothing.".to_owned(),
        ("required", Verb::Added) => format!("Set {what}: the gateway requires it."),
        ("server", _) => "Recompile, and allow connections to the new host.".to_owned(),
        ("security", _) => "Check how the key is sent.".to_owned(),
        ("default", _) => format!("Set {what} if you relied on the default."),
        (_, Verb::Tightened | Verb::Added) if breaks => {
            format!("Check what you send in {what} against the limit: {is}.")
        }
        _ if breaks => "Recompile: what is sent or read has changed.".to_owned(),
        _ => format!("Check code that relies on {what}."),
    }
}
