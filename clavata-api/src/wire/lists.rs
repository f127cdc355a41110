//! Lists, and the items of lists and maps.
//!
//! A null element of a list becomes an empty element and is never dropped: counts must stay right.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::detail::detail;
use super::found::{Found, find_in_list, find_in_message};
use super::optional::maybe;
use super::{Field, Message};
use crate::budget;
use crate::json::{Cursor, Fault};

/// A type that a list or a map may contain.
pub(crate) trait Item: Sized {
    /// Whether a key may occur twice in a map of these, in which case the last value is kept. If the
    /// values may hold an outcome, it is refused: nothing says which of the two is right.
    const MAY_REPEAT: bool = false;

    /// See [`Field::doubt`].
    fn doubt_item(&mut self) {}

    /// The value for a `null`, if `null` can be read.
    fn empty() -> Self;

    /// The usual length of lists of this type: that of the last one.
    fn usual_length() -> Option<&'static AtomicUsize>;

    /// Reads an element, or `null`, into its place, which contains an empty one.
    fn read_item<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error>;
    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error>;

    /// See [`Field::find`].
    fn find_in_item(cursor: &mut Cursor<'_>, _: &mut Found) -> Result<(), Fault> {
        cursor.skip()
    }
}

impl<T: Message> Item for T {
    fn doubt_item(&mut self) {
        self.doubt_fields();
    }

    fn empty() -> Self {
        T::default()
    }

    fn usual_length() -> Option<&'static AtomicUsize> {
        Some(T::usual_length())
    }

    fn read_item<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_option(maybe(move || self))
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn find_in_item(cursor: &mut Cursor<'_>, found: &mut Found) -> Result<(), Fault> {
        find_in_message::<T>(cursor, found)
    }
}

macro_rules! plain_items {
    (MAY_REPEAT = $may_repeat:literal; $($type:ty)*) => {$(
        impl $crate::wire::Item for $type {
            const MAY_REPEAT: bool = $may_repeat;

            fn doubt_item(&mut self) {
                $crate::wire::Field::doubt(self);
            }

            fn empty() -> Self {
                Self::default()
            }

            fn usual_length() -> Option<&'static ::std::sync::atomic::AtomicUsize> {
                None
            }

            fn read_item<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
            ) -> ::std::result::Result<(), D::Error> {
                $crate::wire::Field::read(self, from)
            }

            fn write_item<S: ::serde::Serializer>(
                &self,
                into: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Field::write(self, into)
            }

            fn find_in_item(
                cursor: &mut $crate::json::Cursor<'_>,
                found: &mut $crate::wire::Found,
            ) -> ::std::result::Result<(), $crate::json::Fault> {
                <Self as $crate::wire::Field>::find(cursor, found)
            }
        }
    )*};
}

pub(crate) use plain_items;

plain_items!(MAY_REPEAT = true; String uuid::Uuid bool i32 i64 f32 f64 chrono::DateTime<chrono::Utc>);

impl Item for Value {
    fn empty() -> Self {
        Self::Null
    }

    fn usual_length() -> Option<&'static AtomicUsize> {
        None
    }

    fn read_item<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        *self = detail(raw.get());
        Ok(())
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }
}

/// Adds an empty element to a list, and reads into it.
struct ItemPlace<'a, T>(&'a mut Vec<T>);

impl<'de, T: Item> DeserializeSeed<'de> for ItemPlace<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let position = self.0.len();
        if position == 0 {
            self.0.reserve_exact(expected_length::<T>());
        }
        budget::spend::<T, _>()?;
        self.0.push(T::empty());
        self.0[position].read_item(from)
    }
}

/// The initial capacity of a list.
///
/// The labels of a job have about the same number of rules, and its results the same labels. A list
/// that starts with the length of the one before it is rarely reallocated and wastes nothing, which
/// saves an eighth of the time.
fn expected_length<T: Item>() -> usize {
    const MOST: usize = 4096;
    let usual = T::usual_length().map_or(0, |usual| usual.load(Ordering::Relaxed));
    usual.min(MOST / size_of::<T>().max(1)).max(1)
}

/// Records the length of a complete list, and frees its unused capacity.
fn settle<T: Item>(list: &mut Vec<T>) {
    if list.is_empty() {
        return;
    }
    if let Some(usual) = T::usual_length() {
        usual.store(list.len(), Ordering::Relaxed);
    }
    if list.capacity() / 2 > list.len() {
        list.shrink_to_fit();
    }
}

pub(super) struct ItemRef<'a, T>(pub(super) &'a T);

impl<T: Item> Serialize for ItemRef<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.0.write_item(into)
    }
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<'de, T: Item> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(ItemPlace(self.0))?.is_some() {}
        settle(self.0);
        Ok(())
    }
}

impl<T: Item> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(ListVisitor(self))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_seq(self.iter().map(ItemRef))
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn doubt(&mut self) {
        self.iter_mut().for_each(T::doubt_item);
    }

    fn find(cursor: &mut Cursor<'_>, found: &mut Found) -> Result<(), Fault> {
        find_in_list(cursor, found, T::find_in_item)
    }
}

impl<T: Item> Item for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn usual_length() -> Option<&'static AtomicUsize> {
        None
    }

    fn read_item<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        self.read(from)
    }

    fn write_item<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.write(into)
    }

    fn find_in_item(cursor: &mut Cursor<'_>, found: &mut Found) -> Result<(), Fault> {
        Self::find(cursor, found)
    }
}
