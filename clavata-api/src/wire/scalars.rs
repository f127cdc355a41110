//! Strings, booleans, ids and times.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Field;
use super::id::{Id, read_id};

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}

impl Field for String {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = from.deserialize_any(TextVisitor)?;
        Ok(())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(self)
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl Field for bool {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = Option::deserialize(from)?.unwrap_or_default();
        Ok(())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_bool(*self)
    }

    fn is_unset(&self) -> bool {
        !self
    }
}

/// A value that may be absent: it is read by a function and written as it is.
macro_rules! optional {
    ($($value:ty = $read:expr;)*) => {$(
        impl Field for Option<$value> {
            fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                *self = $read(from)?;
                Ok(())
            }

            fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                self.serialize(into)
            }

            fn is_unset(&self) -> bool {
                self.is_none()
            }
        }
    )*};
}

optional! {
    String = read_text;
    bool = Self::deserialize;
    Id = read_id;
    Uuid = read_uuid;
    DateTime<Utc> = read_time;
}

fn read_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = from.deserialize_any(TextVisitor)?;
    Ok((!text.is_empty()).then_some(text))
}

/// Reads a value in the form of a string; `""` and `null` mean that it is absent.
pub(super) struct ParsedVisitor<T> {
    pub(super) expected: &'static str,
    pub(super) parse: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for ParsedVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.is_empty() {
            return Ok(None);
        }
        // The message does not include the text: it may be anything.
        (self.parse)(text)
            .map(Some)
            .ok_or_else(|| E::invalid_value(Unexpected::Other("another string"), &self))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

fn read_uuid<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Uuid>, D::Error> {
    from.deserialize_any(ParsedVisitor {
        expected: "a UUID, or an empty string if there is none",
        parse: |text| Uuid::try_parse(text).ok(),
    })
}

/// An id that a request must have. It is written even if it is nil, so that the gateway can refuse
/// it.
impl Field for Uuid {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = read_uuid(from)?.unwrap_or_default();
        Ok(())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        false
    }
}

fn read_time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    from.deserialize_any(ParsedVisitor {
        expected: "an RFC 3339 time, or an empty string if there is none",
        parse: crate::json::time_in,
    })
}

/// A required time. No time can stand for an unset one.
impl Field for DateTime<Utc> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = read_time(from)?.ok_or_else(|| D::Error::custom("expected a time"))?;
        Ok(())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        false
    }
}
