//! Images passed as text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Decodes an image passed as text: base64 or a `data:` URL. `None` if it is neither.
///
/// The base64 can be standard or URL-safe, with or without padding, in one or several lines.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let Some(address) = data_address(text) else {
        return from_base64(text.as_bytes());
    };
    let (kind, data) = address.split_once(',')?;
    let data = unescape(data.as_bytes())?;
    let is_base64 = kind.rsplit(';').next().is_some_and(|last| {
        let last = last.trim();
        last.eq_ignore_ascii_case("base64")
    });
    if is_base64 {
        from_base64(&data)
    } else {
        Some(data)
    }
}

/// The part of a `data:` URL after `data:` (RFC 2397).
fn data_address(text: &str) -> Option<&str> {
    let (scheme, rest) = text.trim_start().split_at_checked(5)?;
    scheme.eq_ignore_ascii_case("data:").then_some(rest)
}

fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        })
        .collect();
    let padded = digits.len();
    let end = digits.iter().rposition(|byte| *byte != b'=');
    let digits = &digits[..end.map_or(0, |end| end + 1)];
    // Padding must complete a group of four.
    let padding = padded - digits.len();
    if padding > 0 && !padded.is_multiple_of(4) || padding > 2 {
        return None;
    }
    STANDARD_NO_PAD.decode(digits).ok()
}

/// Decodes percent-encoding. `None` if it is invalid.
fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if *byte == b'%' {
            bytes.push(u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok()?);
            at += 3;
        } else {
            bytes.push(*byte);
            at += 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::decode;

    proptest! {
        /// Either alphabet, padded or not, wrapped at any width, alone or in a `data:` URL.
        #[test]
        fn an_image_is_the_same_however_its_text_is_written(
            bytes in prop::collection::vec(any::<u8>(), 1..200),
            width in 1..80_usize,
            end in prop::sample::select(vec!["", "\n", "\r\n", " ", "\t"]),
            head in prop::sample::select(vec![
                "data:image/png;base64,", "DATA:;BASE64,", "data:image/webp;charset=x;base64,",
            ]),
        ) {
            for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                let encoded = engine.encode(&bytes);
                let lines: Vec<_> = encoded.as_bytes().chunks(width).collect();
                let wrapped = String::from_utf8(lines.join(end.as_bytes())).unwrap();
                prop_assert_eq!(decode(&wrapped), Some(bytes.clone()));
                prop_assert_eq!(decode(&format!(" {head}{wrapped}{end}")), Some(bytes.clone()));
                let escaped = encoded.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
                prop_assert_eq!(decode(&format!("{head}{escaped}")), Some(bytes.clone()));
            }
            let escaped: Vec<_> = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
            prop_assert_eq!(decode(&format!("data:,{}", escaped.concat())), Some(bytes));
        }
    }

    #[test]
    fn what_is_no_image_as_text_is_nothing() {
        for text in [
            "no such file.png",
            "picture.png",
            "AAAAA",
            "AAA==",
            "AA=A",
            "=",
            "AAAA====",
            "data:image/png;base64",
            "data:image/png;base64,A*",
            "data:,%4",
            "data:,%zz",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
