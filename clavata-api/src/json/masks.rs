//! Classifies 64 bytes of JSON at once, with one bit for each byte.
//!
//! The code is plain, but in a form that compilers turn into vector instructions.

/// How many bytes are processed together.
pub(super) const WIDTH: usize = 64;

pub(super) type Bytes = [u8; WIDTH];

/// The bytes that decide where a value ends.
pub(super) struct Masks {
    pub(super) strings: Strings,
    /// All brackets, and the bytes `Y`, `y`, `_` and 0x7f, which JSON has only in strings.
    pub(super) brackets: u64,
    pub(super) breaks: u64,
}

/// The bytes that decide where a string ends.
pub(super) struct Strings {
    /// The quotes that begin or end a string.
    pub(super) quotes: u64,
    /// The backslashes that escape something.
    pub(super) escapes: u64,
    /// Whether the byte that follows is escaped.
    pub(super) ends_in_escape: bool,
}

impl Strings {
    #[inline]
    pub(super) fn of(bytes: &Bytes, begins_escaped: bool) -> Self {
        let mut quotes = mask(bytes, |byte| byte == b'"');
        let (mut escapes, mut ends_in_escape) = (0, false);
        if begins_escaped || any(bytes, |byte| byte == b'\\') {
            escapes = mask(bytes, |byte| byte == b'\\');
            let literal;
            (literal, ends_in_escape) = escaped_by(escapes, begins_escaped);
            quotes &= !literal;
            escapes &= !literal;
        }
        Self {
            quotes,
            escapes,
            ends_in_escape,
        }
    }

    /// The bytes from each quote that begins a string up to the one that ends it, given whether the first byte
    /// is inside a string.
    #[inline]
    pub(super) fn inside(&self, begins_inside: bool) -> u64 {
        odd_up_to(self.quotes) ^ if begins_inside { u64::MAX } else { 0 }
    }
}

impl Masks {
    #[inline]
    pub(super) fn of(bytes: &Bytes, begins_escaped: bool) -> Self {
        let breaks = if any(bytes, |byte| byte == b'\n') {
            mask(bytes, |byte| byte == b'\n')
        } else {
            0
        };
        Self {
            strings: Strings::of(bytes, begins_escaped),
            // The OR sets the bits in which the four brackets differ.
            brackets: mask(bytes, |byte| byte | 0x26 == 0x7f),
            breaks,
        }
    }
}

/// Whether there is a bracket of a list or a backslash, which is between these brackets in ASCII.
#[inline]
pub(super) fn any_square_or_escape(bytes: &Bytes) -> bool {
    any(bytes, |byte| byte.wrapping_sub(b'[') < 3)
}

/// Whether the number of quotes is odd.
#[inline]
pub(super) fn are_quotes_odd(bytes: &Bytes) -> bool {
    let quotes = bytes.iter().map(|byte| u8::from(*byte == b'"'));
    quotes.sum::<u8>() & 1 == 1
}

/// The brackets of lists, and the bytes `Y` and `_`, which JSON has only in strings.
#[inline]
pub(super) fn squares(bytes: &Bytes) -> u64 {
    mask(bytes, |byte| byte | 0x06 == 0x5f)
}

/// The bytes that are escaped by others, and whether the byte after the last one is.
fn escaped_by(mut escapes: u64, begins_escaped: bool) -> (u64, bool) {
    let mut literal = u64::from(begins_escaped);
    escapes &= !literal;
    while escapes != 0 {
        let escape = escapes & escapes.wrapping_neg();
        let Some(next) = escape.checked_mul(2) else {
            return (literal, true);
        };
        literal |= next;
        escapes &= !(escape | next);
    }
    (literal, false)
}

/// For each bit, whether the number of bits set up to it is odd.
#[inline]
fn odd_up_to(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[inline]
fn any(bytes: &Bytes, is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, byte| any | is(*byte))
}

#[inline]
fn mask(bytes: &Bytes, is: impl Fn(u8) -> bool) -> u64 {
    let found = bytes.map(|byte| u8::from(is(byte)));
    let (words, _) = found.as_chunks::<8>();
    let mut mask = 0;
    for (at, word) in words.iter().enumerate() {
        // Gathers the lowest bit of each byte in the highest byte.
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * at);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::{Masks, Strings, WIDTH, any_square_or_escape, are_quotes_odd, odd_up_to, squares};

    #[test]
    fn each_byte_has_its_bit() {
        for at in 0..WIDTH {
            let mut bytes = [b'a'; WIDTH];
            let with = |bytes: &mut [u8; WIDTH], byte| {
                bytes[at] = byte;
                Masks::of(bytes, false)
            };
            assert_eq!(with(&mut bytes, b'"').strings.quotes, 1 << at);
            assert_eq!(with(&mut bytes, b'\n').breaks, 1 << at);
            for byte in *b"{}[]" {
                assert_eq!(with(&mut bytes, byte).brackets, 1 << at);
            }
            for byte in *b",: 09.-\\ntruefals" {
                let masks = with(&mut bytes, byte);
                let quotes = masks.strings.quotes;
                assert_eq!((masks.brackets, quotes, masks.breaks), (0, 0, 0));
                assert_eq!(squares(&bytes), 0);
            }
            for byte in *b"[]" {
                bytes[at] = byte;
                assert_eq!(squares(&bytes), 1 << at);
            }
            for byte in 0..=u8::MAX {
                bytes[at] = byte;
                let is_special = matches!(byte, b'[' | b']' | b'\\');
                assert_eq!(any_square_or_escape(&bytes), is_special, "{byte:#x}");
                assert_eq!(are_quotes_odd(&bytes), byte == b'"', "{byte:#x}");
            }
        }
    }

    #[test]
    fn an_escaped_quote_ends_nothing() {
        for at in 0..WIDTH {
            for escapes in 0..=at {
                let mut bytes = [b'a'; WIDTH];
                bytes[at - escapes..at].fill(b'\\');
                bytes[at] = b'"';
                for begins_escaped in [false, true] {
                    let own = escapes - usize::from(begins_escaped && escapes == at && at > 0);
                    let is_first = begins_escaped && at == 0;
                    let expected = own % 2 == 0 && !is_first;
                    let masks = Strings::of(&bytes, begins_escaped);
                    assert_eq!(masks.quotes, u64::from(expected) << at, "{escapes} at {at}");
                    assert!(!masks.ends_in_escape);
                }
            }
        }
        let mut bytes = [b'a'; WIDTH];
        bytes[WIDTH - 1] = b'\\';
        assert!(Strings::of(&bytes, false).ends_in_escape);
        bytes[WIDTH - 2] = b'\\';
        assert!(!Strings::of(&bytes, false).ends_in_escape);
    }

    #[test]
    fn quotes_are_counted() {
        for count in 0..=WIDTH {
            let mut bytes = [b'a'; WIDTH];
            bytes[..count].fill(b'"');
            assert_eq!(are_quotes_odd(&bytes), count % 2 == 1);
        }
    }

    #[test]
    fn bits_are_counted_up_to_each() {
        let bits = 0b1001_0000_0110_u64;
        for at in 0..64 {
            let count = (bits & (u64::MAX >> (63 - at))).count_ones();
            assert_eq!(odd_up_to(bits) >> at & 1, u64::from(count % 2));
        }
    }
}
