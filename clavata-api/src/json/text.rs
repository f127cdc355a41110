//! Bytes as text.

use std::borrow::Cow;
use std::str::Utf8Error;

/// Returns the text of a body without its byte order mark. UTF-16 is converted to UTF-8.
///
/// JSON begins with two ASCII characters, so a zero among the first bytes means UTF-16 without a
/// mark.
///
/// # Errors
///
/// Fails if the bytes are neither UTF-8 nor UTF-16.
pub fn text_of(body: &[u8]) -> Result<Cow<'_, str>, Utf8Error> {
    let unit: fn([u8; 2]) -> u16 = match body {
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => u16::from_be_bytes,
        _ => {
            let text = std::str::from_utf8(body)?;
            return Ok(Cow::Borrowed(text.trim_start_matches('\u{feff}')));
        }
    };
    let units = body.as_chunks().0.iter().map(|bytes| unit(*bytes));
    let text: String = char::decode_utf16(units)
        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Ok(Cow::Owned(text.trim_start_matches('\u{feff}').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn every_encoding_of_json_is_read() {
        let text = "{\"a\":\"é🦀\"}";
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            let units = || marked.encode_utf16();
            let encoded: [Vec<u8>; 3] = [
                marked.clone().into_bytes(),
                units().flat_map(u16::to_le_bytes).collect(),
                units().flat_map(u16::to_be_bytes).collect(),
            ];
            for bytes in encoded {
                assert_eq!(text_of(&bytes).unwrap(), text, "{bytes:?}");
            }
        }
        assert!(text_of(b"{\"a\":\"\xff\"}").is_err());
    }
}
