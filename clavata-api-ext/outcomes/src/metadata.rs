//! The metadata that a caller attached to a piece of content.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::text::Text;

/// The metadata that the caller attached to a piece of content: pairs of text, sorted by key.
/// Serializes as an object.
///
/// It leaves out the client's own keys, `clavata.input` and `clavata.create`.
///
/// `Debug` shows the number of pairs but not the pairs, which belong to the caller's users.
#[derive(Clone, Copy, Default)]
pub struct Metadata<'a>(Source<'a>);

/// A decoded job has a map. Rows that are read straight from bytes have pairs of texts.
#[derive(Clone, Copy)]
enum Source<'a> {
    Map(&'a BTreeMap<String, String>),
    Pairs(&'a Pairs<'a>),
    Kept(&'a KeptPairs),
}

/// Pairs read straight from bytes: sorted by key, and no key twice.
#[derive(Clone, Copy)]
pub(crate) struct Pairs<'a> {
    pub(crate) texts: &'a [(Text, Text)],
    pub(crate) sent: &'a str,
    pub(crate) unescaped: &'a str,
}

impl<'a> Pairs<'a> {
    fn pair(&self, (key, value): &(Text, Text)) -> (&'a str, &'a str) {
        let text = |text: &Text| text.of(self.sent, self.unescaped);
        (text(key), text(value))
    }
}

/// [`Pairs`] with the texts that they refer to.
#[derive(Debug)]
pub(crate) struct KeptPairs {
    pub(crate) texts: FewPairs,
    pub(crate) sent: String,
    /// Reports of one pattern share it.
    pub(crate) unescaped: Arc<str>,
}

/// Pairs of texts. A few need no allocation.
#[derive(Debug)]
pub(crate) enum FewPairs {
    Few(usize, [(Text, Text); Self::FEW]),
    More(Vec<(Text, Text)>),
}

impl FewPairs {
    /// The client's mark, and two pairs of the caller.
    const FEW: usize = 3;

    pub(crate) fn new(pairs: &[(Text, Text)]) -> Self {
        let mut few = <[(Text, Text); Self::FEW]>::default();
        match few.get_mut(..pairs.len()) {
            Some(places) => {
                places.copy_from_slice(pairs);
                Self::Few(pairs.len(), few)
            }
            None => Self::More(pairs.to_vec()),
        }
    }

    fn as_slice(&self) -> &[(Text, Text)] {
        match self {
            Self::Few(count, pairs) => &pairs[..*count],
            Self::More(pairs) => pairs,
        }
    }
}

impl KeptPairs {
    pub(crate) fn text(&self, text: Text) -> &str {
        text.of(&self.sent, &self.unescaped)
    }

    fn pairs(&self) -> Pairs<'_> {
        Pairs {
            texts: self.texts.as_slice(),
            sent: &self.sent,
            unescaped: &self.unescaped,
        }
    }
}

static NONE: BTreeMap<String, String> = BTreeMap::new();

impl Default for Source<'_> {
    fn default() -> Self {
        Self::Map(&NONE)
    }
}

impl<'a> Metadata<'a> {
    /// The key of the mark by which the client recognizes the inputs of an evaluation.
    pub const INPUT_KEY: &'static str = "clavata.input";

    /// The key of the marker by which the client finds the job of a create whose answer is lost.
    pub const MARKER_KEY: &'static str = "clavata.create";

    /// Whether a key belongs to the client. Callers cannot attach such a key, and do not see it here.
    pub fn is_reserved(key: &str) -> bool {
        key == Self::INPUT_KEY || key == Self::MARKER_KEY
    }

    pub(crate) fn of_map(map: &'a BTreeMap<String, String>) -> Self {
        Self(Source::Map(map))
    }

    pub(crate) fn of_pairs(pairs: &'a Pairs<'a>) -> Self {
        Self(Source::Pairs(pairs))
    }

    pub(crate) fn of_kept(kept: &'a KeptPairs) -> Self {
        Self(Source::Kept(kept))
    }

    /// The mark of an input of an evaluation.
    pub(crate) fn mark(&self) -> Option<&'a str> {
        self.all()
            .find_map(|(key, value)| (key == Self::INPUT_KEY).then_some(value))
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        match self.0 {
            _ if Self::is_reserved(key) => None,
            Source::Map(map) => map.get(key).map(String::as_str),
            Source::Pairs(_) | Source::Kept(_) => self
                .iter()
                .find_map(|(held, value)| (held == key).then_some(value)),
        }
    }

    /// The pairs, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.all().filter(|(key, _)| !Self::is_reserved(key))
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let (map, pairs) = match self.0 {
            Source::Map(map) => (Some(map), None),
            Source::Pairs(pairs) => (None, Some(*pairs)),
            Source::Kept(kept) => (None, Some(kept.pairs())),
        };
        let held = map.into_iter().flatten();
        let held = held.map(|(key, value)| (key.as_str(), value.as_str()));
        let read = pairs.into_iter();
        held.chain(read.flat_map(|read| read.texts.iter().map(move |pair| read.pair(pair))))
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl PartialEq for Metadata<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Metadata<'_> {}

impl fmt::Debug for Metadata<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metadata({} hidden)", self.len())
    }
}

impl Serialize for Metadata<'_> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_map(self.iter())
    }
}
