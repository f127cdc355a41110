//! Details of an error, kept in full whatever they are.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::budget;
use crate::json::{self, Cursor, GaveUp};

/// Reads the text of an error's detail. If it is JSON but cannot be a [`Value`] (nested too deep, a
/// number too large, a duplicate key), it becomes a string of its JSON, so that neither it nor the
/// other details are lost.
pub(crate) fn detail(raw: &str) -> Value {
    let mut cursor = Cursor::new(raw);
    match budget::within(raw.len(), || json::read::<Kept, GaveUp>(&mut cursor)) {
        Ok(Kept(value)) => value,
        Err(GaveUp) => Value::String(raw.to_owned()),
    }
}

/// Whether the text of an `error` says anything: `null`, an empty string and an empty status do not.
pub fn says_something(error: &str) -> bool {
    !matches!(error, "null" | "\"\"") && !is_empty(&detail(error))
}

/// Whether a value says nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is) => !is,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
    }
}

/// The number of keys and values in a node of a map, about half of which are in use.
const NODE: usize = 11;

/// A value without duplicate keys.
pub(super) struct Kept(pub(super) Value);

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(KeptVisitor).map(Self)
    }
}

struct KeptVisitor;

impl<'de> Visitor<'de> for KeptVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Kept(item)) = list.next_element()? {
            budget::spend::<Value, _>()?;
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((key, Kept(value))) = map.next_entry::<String, _>()? {
            if fields.len().is_multiple_of(NODE / 2) {
                budget::spend::<[(String, Value); NODE], _>()?;
            }
            if fields.insert(key, value).is_some() {
                return Err(A::Error::custom("a key occurs twice"));
            }
        }
        Ok(Value::Object(fields))
    }
}
