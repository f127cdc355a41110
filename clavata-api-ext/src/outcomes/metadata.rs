//! The metadata that a caller attached to a piece of content.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::slice;

use serde::{Serialize, Serializer};

/// What the caller attached to a piece of content, given back as it was: pairs of text in the
/// order of their keys. Serializes as an object.
///
/// `Debug` shows how many pairs there are and none of them: they belong to the caller's users.
#[derive(Clone, Copy, Default)]
pub struct Metadata<'a>(Source<'a>);

/// A decoded job holds a map; rows that come straight from bytes hold borrowed pairs.
#[derive(Clone, Copy)]
enum Source<'a> {
    Map(&'a BTreeMap<String, String>),
    /// Sorted by key, no key twice.
    Pairs(&'a [(Cow<'a, str>, Cow<'a, str>)]),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Self::Pairs(&[])
    }
}

impl<'a> Metadata<'a> {
    pub(crate) fn of_map(map: &'a BTreeMap<String, String>) -> Self {
        Self(Source::Map(map))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        match self.0 {
            Source::Map(map) => map.get(key).map(String::as_str),
            Source::Pairs(pairs) => pairs
                .binary_search_by(|(held, _)| held.as_ref().cmp(key))
                .ok()
                .map(|at| pairs[at].1.as_ref()),
        }
    }

    /// The pairs, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let (map, pairs) = match self.0 {
            Source::Map(map) => (Some(map.iter()), [].iter()),
            Source::Pairs(pairs) => (None, pairs.iter()),
        };
        let map = map.into_iter().flatten();
        map.map(|(key, value)| (key.as_str(), value.as_str()))
            .chain(borrowed(pairs))
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        match self.0 {
            Source::Map(map) => map.len(),
            Source::Pairs(pairs) => pairs.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn borrowed<'a>(
    pairs: slice::Iter<'a, (Cow<'a, str>, Cow<'a, str>)>,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    pairs.map(|(key, value)| (key.as_ref(), value.as_ref()))
}

impl PartialEq for Metadata<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
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
