//! Finds the end of the plain part of a string, and of digits, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The number of leading bytes that are not a quote, a backslash or a control character.
#[inline]
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    let (pairs, last) = words.as_chunks::<2>();
    // Two words at a time halve the number of branches.
    for pair in pairs {
        let [first, second] = pair.map(|word| special(u64::from_le_bytes(word)));
        if first | second != 0 {
            let (before, special) = if first != 0 { (0, first) } else { (8, second) };
            return at + before + (special.trailing_zeros() / 8) as usize;
        }
        at += 16;
    }
    for word in last {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
    at + rest.iter().take_while(plain).count()
}

/// Sets the high bit of the first special byte, and none below it. (Above it, a borrow may have
/// set others.)
#[inline]
fn special(word: u64) -> u64 {
    let quote = word ^ (ONES * u64::from(b'"'));
    let backslash = word ^ (ONES * u64::from(b'\\'));
    let zero_in = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zero_in(quote) | zero_in(backslash) | control) & HIGH
}

/// The number of leading bytes that are digits.
#[inline]
pub(super) fn digits(bytes: &[u8]) -> usize {
    let mut at = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let others = not_digits(u64::from_le_bytes(*word));
        if others != 0 {
            return at + (others.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// More bytes than any fraction that is read at once.
pub(super) const WINDOW: usize = 24;

/// The number of leading digits.
#[inline]
pub(super) fn digits_in(window: &[u8; WINDOW]) -> usize {
    let [first, second, third] = words(window);
    let (others, more) = (not_digits(first), not_digits(second));
    // Most scores have 16 digits or more.
    if others | more == 0 {
        return 16 + leading(not_digits(third));
    }
    if others == 0 {
        8 + leading(more)
    } else {
        leading(others)
    }
}

/// The value of the leading digits, and their number; `None` if there are more than 19.
#[inline]
pub(super) fn number_in(window: &[u8; WINDOW]) -> Option<(u64, usize)> {
    let [first, second, third] = words(window);
    let (others, more) = (not_digits(first), not_digits(second));
    if others | more == 0 {
        let count = leading(not_digits(third));
        let sixteen = eight_digits(first) * POWERS_OF_TEN[8] + eight_digits(second);
        return (count <= 3).then(|| {
            let last = three_digits(third, count);
            (sixteen * POWERS_OF_TEN[count] + last, 16 + count)
        });
    }
    if others == 0 {
        let count = leading(more);
        let number = eight_digits(first) * POWERS_OF_TEN[count];
        return Some((number + leading_digits(second, count), 8 + count));
    }
    let count = leading(others);
    Some((leading_digits(first, count), count))
}

#[inline]
fn words(window: &[u8; WINDOW]) -> [u64; 3] {
    let [first, second, third, ..] = window.as_chunks::<8>().0 else {
        return [0; 3];
    };
    [first, second, third].map(|word| u64::from_le_bytes(*word))
}

/// The number of bytes before the first one whose high bit is set.
#[inline]
fn leading(marked: u64) -> usize {
    (marked.trailing_zeros() / 8) as usize
}

/// The number that the first `count` bytes spell; `count` is less than eight.
#[inline]
fn leading_digits(word: u64, count: usize) -> u64 {
    // Shifts out what is not a digit, and zeros in before the first digit. (If there is none, this is by 64 bits,
    // which one shift cannot do.)
    eight_digits((word << (56 - 8 * count)) << 8)
}

/// Like [`leading_digits`], for at most three digits.
#[inline]
#[allow(clippy::cast_possible_truncation)] // they are in the lower half
fn three_digits(word: u64, count: usize) -> u64 {
    let digits = ((word as u32) << (24 - 8 * count) << 8) & 0x0f0f_0f0f;
    let pairs = (digits.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff;
    u64::from(pairs.wrapping_mul(100 << 16 | 1) >> 16)
}

/// Sets the high bit of the first byte that is not a digit, and none below it. (Above it, a carry may
/// have set or cleared others.)
#[inline]
fn not_digits(word: u64) -> u64 {
    let word = word ^ (ONES * u64::from(b'0'));
    // Only bytes above nine reach the high bit.
    (word.wrapping_add(0x76 * ONES) | word) & HIGH
}

/// Up to the largest that fits in 64 bits.
pub(super) const POWERS_OF_TEN: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = 10 * powers[at - 1];
        at += 1;
    }
    powers
};

/// Joins neighbors: digits into pairs, pairs into fours, fours into eight.
#[inline]
fn eight_digits(word: u64) -> u64 {
    let digits = word & (0x0f * ONES);
    let pairs = (digits.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, digits, digits_in, number_in, plain_run};

    #[test]
    fn digits_end_where_the_first_other_byte_stands() {
        for byte in 0..=u8::MAX {
            for at in 0..20 {
                let mut bytes = *b"01234567890123456789";
                bytes[at] = byte;
                let expected = if byte.is_ascii_digit() { 20 } else { at };
                assert_eq!(digits(&bytes), expected, "{byte:#x} at {at}");
            }
        }
    }

    #[test]
    fn digits_stand_for_their_number() {
        let window = |text: &str| -> [u8; WINDOW] {
            let padded = format!("{text:~<WINDOW$}");
            *padded.as_bytes().first_chunk().unwrap()
        };
        for text in [
            "",
            "7",
            "1234567",
            "12345678",
            "123456789",
            "123456789012345",
            "1234567890123456",
            "1234567890123456789",
            "9007199254740993",
            "9999999999999999999",
            "00000000012",
            "0000000000000000000",
        ] {
            let expected = Some((text.parse().unwrap_or(0), text.len()));
            for after in ["", "}", ", \"result\":0", "e7", "/", ":", "\u{80}"] {
                let bytes = window(&format!("{text}{after}"));
                assert_eq!(number_in(&bytes), expected, "{text}{after}");
                assert_eq!(digits_in(&bytes), text.len(), "{text}{after}");
            }
        }
        for text in ["12345678901234567890", "000000000000000000000000"] {
            assert_eq!(number_in(&window(text)), None);
            assert_eq!(digits_in(&window(text)), text.len());
        }
    }

    #[test]
    fn every_byte_is_judged_alike_in_every_place() {
        for byte in 0..=u8::MAX {
            let special = byte < 0x20 || byte == b'"' || byte == b'\\';
            for length in 1..45 {
                for at in 0..length {
                    let mut bytes = [b'~'; 45];
                    bytes[at] = byte;
                    let last = length - 1;
                    let run = if special { at } else { length };
                    assert_eq!(plain_run(&bytes[..length]), run, "{byte:#x} at {at}");
                    bytes[last] = b'"';
                    let run = if special { at } else { last };
                    assert_eq!(plain_run(&bytes), run.min(last), "{byte:#x} at {at}");
                }
            }
        }
    }
}
