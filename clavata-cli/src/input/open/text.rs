//! Detects the encoding of text: UTF-8, with or without a byte order mark, or UTF-16.

use std::io::{self, BufRead, Read};

use super::broken;
use super::source::Source;
use super::utf16::{Order, Utf16};

type Text = Box<dyn Read + Send>;

/// Returns text as UTF-8, without a byte order mark. If it is UTF-8 already, also returns how many bytes precede it.
///
/// JSON starts with two ASCII characters, and its UTF-8 has no zero byte, so the positions of zeros show
/// the encoding (RFC 4627, section 3).
pub(super) fn recognize<R: Read + Send + 'static>(
    mut source: Source<R>,
) -> io::Result<(Text, Option<u64>)> {
    let (mark, order) = match *source.peek(8)? {
        [0xff, 0xfe, 0, 0, ..]
        | [0, 0, 0xfe, 0xff, ..]
        | [1..=0x7f, 0, 0, 0, 1..=0x7f, 0, 0, 0]
        | [0, 0, 0, 1..=0x7f, 0, 0, 0, 1..=0x7f] => {
            return Err(broken("it is UTF-32: convert it to UTF-8"));
        }
        [0xef, 0xbb, 0xbf, ..] => (3, None),
        [0xff, 0xfe, ..] => (2, Some(Order::Little)),
        [0xfe, 0xff, ..] => (2, Some(Order::Big)),
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => (0, Some(Order::Little)),
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => (0, Some(Order::Big)),
        _ => (0, None),
    };
    source.consume(mark);
    Ok(match order {
        Some(order) => (Box::new(Utf16::of(source, order)), None),
        None => (Box::new(source), Some(mark as u64)),
    })
}
