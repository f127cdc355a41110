//! What `flatten` reads: files and stdin, whatever they are packed in.

mod open;

pub(crate) use open::{Opened, Piped, open, open_piped, unread};
