//! Converts protojson to plain types.
//!
//! The gateway writes an unset message as `null`, an unset string as `""` (even if the field is an
//! id), an unset list as `[]`; other deployments leave unset fields out. All of these mean "not
//! there" and decode to the same value. Numbers may be strings (`"NaN"`, 64-bit integers), enum
//! values may be numbers. Every generated message reads its fields through [`read_message`] and
//! writes them through [`write_field`]; the rules for each type are its [`Field`] implementation.

mod declare;
mod declare_enum;
mod detail;
mod enums;
mod found;
mod id;
mod lists;
mod maps;
mod message;
mod numbers;
mod optional;
mod scalars;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serialize, Serializer};

use crate::json::{Cursor, Fault};

pub use detail::says_something;
pub use id::Id;

pub(crate) use declare::{message, request, shown};
pub(crate) use declare_enum::open_enum;
pub(crate) use detail::detail;
pub(crate) use enums::{OpenEnum, doubt_enum, find_in_enum, from_text, read_enum, write_enum};
pub(crate) use found::{Found, MOST as MOST_FOUND, find_in_message};
pub(crate) use lists::{Item, plain_items};
pub(crate) use message::{Message, ignore, other_spelling, read_into, read_message, write_field};

/// A type that a field of a message may have.
pub(crate) trait Field: Sized {
    /// Reads a value that is present, even `null`, into its empty place.
    ///
    /// It reads in place because messages are large and lists of them long, so moving them is
    /// expensive.
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error>;

    /// Writes a value so that reading it again gives the same value.
    fn write<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error>;

    /// Whether an absent field decodes to the same value.
    fn is_unset(&self) -> bool;

    /// Turns a no into a failure, because an error came with it. Most types hold no outcome and do nothing.
    fn doubt(&mut self) {}

    /// Finds what the contract does not know in a value; most types have nothing to find.
    fn find(cursor: &mut Cursor<'_>, _: &mut Found) -> Result<(), Fault> {
        cursor.skip()
    }
}

/// In `Debug`, replaces a value that belongs to the user or grants access.
pub(crate) struct Hidden<'a, T>(pub(crate) &'a T);

impl<T: Field> fmt::Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_unset() { "unset" } else { "hidden" })
    }
}

/// Adapts the place of a [`Field`] to serde's own traits.
struct Place<'a, T>(&'a mut T);

impl<'de, T: Field> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.read(from)
    }
}

/// Adapts a [`Field`] to serde's own traits, for writing.
struct Written<'a, T>(&'a T);

impl<T: Field> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.0.write(into)
    }
}
