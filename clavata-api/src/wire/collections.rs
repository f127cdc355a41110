//! Messages, lists and maps.
//!
//! A null element of a list is an empty element, never a dropped one: counts must stay right.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Element, ElementRef, Field, Message};

impl<T: Message> Field for Option<T> {
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

/// What a list may hold.
trait Item: Sized {
    fn read_item<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error>;
}

impl<T: Message> Item for T {
    fn read_item<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or_default())
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }
}

macro_rules! plain_items {
    ($($type:ty)*) => {$(
        impl Item for $type {
            fn read_item<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::read(from)
            }

            fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                self.write(into)
            }
        }
    )*};
}

plain_items!(String uuid::Uuid);

/// A detail of an error. One that is JSON but no [`Value`] (nested too deep, a number too large, half
/// a surrogate pair) becomes a string of its JSON: it must not take the other details with it.
impl Item for Value {
    fn read_item<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        Ok(serde_json::from_str(raw.get()).unwrap_or_else(|_| Self::String(raw.get().to_owned())))
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }
}

struct ListItem<T>(T);

impl<'de, T: Item> Deserialize<'de> for ListItem<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read_item(from).map(Self)
    }
}

struct ListItemRef<'a, T>(&'a T);

impl<T: Item> Serialize for ListItemRef<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.0.write_item(into)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Item> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(ListItem(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

impl<T: Item> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_seq(self.iter().map(ListItemRef))
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

struct MapVisitor<V>(PhantomData<V>);

impl<'de, V: Field> Visitor<'de> for MapVisitor<V> {
    type Value = BTreeMap<String, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, Element(value))) = map.next_entry()? {
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<V: Field> Field for BTreeMap<String, V> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(MapVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_map(self.iter().map(|(key, value)| (key, ElementRef(value))))
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}
