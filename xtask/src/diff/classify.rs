//! Classifies a change for the wire and for Rust code.

use super::change::{Class, Place, Verb};
use super::element::{Direction, Element, Kind};

/// A difference before it is classified.
pub(crate) struct Seen<'a> {
    pub(crate) before: Option<&'a Element>,
    pub(crate) after: Option<&'a Element>,
    /// The fact that differs. `None` if the element itself is new, removed or renamed.
    pub(crate) fact: Option<&'a str>,
    pub(crate) verb: Verb,
    pub(crate) places: (Option<Place>, Option<Place>),
    pub(crate) was: Option<String>,
    pub(crate) is: Option<String>,
    /// Whether the change gives the element another Rust type.
    pub(crate) retyped: bool,
}

impl<'a> Seen<'a> {
    /// The element after the change or, if it was removed, before.
    pub(crate) fn element(&self) -> &'a Element {
        self.after
            .or(self.before)
            .expect("a change is about something")
    }

    /// Who sends the element, before or after the change.
    pub(crate) fn direction(&self) -> Direction {
        let of = |side: Option<&Element>| side.map(|element| element.direction).unwrap_or_default();
        of(self.before).or(of(self.after))
    }

    /// The last part of the fact's name, such as `maximum` of `items.maximum`.
    pub(crate) fn keyword(&self) -> &'a str {
        let fact = self.fact.unwrap_or_default();
        fact.rsplit('.').next().unwrap_or_default()
    }

    fn is_optional(&self) -> bool {
        let element = self.element();
        element.fact("required").is_none()
    }
}

const UPPER: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
const LOWER: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
const OTHER_LIMITS: [&str; 5] = [
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];
const WORDS: [&str; 12] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "tags",
    "contact",
    "license",
    "termsOfService",
    "name",
    "openapi",
];

/// Whether a fact affects the Rust type of its element.
pub(crate) fn decides_type(fact: &str) -> bool {
    let last = fact.rsplit('.').next().unwrap_or_default();
    matches!(last, "type" | "required" | "readOnly" | "content")
}

/// What happened to a fact.
pub(crate) fn verb(fact: &str, was: Option<&str>, is: Option<&str>) -> Verb {
    let keyword = fact.rsplit('.').next().unwrap_or_default();
    match (was, is) {
        (None, _) => Verb::Added,
        (_, None) => Verb::Removed,
        (Some(was), Some(is)) => match (was.parse::<f64>(), is.parse::<f64>()) {
            (Ok(was), Ok(is)) if UPPER.contains(&keyword) && is < was => Verb::Tightened,
            (Ok(was), Ok(is)) if LOWER.contains(&keyword) && is > was => Verb::Tightened,
            (Ok(_), Ok(_)) if UPPER.contains(&keyword) || LOWER.contains(&keyword) => {
                Verb::Loosened
            }
            _ => Verb::Changed,
        },
    }
}

fn is_limit(keyword: &str) -> bool {
    UPPER.contains(&keyword) || LOWER.contains(&keyword) || OTHER_LIMITS.contains(&keyword)
}

fn is_words(seen: &Seen<'_>) -> bool {
    let fact = seen.fact.unwrap_or_default();
    // The name of a scheme is that of the header that carries the key.
    let is_sent = fact == "name" && seen.element().kind == Kind::Scheme;
    WORDS.contains(&seen.keyword()) && !is_sent || fact == "info.version"
}

/// Whether a hidden value may now be shown.
pub(crate) fn red(seen: &Seen<'_>) -> bool {
    seen.keyword() == "sensitive" && seen.verb == Verb::Removed
}

/// The class of the change for Rust code.
pub(crate) fn class(seen: &Seen<'_>) -> Class {
    let element = seen.element();
    if seen.fact.is_some() {
        return match (seen.keyword(), seen.verb) {
            _ if seen.retyped => Class::Major,
            _ if is_words(seen) => Class::Docs,
            ("deprecated", Verb::Added) => Class::Minor,
            ("deprecated", _) => Class::Docs,
            _ => Class::Behavior,
        };
    }
    let generated = |side: Option<&Element>| side.and_then(|element| element.rust_name.clone());
    let is_success = element.name.starts_with('2');
    match (seen.verb, element.kind) {
        (_, Kind::Response) if is_success => Class::Major,
        (_, Kind::Scheme | Kind::Contract | Kind::Response) | (Verb::Added, Kind::Request) => {
            Class::Behavior
        }
        (Verb::Removed, Kind::Request) => Class::Major,
        (Verb::Added, Kind::Parameter | Kind::Field) if !seen.is_optional() => Class::Behavior,
        (Verb::Added, _) => Class::Minor,
        // No code is generated for the details of errors.
        (Verb::Removed, _) if generated(seen.before).is_none() => Class::Behavior,
        (Verb::Renamed, _) if generated(seen.before) == generated(seen.after) => Class::Behavior,
        _ => Class::Major,
    }
}

/// Whether a client built before the change no longer works with a gateway after it.
pub(crate) fn breaks(seen: &Seen<'_>) -> bool {
    let element = seen.element();
    let Direction { request, answer } = seen.direction();
    let Some(fact) = seen.fact else {
        // Names of operations and schemas are not on the wire, and uses of a type report its changes.
        let is_name = match element.kind {
            Kind::Operation => seen.verb == Verb::Renamed,
            kind => matches!(kind, Kind::Message | Kind::Enum),
        };
        return match (seen.verb, element.kind) {
            _ if is_name => false,
            (Verb::Added, Kind::Parameter | Kind::Request) => !seen.is_optional(),
            (Verb::Added, Kind::Field) => request && !seen.is_optional(),
            (Verb::Added, _) => false,
            // Enums are open: a value that is removed or renamed can still be read.
            (_, Kind::Value) => request,
            (_, Kind::Response) => element.name.starts_with('2'),
            _ => true,
        };
    };
    match (seen.keyword(), seen.verb) {
        _ if is_words(seen) => false,
        (
            "deprecated" | "sensitive" | "default" | "rust-type" | "rust-name" | "readOnly"
            | "writeOnly",
            _,
        ) => false,
        ("required" | "closed", verb) => request && verb == Verb::Added,
        ("nullable", verb) => request && verb == Verb::Removed,
        (limit, verb) if is_limit(limit) => {
            request && !matches!(verb, Verb::Loosened | Verb::Removed)
        }
        // A number identifies a value that the gateway cannot name.
        ("number", _) => true,
        ("server", _) => {
            let now: Vec<&str> = seen.is.as_deref().unwrap_or_default().split(", ").collect();
            let before = seen.was.as_deref().unwrap_or_default();
            before.split(", ").any(|url| !now.contains(&url))
        }
        ("security", _) => seen.is.as_deref() != Some("[]"),
        ("headers" | "links", _) => false,
        _ => request || answer || fact.is_empty(),
    }
}
