//! A field that contains one message, or none.

use std::fmt;
use std::sync::atomic::AtomicUsize;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};

use super::Field;
use super::found::{Found, find_in_message};
use super::message::{Message, fill};
use crate::json::{Cursor, Fault};

impl<T: Message> Field for Option<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_option(maybe(move || self.get_or_insert_default()))
    }

    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.serialize(into)
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn doubt(&mut self) {
        if let Some(message) = self {
            message.doubt_fields();
        }
    }

    fn find(cursor: &mut Cursor<'_>, found: &mut Found) -> Result<(), Fault> {
        find_in_message::<T>(cursor, found)
    }
}

/// A message that can contain itself is boxed.
impl<T: Message> Message for Box<T> {
    const FIELDS: &'static [&'static str] = T::FIELDS;

    fn usual_length() -> &'static AtomicUsize {
        T::usual_length()
    }

    fn position(name: &str) -> Option<usize> {
        T::position(name)
    }

    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
    ) -> Result<(), A::Error> {
        (**self).read_field(position, map)
    }

    fn doubt_fields(&mut self) {
        (**self).doubt_fields();
    }

    fn find_in_field(
        position: usize,
        cursor: &mut Cursor<'_>,
        found: &mut Found,
    ) -> Result<(), Fault> {
        T::find_in_field(position, cursor, found)
    }
}

/// Reads a message, if there is one, into a place created for it.
pub(super) struct MaybeVisitor<F>(F);

pub(super) fn maybe<'a, T: 'a, F: FnOnce() -> &'a mut T>(place: F) -> MaybeVisitor<F> {
    MaybeVisitor(place)
}

impl<'de, 'a, T: Message + 'a, F: FnOnce() -> &'a mut T> Visitor<'de> for MaybeVisitor<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        fill((self.0)(), from)
    }
}
