//! Open enums: a name, or a number if the gateway does not know the name either.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use super::Found;
use crate::json::{Cursor, Fault};

/// An enum that keeps unknown values.
pub(crate) trait OpenEnum: Sized + Default + PartialEq {
    fn from_name(name: &str) -> Option<Self>;
    fn from_number(number: i64) -> Option<Self>;
    fn unknown(raw: String) -> Self;
    fn is_named(&self) -> bool;
    fn name(&self) -> &str;
}

/// Reads a name, a number, or `null`; fails on anything else.
pub(crate) fn read_enum<'de, T: OpenEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_any(EnumVisitor(PhantomData))
}

/// Returns the value with that name or number, or an unknown one that keeps the text.
pub(crate) fn from_text<T: OpenEnum>(text: &str) -> T {
    T::from_name(text)
        .or_else(|| T::from_number(number_in(text)?))
        .unwrap_or_else(|| T::unknown(text.to_owned()))
}

/// Parses a number in the usual form: `7`, not `007` or `+7`.
fn number_in<N: FromStr + ToString>(text: &str) -> Option<N> {
    text.parse()
        .ok()
        .filter(|number: &N| number.to_string() == text)
}

/// Writes the name; an unknown number is written as a number.
pub(crate) fn write_enum<T: OpenEnum, S: Serializer>(
    value: &T,
    into: S,
) -> Result<S::Ok, S::Error> {
    if !value.is_named() {
        // A number that has a name was not received as a number, or it would have become that name.
        if let Some(number) = number_in(value.name())
            && T::from_number(number).is_none()
        {
            return into.serialize_i64(number);
        }
        if let Some(number) = number_in::<u64>(value.name())
            && i64::try_from(number).is_err()
        {
            return into.serialize_u64(number);
        }
    }
    into.serialize_str(value.name())
}

/// Turns `FALSE` or `UNSPECIFIED` into `FAILED`: an error came with it, so it proves nothing.
pub(crate) fn doubt_enum<T: OpenEnum>(value: &mut T) {
    if matches!(value.name(), "OUTCOME_FALSE" | "OUTCOME_UNSPECIFIED")
        && let Some(failed) = T::from_name("OUTCOME_FAILED")
    {
        *value = failed;
    }
}

/// Finds a value that the contract does not name. The reader reports anything that is not an enum value.
pub(crate) fn find_in_enum<T: OpenEnum>(
    cursor: &mut Cursor<'_>,
    found: &mut Found,
) -> Result<(), Fault> {
    match cursor.peek()? {
        b'"' => {
            let name = cursor.string()?;
            if !name.is_empty() && T::from_name(&name).is_none() {
                found.value(Some(&name));
            }
            Ok(())
        }
        b'-' | b'0'..=b'9' => {
            let number = cursor.raw()?.parse().ok();
            if number.and_then(T::from_number).is_none() {
                found.value(None);
            }
            Ok(())
        }
        _ => cursor.skip(),
    }
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name or the number of an enum value")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        if name.is_empty() {
            return Ok(T::default());
        }
        // Digits in quotes are not a name. Their meaning is unknown.
        Ok(T::from_name(name).unwrap_or_else(|| T::unknown(name.to_owned())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::from_number(number).unwrap_or_else(|| T::unknown(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Ok(T::unknown(number.to_string())),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        // Kept with its fraction, even `1.0`: no gateway sends one, so it does not become a known
        // value.
        Ok(T::unknown(format!("{number:?}")))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::default())
    }
}
