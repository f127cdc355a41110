//! The only JSON reader. It turns bytes into values, and builds a tree only on request.
//!
//! [`Cursor`] steps through a text. Everything else is built on it: the deserializer for serde
//! (`read`), the framer of streams and files ([`Frames`]), and the rows that `clavata-outcomes`
//! reads straight from bytes. It is as strict as `serde_json`, except that half a surrogate pair
//! becomes U+FFFD. Fields have [two spellings](Cursor::members).

mod access;
mod aside;
mod blocks;
mod cursor;
mod extent;
mod failure;
mod frames;
mod inside;
mod keys;
mod list_end;
mod masks;
mod names;
mod numbers;
mod outline;
mod place;
mod scan;
mod skip;
mod stepwise;
mod strings;
#[cfg(test)]
mod tests;
mod text;
mod times;
mod walk;

pub(crate) use access::{Reader, SKIPPED, read};
pub use aside::Aside;
pub use blocks::{Block, Blocks, MOST_REUSED, Piece};
pub use cursor::{Cursor, Fault};
pub(crate) use failure::{GaveUp, Said};
pub use frames::{Frame, Frames};
pub use keys::Keys;
pub use names::is_spelled;
pub(crate) use names::{source_in, spelled_in};
pub use numbers::double;
pub use outline::{Outline, Outlined};
pub use place::Place;
pub use stepwise::{Member, Members};
pub use text::text_of;
pub use times::time;
pub(crate) use times::time_in;
