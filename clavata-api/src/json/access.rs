//! The reader as serde sees it.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::GaveUp;
use super::scan::Scan;

impl<'de> Deserializer<'de> for &mut Scan<'de> {
    type Error = GaveUp;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        match self.next() {
            b'"' => self.string(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => {
                self.at += 1;
                self.deeper(|scan| {
                    let mut list = Inside::new(scan);
                    let value = visitor.visit_seq(&mut list)?;
                    list.scan.take(b']')?;
                    Ok(value)
                })
            }
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => self.number(visitor),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if self.next() != b'"' {
            return Err(GaveUp);
        }
        self.string(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.take(b'{')?;
        self.deeper(|scan| {
            let mut map = Inside::new(scan);
            let value = visitor.visit_map(&mut map)?;
            map.scan.take(b'}')?;
            Ok(value)
        })
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if self.next() == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, GaveUp> {
        Err(GaveUp)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Result<V::Value, GaveUp> {
        Err(GaveUp)
    }

    /// Raw values are such structs.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: V,
    ) -> Result<V::Value, GaveUp> {
        Err(GaveUp)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, GaveUp> {
        Err(GaveUp)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char unit unit_struct seq tuple
        tuple_struct struct
    }
}

/// The inside of a list or an object.
struct Inside<'a, 'de> {
    scan: &'a mut Scan<'de>,
    first: bool,
}

impl<'a, 'de> Inside<'a, 'de> {
    fn new(scan: &'a mut Scan<'de>) -> Self {
        Self { scan, first: true }
    }

    /// Goes to the next element, past the comma before it.
    #[inline]
    fn has_next(&mut self, close: u8) -> Result<bool, GaveUp> {
        let first = std::mem::take(&mut self.first);
        match self.scan.next() {
            byte if byte == close => return Ok(false),
            b',' if !first => self.scan.at += 1,
            _ if first => {}
            _ => return Err(GaveUp),
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for &mut Inside<'_, 'de> {
    type Error = GaveUp;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, GaveUp> {
        if self.has_next(b']')? {
            seed.deserialize(&mut *self.scan).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for &mut Inside<'_, 'de> {
    type Error = GaveUp;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, GaveUp> {
        if !self.has_next(b'}')? {
            return Ok(None);
        }
        if self.scan.next() != b'"' {
            return Err(GaveUp);
        }
        seed.deserialize(&mut *self.scan).map(Some)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, GaveUp> {
        self.scan.take(b':')?;
        seed.deserialize(&mut *self.scan)
    }
}
