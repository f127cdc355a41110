//! Maps and free-form objects.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::detail::detail;
use super::found::{Found, find_in_map};
use super::lists::ItemRef;
use super::{Field, Item};
use crate::budget;
use crate::json::{Cursor, Fault};

/// Reads an item in place.
struct ItemSeed<'a, T>(&'a mut T);

impl<'de, T: Item> DeserializeSeed<'de> for ItemSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.read_item(from)
    }
}

struct MapVisitor<'a, V>(&'a mut BTreeMap<String, V>);

impl<'de, V: Item> Visitor<'de> for MapVisitor<'_, V> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key()? {
            let mut value = V::empty();
            map.next_value_seed(ItemSeed(&mut value))?;
            budget::spend::<(String, V), _>()?;
            if self.0.insert(key, value).is_some() && !V::MAY_REPEAT {
                return Err(A::Error::custom("a key of the map occurs twice"));
            }
        }
        Ok(())
    }
}

impl<V: Item> Field for BTreeMap<String, V> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(MapVisitor(self))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_map(self.iter().map(|(key, value)| (key, ItemRef(value))))
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn find(cursor: &mut Cursor<'_>, found: &mut Found) -> Result<(), Fault> {
        find_in_map(cursor, found, V::find_in_item)
    }
}

/// A free-form object. It is kept in the same way as a detail of an error: see [`detail`].
impl Field for Map<String, Value> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        *self = match detail(raw.get()) {
            Value::Object(fields) => fields,
            Value::Null => Self::new(),
            _ => return Err(D::Error::custom("expected an object")),
        };
        Ok(())
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}
