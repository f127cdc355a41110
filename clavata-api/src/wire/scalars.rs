//! Strings, booleans, ids and times.

use std::fmt;

use chrono::{DateTime, Datelike, Utc};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Field;

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
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextVisitor)
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(self)
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl Field for Option<String> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = from.deserialize_any(TextVisitor)?;
        Ok((!text.is_empty()).then_some(text))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl Field for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or_default())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_bool(*self)
    }

    fn is_unset(&self) -> bool {
        !self
    }
}

impl Field for Option<bool> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

/// Reads what is written as a string, where `""` and `null` mean that it is not there.
struct ParsedVisitor<T> {
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
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
        // The text itself stays out of the message: it may be anything.
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
        expected: "a UUID, or an empty string where there is none",
        parse: |text| Uuid::try_parse(text).ok(),
    })
}

impl Field for Option<Uuid> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read_uuid(from)
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

/// An id that a request must have: it is written even where it is nil, so that the gateway can refuse it.
impl Field for Uuid {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(read_uuid(from)?.unwrap_or_default())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        false
    }
}

fn time_in(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    // An offset may lead out of the years that RFC 3339 can write.
    (0..=9999).contains(&time.year()).then_some(time)
}

impl Field for Option<DateTime<Utc>> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ParsedVisitor {
            expected: "an RFC 3339 time, or an empty string where there is none",
            parse: time_in,
        })
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}
