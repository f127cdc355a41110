//! Finds the end of the plain part of a string, and of digits, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The number of leading bytes that are not a quote, a backslash or a control character.
#[inline]
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
    at + rest.iter().take_while(plain).count()
}

/// Has the high bit of the first special byte set, and none below it. (Above it, a borrow may have
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
    while let Some((word, _)) = bytes[at..].split_first_chunk() {
        if !are_digits(u64::from_le_bytes(*word)) {
            break;
        }
        at += 8;
    }
    let rest = bytes[at..].iter();
    at + rest.take_while(|byte| byte.is_ascii_digit()).count()
}

#[inline]
fn are_digits(word: u64) -> bool {
    let high_halves = 0xf0 * ONES;
    // Of the bytes from `0` on, only the ten digits stay below `@` when six is added.
    let above = word.wrapping_add(0x06 * ONES);
    (word & high_halves) == 0x30 * ONES && (above & high_halves) == 0x30 * ONES
}

/// The value of the digits, if there are few enough.
#[inline]
pub(super) fn number(digits: &[u8]) -> u64 {
    let (words, rest) = digits.as_chunks::<8>();
    let number = words.iter().fold(0_u64, |number, word| {
        number
            .wrapping_mul(100_000_000)
            .wrapping_add(eight_digits(u64::from_le_bytes(*word)))
    });
    rest.iter().fold(number, |number, digit| {
        number
            .wrapping_mul(10)
            .wrapping_add(u64::from(digit - b'0'))
    })
}

/// Joins neighbours: digits into pairs, pairs into fours, fours into eight.
#[inline]
fn eight_digits(word: u64) -> u64 {
    let digits = word & (0x0f * ONES);
    let pairs = (digits.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

#[cfg(test)]
mod tests {
    use super::{digits, number, plain_run};

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
        for text in [
            "",
            "7",
            "12345678",
            "1234567890123456789",
            "9007199254740993",
            "00000000012",
        ] {
            let expected = text.parse().unwrap_or(0);
            assert_eq!(number(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn every_byte_is_judged_alike_in_every_place() {
        for byte in 0..=u8::MAX {
            let special = byte < 0x20 || byte == b'"' || byte == b'\\';
            for at in 0..24 {
                let mut bytes = [b'~'; 24];
                bytes[at] = byte;
                let run = if special { at } else { 24 };
                assert_eq!(plain_run(&bytes), run, "{byte:#x} at {at}");
                bytes[23] = b'"';
                let run = if special { at } else { 23 };
                assert_eq!(plain_run(&bytes), run.min(23), "{byte:#x} at {at}");
            }
        }
    }
}
