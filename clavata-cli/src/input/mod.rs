//! What `flatten` reads: files and stdin, whatever they are packed in.

mod open;

pub(crate) use open::{Opened, open, unread};
