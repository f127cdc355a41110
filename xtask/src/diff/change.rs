//! One difference between two contracts.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::element::Direction;

/// What a change means for the Rust code of callers, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Only documentation changes.
    Docs,
    /// Something is new or deprecated.
    Minor,
    /// Code compiles as before, but behaves differently.
    Behavior,
    /// Code may no longer compile.
    Major,
}

impl Class {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Minor => "minor",
            Self::Behavior => "behavior",
            Self::Major => "major",
        }
    }
}

/// What happened to an element or to a fact about it.
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

/// The place of an element in one of the contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) pointer: String,
    pub(crate) line: u64,
}

/// A difference.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// The kind of the change, such as `field.type.changed`. It stays the same from release to release.
    pub(crate) id: String,
    /// What changed, such as `Job.status`.
    pub(crate) subject: String,
    pub(crate) before: Option<Place>,
    pub(crate) after: Option<Place>,
    /// The old value. `None` if there was none.
    pub(crate) was: Option<String>,
    pub(crate) is: Option<String>,
    pub(crate) direction: Direction,
    /// Whether a client built before the change no longer works with a gateway after it.
    pub(crate) breaks: bool,
    pub(crate) class: Class,
    /// Whether a hidden value may now be shown. No version number makes that acceptable.
    pub(crate) red: bool,
    /// What a caller has to do.
    pub(crate) advice: String,
}

impl Change {
    /// Identifies this change, independently of line numbers.
    pub(crate) fn fingerprint(&self) -> String {
        let said = serde_json::json!([self.id, self.subject, self.was, self.is]).to_string();
        let digest = Sha256::digest(said.as_bytes());
        digest.iter().take(6).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Its place after the change or, if it was removed, before.
    pub(crate) fn pointer(&self) -> &str {
        let place = self.after.as_ref().or(self.before.as_ref());
        place.map_or("", |place| &place.pointer)
    }
}
