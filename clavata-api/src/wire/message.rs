//! Messages: objects whose known fields are read in any order and whose unknown fields are ignored, except for an
//! `error`: next to it, a no proves nothing.

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::AtomicUsize;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize};

use super::detail::{Kept, is_empty, says_something};
use super::found::Found;
use super::{Field, Place, Written};
use crate::json::{Cursor, Fault, SKIPPED, source_in};

/// A generated message.
///
/// Not derived: derived code would also accept a list, with fields by position, so
/// `["OUTCOME_FALSE"]` could pass for a verdict.
pub(crate) trait Message: Default + Serialize + for<'de> Deserialize<'de> {
    /// The names of the fields on the wire, at most 64.
    const FIELDS: &'static [&'static str];

    /// The length of the last list of such messages, which is the initial capacity of the next.
    fn usual_length() -> &'static AtomicUsize;

    /// The position of a field in [`Message::FIELDS`], in either spelling.
    fn position(name: &str) -> Option<usize>;

    /// Reads the value of the field at that position.
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// Applies [`Field::doubt`] to each field.
    fn doubt_fields(&mut self);

    /// Finds what the contract does not know in the field at that position.
    fn find_in_field(
        position: usize,
        cursor: &mut Cursor<'_>,
        found: &mut Found,
    ) -> Result<(), Fault>;
}

/// The position of a field whose name is in snake case, as in the contract's source: `job_uuid` for `jobUuid`.
pub(crate) fn other_spelling<T: Message>(name: &str) -> Option<usize> {
    source_in(name.as_bytes(), T::FIELDS)
}

/// Reads a message; fails on anything but an object.
pub(crate) fn read_message<'de, T: Message, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut message = T::default();
    fill(&mut message, from)?;
    Ok(message)
}

/// Reads a message into its place, which contains an empty one.
pub(super) fn fill<'de, T: Message, D: Deserializer<'de>>(
    message: &mut T,
    from: D,
) -> Result<(), D::Error> {
    const { assert!(T::FIELDS.len() <= 64) };
    from.deserialize_struct("", T::FIELDS, MessageVisitor(message))
}

/// Reads the value of a field into its place.
pub(crate) fn read_into<'de, T: Field, A: MapAccess<'de>>(
    place: &mut T,
    map: &mut A,
) -> Result<(), A::Error> {
    map.next_value_seed(Place(place))
}

/// Writes a field, unless it is unset and may be left out.
pub(crate) fn write_field<S: SerializeStruct, T: Field>(
    fields: &mut S,
    name: &'static str,
    value: &T,
    always: bool,
) -> Result<(), S::Error> {
    if !always && value.is_unset() {
        return fields.skip_field(name);
    }
    fields.serialize_field(name, &Written(value))
}

/// Skips the value of a field, whatever its type.
pub(crate) fn ignore<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

struct MessageVisitor<'a, T>(&'a mut T);

impl<'de, T: Message> Visitor<'de> for MessageVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = 0_u64;
        let mut is_doubted = false;
        while let Some(key) = map.next_key_seed(KeyOf::<T>(PhantomData))? {
            match key {
                Key::Field(position) if seen & (1 << position) != 0 => {
                    map.next_value_seed(Twice(T::FIELDS[position]))?;
                }
                Key::Field(position) => {
                    seen |= 1 << position;
                    self.0.read_field(position, &mut map)?;
                }
                Key::Error => is_doubted |= map.next_value_seed(IsError)?,
                Key::Unknown => ignore(&mut map)?,
            }
        }
        if is_doubted {
            self.0.doubt_fields();
        }
        Ok(())
    }
}

/// The key of a member.
enum Key {
    /// The position of a field.
    Field(usize),
    /// An `error` that the message does not declare.
    Error,
    Unknown,
}

/// Reads a key. Our own reader passes the position of a field if the fields are in order, as the gateway writes them.
struct KeyOf<T>(PhantomData<T>);

impl<'de, T: Message> DeserializeSeed<'de> for KeyOf<T> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<T: Message> Visitor<'_> for KeyOf<T> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_u64<E: Error>(self, position: u64) -> Result<Self::Value, E> {
        let position = usize::try_from(position).ok();
        let known = position.filter(|position| *position < T::FIELDS.len());
        Ok(known.map_or(Key::Unknown, Key::Field))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match T::position(name) {
            Some(position) => Key::Field(position),
            None if name == "error" => Key::Error,
            None => Key::Unknown,
        })
    }
}

/// Refuses a field that occurs twice, with its path: nothing says which of the two is right.
struct Twice(&'static str);

impl<'de> DeserializeSeed<'de> for Twice {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        Err(D::Error::duplicate_field(self.0))
    }
}

/// Skips the value of an `error`, and returns whether it says anything.
struct IsError;

impl<'de> DeserializeSeed<'de> for IsError {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_newtype_struct(SKIPPED, self)
    }
}

impl<'de> Visitor<'de> for IsError {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Our own reader passes the text of the value.
    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        Ok(says_something(text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        Kept::deserialize(from).map(|Kept(error)| !is_empty(&error))
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }
}
