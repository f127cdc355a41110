//! JSON that keeps the order of its keys.

use std::fmt;

/// A JSON value that keeps the order of its keys.
#[derive(Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    /// A scalar, as its JSON text.
    Raw(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A member that exists and is not null.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.iter().find(|(name, _)| name == key)?;
        (found.1 != Self::Null).then_some(&found.1)
    }

    /// Whether a member exists, even as null.
    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Object(members) if members.iter().any(|(name, _)| name == key))
    }

    /// The elements of a list. Empty for anything else.
    pub(crate) fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of a member that is a list.
    pub(crate) fn list(&self, key: &str) -> &[Json] {
        self.get(key).map_or(&[], Json::items)
    }

    /// The text of a scalar member, as JSON.
    pub(crate) fn raw(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Raw(text) => Some(text),
            _ => None,
        }
    }

    /// The number of values in it, including itself.
    pub(crate) fn size(&self) -> usize {
        1 + match self {
            Self::Null | Self::Raw(_) => 0,
            Self::List(items) => items.iter().map(Json::size).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.size()).sum(),
        }
    }

    /// The value at an index, counted in the order of the text.
    pub(crate) fn at(&mut self, mut place: usize) -> Option<&mut Json> {
        if place == 0 {
            return Some(self);
        }
        place -= 1;
        let inner: Vec<&mut Json> = match self {
            Self::Null | Self::Raw(_) => Vec::new(),
            Self::List(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        };
        for value in inner {
            let size = value.size();
            if place < size {
                return value.at(place);
            }
            place -= size;
        }
        None
    }

    pub(crate) fn object(key: &str, value: Json) -> Self {
        Self::Object(vec![(key.to_owned(), value)])
    }
}

/// Shows a failing case as JSON, not as a tree.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Raw(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ",\r\n" })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (at, (key, value)) in members.iter().enumerate() {
                    let key = serde_json::to_string(key).unwrap();
                    write!(f, "{}{key}:\n{value}", if at == 0 { "" } else { " ," })?;
                }
                f.write_str("}")
            }
        }
    }
}
