//! The inside of a list or an object, for serde.

use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, U64Deserializer};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::access::Reader;
use super::cursor::Cursor;
use super::failure::Failure;

/// The inside of a list or an object.
pub(super) struct Inside<'a, 'de, E> {
    cursor: &'a mut Cursor<'de>,
    close: u8,
    first: bool,
    /// The names of the fields that may still come, if they come in order.
    pub(super) fields: &'static [&'static str],
    /// How many of them were read or left out.
    passed: usize,
    failure: PhantomData<E>,
}

impl<'a, 'de, E: Failure> Inside<'a, 'de, E> {
    pub(super) fn new(cursor: &'a mut Cursor<'de>, close: u8) -> Self {
        Self {
            cursor,
            close,
            first: true,
            fields: &[],
            passed: 0,
            failure: PhantomData,
        }
    }

    /// Steps over the key of a field, and returns its position. Fields may be left out. If the key is
    /// not one of those that may follow, the cursor does not move.
    #[inline]
    fn field(&mut self) -> Option<usize> {
        let bytes = self.cursor.text.as_bytes();
        let start = self.cursor.at + 1;
        let key = bytes.get(start..)?;
        for (position, field) in self.fields.iter().enumerate().skip(self.passed) {
            // The first letter distinguishes most names.
            if field.as_bytes().first() == key.first()
                && let Some(b'"') = key.get(field.len())
                && key.starts_with(field.as_bytes())
            {
                self.cursor.at = start + field.len() + 1;
                self.passed = position + 1;
                return Some(position);
            }
        }
        None
    }

    /// Moves to the next element, past the comma before it.
    #[inline]
    fn has_next(&mut self) -> Result<bool, E> {
        let first = std::mem::take(&mut self.first);
        let byte = self.cursor.peek()?;
        if byte == self.close {
            return Ok(false);
        }
        if first {
            return Ok(true);
        }
        if byte != b',' {
            return Ok(self
                .cursor
                .fail("expected `,` or the end of the list or object")?);
        }
        self.cursor.at += 1;
        self.cursor.peek()?;
        Ok(true)
    }

    pub(super) fn close(&mut self) -> Result<(), E> {
        if self.cursor.peek()? != self.close {
            self.cursor.fail("expected the end of the list or object")?;
        }
        self.cursor.at += 1;
        Ok(())
    }
}

impl<'de, E: Failure> SeqAccess<'de> for &mut Inside<'_, 'de, E> {
    type Error = E;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, E> {
        if self.has_next()? {
            self.cursor.key = 0;
            seed.deserialize(Reader::new(self.cursor)).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de, E: Failure> MapAccess<'de> for &mut Inside<'_, 'de, E> {
    type Error = E;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        if !self.has_next()? {
            return Ok(None);
        }
        if self.cursor.peek()? != b'"' {
            self.cursor.fail("key must be a string")?;
        }
        let start = self.cursor.at + 1;
        self.cursor.key = start;
        if let Some(position) = self.field() {
            return seed
                .deserialize(U64Deserializer::new(position as u64))
                .map(Some);
        }
        if self.cursor.quoted()? {
            let key = &self.cursor.text[start..self.cursor.at - 1];
            return seed
                .deserialize(BorrowedStrDeserializer::new(key))
                .map(Some);
        }
        self.cursor.at = start - 1;
        seed.deserialize(Reader::new(self.cursor)).map(Some)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, E> {
        self.cursor.colon()?;
        seed.deserialize(Reader::new(self.cursor))
    }
}
