//! The input of `flatten`: files and stdin, compressed or not.

mod open;

pub(crate) use open::{Opened, Piped, open, open_piped, unread};
