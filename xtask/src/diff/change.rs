//! One difference between two contracts.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::element::Direction;

/// What a change means for the Rust code of callers, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Only words change.
    Docs,
    /// Something is new, or is deprecated.
    Minor,
    /// Code compiles as before, and does something else.
    Behaviour,
    /// Code may compile no more.
    Major,
}

impl Class {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Minor => "minor",
            Self::Behaviour => "behaviour",
            Self::Major => "major",
        }
    }
}

/// What happened to a thing or to a fact about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Added,
    Removed,
    Changed,
    Renamed,
    /// A limit allows less than before.
    Tightened,
    /// A limit allows more than before.
    Loosened,
}

impl Verb {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Tightened => "tightened",
            Self::Loosened => "loosened",
        }
    }
}

/// Where something stands in one of the contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) pointer: String,
    pub(crate) line: u64,
}

/// A difference.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// The kind of the change: `field.type.changed`. It stays the same from release to release.
    pub(crate) id: String,
    /// What changed: `Job.status`.
    pub(crate) subject: String,
    pub(crate) before: Option<Place>,
    pub(crate) after: Option<Place>,
    /// What was there; none if nothing was.
    pub(crate) was: Option<String>,
    pub(crate) is: Option<String>,
    pub(crate) direction: Direction,
    /// Whether a client made before the change gets on with a gateway after it no more.
    pub(crate) breaks: bool,
    pub(crate) class: Class,
    /// Whether a value that was hidden may now be shown. No version makes that right.
    pub(crate) red: bool,
    /// What a caller has to do.
    pub(crate) advice: String,
}

impl Change {
    /// Names this change and no other, whatever the lines.
    pub(crate) fn fingerprint(&self) -> String {
        let said = serde_json::json!([self.id, self.subject, self.was, self.is]).to_string();
        let digest = Sha256::digest(said.as_bytes());
        digest.iter().take(6).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Its place now, or before.
    pub(crate) fn pointer(&self) -> &str {
        let place = self.after.as_ref().or(self.before.as_ref());
        place.map_or("", |place| &place.pointer)
    }
}
