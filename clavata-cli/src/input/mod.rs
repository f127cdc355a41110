//! What `flatten` reads: JSON values out of files, and the answers that they are.

mod answer;
mod blocks;
mod open;
mod place;
mod scan;
mod values;

pub(crate) use answer::{Answer, Unreadable, read};
pub(crate) use blocks::{Block, Blocks};
pub(crate) use open::{Opened, open, unread};
pub(crate) use values::{Value, Values};
