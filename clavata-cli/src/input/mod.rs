//! The input of `flatten`: files and stdin, compressed or not.

mod ahead;
mod open;

pub(crate) use ahead::Ahead;
pub(crate) use open::{Opened, Piped, name_of, open, open_piped, unread};
