//! Ids in responses: kept as received, whether or not they are UUIDs.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::AtomicUsize;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

use super::Item;
use super::scalars::ParsedVisitor;

/// An id that the gateway sent, kept as received.
///
/// Most ids are UUIDs, which [`as_uuid`](Id::as_uuid) returns. The vendor does not promise this for
/// every id, so one that is not a UUID can still be read, and never makes its response unreadable.
/// Ids in requests are plain [`Uuid`]s, except those of batch jobs, which are texts.
///
/// Two ids are equal if they are the same UUID in any spelling, or the same text.
///
/// ```
/// use clavata_api::Id;
/// use uuid::Uuid;
///
/// let id = Id::from("55555555-5555-4555-8555-555555555555");
/// assert_eq!(id.as_uuid(), Some(Uuid::from_u128(0x55555555_5555_4555_8555_555555555555)));
/// assert_eq!(Id::from("job-17").as_uuid(), None);
/// assert_eq!(Id::from("job-17").to_string(), "job-17");
/// ```
#[derive(Clone)]
pub struct Id(Kept);

#[derive(Clone)]
enum Kept {
    /// A UUID in its usual spelling.
    Uuid(Uuid),
    /// Anything else, including UUIDs in other spellings.
    Text(Box<str>),
}

impl Id {
    /// Returns the id as a UUID, in whatever spelling it was received; `None` if it is not a UUID.
    pub fn as_uuid(&self) -> Option<Uuid> {
        match &self.0 {
            Kept::Uuid(uuid) => Some(*uuid),
            Kept::Text(text) => Uuid::try_parse(text).ok(),
        }
    }

    /// Returns the id as text. A UUID is written into `buffer`, so that nothing is allocated.
    pub fn as_str<'a>(&'a self, buffer: &'a mut [u8; Hyphenated::LENGTH]) -> &'a str {
        match &self.0 {
            Kept::Uuid(uuid) => uuid.hyphenated().encode_lower(buffer),
            Kept::Text(text) => text,
        }
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        if text.len() == 36
            && let Ok(uuid) = Uuid::try_parse(text)
            && !text.bytes().any(|byte| byte.is_ascii_uppercase())
        {
            return Self(Kept::Uuid(uuid));
        }
        Self(Kept::Text(text.into()))
    }
}

impl From<Uuid> for Id {
    fn from(uuid: Uuid) -> Self {
        Self(Kept::Uuid(uuid))
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kept::Uuid(one), Kept::Uuid(other)) => one == other,
            (Kept::Text(one), Kept::Text(other)) if one == other => true,
            _ => self
                .as_uuid()
                .is_some_and(|one| other.as_uuid() == Some(one)),
        }
    }
}

impl Eq for Id {}

impl PartialEq<Uuid> for Id {
    fn eq(&self, other: &Uuid) -> bool {
        self.as_uuid() == Some(*other)
    }
}

impl PartialEq<Id> for Uuid {
    fn eq(&self, other: &Id) -> bool {
        other == self
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match (self.as_uuid(), &self.0) {
            (None, Kept::Text(text)) => text.hash(state),
            (uuid, _) => uuid.hash(state),
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Uuid(uuid) => fmt::Display::fmt(uuid, f),
            Kept::Text(text) => f.pad(text),
        }
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Uuid(uuid) => fmt::Debug::fmt(uuid, f),
            Kept::Text(text) => fmt::Debug::fmt(text, f),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Kept::Uuid(uuid) => uuid.serialize(into),
            Kept::Text(text) => into.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read_id(from)?.ok_or_else(|| D::Error::custom("an empty string is not an id"))
    }
}

pub(super) fn read_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Id>, D::Error> {
    from.deserialize_any(ParsedVisitor {
        expected: "an id, or an empty string if there is none",
        parse: |text| Some(Id::from(text)),
    })
}

/// In a list or a map, an unset id is an empty one, so that counts stay right.
impl Item for Id {
    fn empty() -> Self {
        Self(Kept::Text(Box::default()))
    }

    fn usual_length() -> Option<&'static AtomicUsize> {
        None
    }

    fn read_item<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = read_id(from)?.unwrap_or_else(Self::empty);
        Ok(())
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Id;

    const UUID: &str = "55555555-5555-4555-8555-5555555555ab";

    #[test]
    fn an_id_is_written_as_it_came() {
        for text in [
            UUID,
            &UUID.to_uppercase(),
            &UUID.replace('-', ""),
            "job-17",
            "<string>",
            " ",
        ] {
            let id = Id::from(text);
            assert_eq!(id.to_string(), text);
            assert_eq!(serde_json::to_value(&id).unwrap(), text);
        }
    }

    #[test]
    fn spellings_of_one_uuid_are_one_id() {
        let spellings = [
            UUID.to_owned(),
            UUID.to_uppercase(),
            UUID.replace('-', ""),
            format!("{{{UUID}}}"),
        ];
        let ids: HashSet<Id> = spellings
            .iter()
            .map(|text| Id::from(text.as_str()))
            .collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(
            ids.iter().next().unwrap(),
            &UUID.parse::<uuid::Uuid>().unwrap()
        );
        assert_ne!(Id::from("a"), Id::from("A"));
        assert_ne!(Id::from("a"), Id::from(UUID));
    }
}
