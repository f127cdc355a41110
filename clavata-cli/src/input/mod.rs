//! What `flatten` reads: JSON values out of files, and the answers that they are.

mod answer;
mod blocks;
mod place;
mod scan;
mod values;

pub(crate) use answer::{Answer, Unreadable, read};
pub(crate) use blocks::{Block, Blocks};
pub(crate) use values::{Value, Values};
