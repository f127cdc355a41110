//! The reader as a serde deserializer.

use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::cursor::Cursor;
use super::failure::Failure;
use super::inside::Inside;
use super::numbers::{Number, number};

/// The name by which `serde_json`'s `RawValue` asks for the text of a value.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// The name by which a message asks for the text of a member that is skipped. For other deserializers, it is the name of
/// a newtype like any other.
pub(crate) const SKIPPED: &str = "clavata::Skipped";

/// Reads the rest of the text, which must be exactly one value.
pub(crate) fn read<T: DeserializeOwned, E: Failure>(cursor: &mut Cursor<'_>) -> Result<T, E> {
    let value = T::deserialize(Reader::<E>::new(cursor))?;
    match cursor.next_byte() {
        None => Ok(value),
        Some(_) => Ok(cursor.fail("something follows the value")?),
    }
}

/// A cursor that serde can read from.
pub(crate) struct Reader<'a, 't, E> {
    cursor: &'a mut Cursor<'t>,
    failure: PhantomData<E>,
}

impl<'a, 't, E> Reader<'a, 't, E> {
    pub(crate) fn new(cursor: &'a mut Cursor<'t>) -> Self {
        Self {
            cursor,
            failure: PhantomData,
        }
    }
}

impl<'de, E: Failure> Deserializer<'de> for Reader<'_, 'de, E> {
    type Error = E;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.cursor.peek()? {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => {
                self.cursor.at += 1;
                self.cursor.deeper(|cursor| {
                    let mut list = Inside::<E>::new(cursor, b']');
                    let value = visitor.visit_seq(&mut list)?;
                    list.close()?;
                    Ok(value)
                })
            }
            b'n' => {
                self.cursor.literal("null")?;
                visitor.visit_unit()
            }
            b't' => {
                self.cursor.literal("true")?;
                visitor.visit_bool(true)
            }
            b'f' => {
                self.cursor.literal("false")?;
                visitor.visit_bool(false)
            }
            b'-' | b'0'..=b'9' => match number(self.cursor)? {
                Number::Unsigned(number) => visitor.visit_u64(number),
                Number::Signed(number) => visitor.visit_i64(number),
                Number::Double(number) => visitor.visit_f64(number),
            },
            b'}' if self.cursor.at == 0 => {
                Ok(self.cursor.fail("a closing bracket has no opening one")?)
            }
            _ => Ok(self.cursor.fail("expected a value")?),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        if self.cursor.peek()? != b'"' {
            return self.deserialize_any(visitor);
        }
        let start = self.cursor.at + 1;
        if self.cursor.quoted()? {
            return visitor.visit_borrowed_str(&self.cursor.text[start..self.cursor.at - 1]);
        }
        let mut text = std::mem::take(&mut self.cursor.unescaped);
        text.clear();
        text.push_str(&self.cursor.text[start..self.cursor.at]);
        self.cursor.escaped(Some(&mut text))?;
        let value = visitor.visit_str(&text);
        self.cursor.unescaped = text;
        value
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.deserialize_struct("", &[], visitor)
    }

    /// If a key is one of `fields`, in their order, the visitor gets its position instead of its name.
    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        if self.cursor.peek()? != b'{' {
            return self.deserialize_any(visitor);
        }
        self.cursor.at += 1;
        self.cursor.deeper(|cursor| {
            let mut map = Inside::<E>::new(cursor, b'}');
            map.fields = if E::WANTS_NAMES { &[] } else { fields };
            let value = visitor.visit_map(&mut map)?;
            map.close()?;
            Ok(value)
        })
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        if self.cursor.null()? {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.cursor.key {
            0 => self.cursor.skip()?,
            key => self.cursor.pass(key)?,
        }
        visitor.visit_unit()
    }

    /// A raw value is the text of the next value, whatever it is. So is a skipped one, which is also put aside if
    /// necessary.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if name == SKIPPED {
            self.cursor.peek()?;
            let start = self.cursor.at;
            self.cursor.pass(self.cursor.key)?;
            return visitor.visit_borrowed_str(&self.cursor.text[start..self.cursor.at]);
        }
        if name != RAW_VALUE {
            return visitor.visit_newtype_struct(self);
        }
        let text = self.cursor.raw()?;
        visitor.visit_map(Raw::<E>(Some(text), PhantomData))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct enum
    }
}

/// The text of a value, in the form that a raw value expects.
struct Raw<'de, E>(Option<&'de str>, PhantomData<E>);

impl<'de, E: Failure> MapAccess<'de> for Raw<'de, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        if self.0.is_none() {
            return Ok(None);
        }
        seed.deserialize(BorrowedStrDeserializer::new(RAW_VALUE))
            .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, E> {
        let text = self.0.take().unwrap_or_default();
        seed.deserialize(BorrowedStrDeserializer::new(text))
    }
}
