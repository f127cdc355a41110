//! Keeps an answer with its rows.

use super::{Flattener, Found};
use crate::kept::{Collect, Kept};
use clavata_api::json::Cursor;

/// There is something other than rows, or too many of them.
struct Unusual;

impl Flattener {
    /// Reads one value of an evaluate stream, and keeps it with its rows as deep as the level. Use one
    /// flattener for all values of a stream.
    ///
    /// # Errors
    ///
    /// Returns the bytes if they are anything but one answer with a report, and nothing beside it. Then
    /// [`read`](crate::read) says what they are.
    pub fn keep(&mut self, bytes: Vec<u8>) -> Result<Kept, Vec<u8>> {
        let sent = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)?;
        let reader = &mut self.0;
        let mut rows = Collect::new(&sent, reader.reports.current().nodes.len() + 1);
        let mut cursor = Cursor::new(&sent);
        let read = reader.frame(&mut cursor, &mut |found| match found {
            Found::Row(row) if rows.add(row) => Ok(()),
            Found::Evaluation { .. } => Ok(()),
            _ => Err(Unusual),
        });
        let is_alone = cursor.next_byte().is_none() && cursor.aside().is_empty();
        if read.is_err() || !is_alone {
            return Err(sent.into_bytes());
        }
        let unescaped = &reader.reports.current().unescaped;
        rows.see_beside(reader.hash_beside.of(&sent, unescaped));
        rows.end(sent).map_err(String::into_bytes)
    }
}
