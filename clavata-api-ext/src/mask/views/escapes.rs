//! Escapes of URLs, JSON, Rust and HTML.

use super::View;

/// Removes one level of escapes of URLs, JSON, Rust and HTML. `None` if there are none.
pub(super) fn unescaped(view: &View) -> Option<View> {
    let mut out = View::new();
    let mut at = 0;
    let mut changed = false;
    while at < view.bytes.len() {
        let rest = &view.bytes[at..];
        let plain = rest
            .iter()
            .position(|byte| matches!(byte, b'%' | b'\\' | b'&'));
        let plain = plain.unwrap_or(rest.len());
        if plain > 0 {
            out.bytes.extend_from_slice(&rest[..plain]);
            out.origin.extend_from_slice(&view.origin[at..at + plain]);
            at += plain;
            continue;
        }
        let (length, character) = match escape(&view.bytes[at..]) {
            Some(found) => found,
            None => (1, Stands::Byte(view.bytes[at])),
        };
        changed |= length > 1;
        let origin = view.span(at, at + length);
        match character {
            Stands::Byte(byte) => out.push(byte, origin),
            Stands::Char(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.push(byte, origin);
                }
            }
        }
        at += length;
    }
    changed.then_some(out)
}

enum Stands {
    Byte(u8),
    Char(char),
}

/// The escape at the start of some bytes: its length and its value.
fn escape(bytes: &[u8]) -> Option<(usize, Stands)> {
    let at = |from: usize, to: usize| bytes.get(from..to);
    match bytes.first()? {
        b'%' => Some((3, Stands::Byte(hex(at(1, 3)?)?))),
        b'\\' => match bytes.get(1)? {
            b'u' => unicode(bytes),
            b'x' => Some((4, Stands::Byte(hex(at(2, 4)?)?))),
            b'n' => Some((2, Stands::Byte(b'\n'))),
            b'r' => Some((2, Stands::Byte(b'\r'))),
            b't' => Some((2, Stands::Byte(b'\t'))),
            b'b' => Some((2, Stands::Byte(8))),
            b'f' => Some((2, Stands::Byte(12))),
            byte @ (b'"' | b'\'' | b'\\' | b'/') => Some((2, Stands::Byte(*byte))),
            _ => None,
        },
        b'&' => {
            let end = bytes.iter().take(12).position(|byte| *byte == b';')?;
            let name = at(1, end)?;
            let character = match name {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                b"apos" => '\'',
                [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
                [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
                _ => return None,
            };
            Some((end + 1, Stands::Char(character)))
        }
        _ => None,
    }
}

/// `\u00e9`, a surrogate pair of these, or `\u{e9}`.
fn unicode(bytes: &[u8]) -> Option<(usize, Stands)> {
    if bytes.get(2) == Some(&b'{') {
        let end = bytes.iter().take(12).position(|byte| *byte == b'}')?;
        let character = char::from_u32(number(bytes.get(3..end)?, 16)?)?;
        return Some((end + 1, Stands::Char(character)));
    }
    let unit = |from: usize| number(bytes.get(from..from + 4)?, 16);
    let high = unit(2)?;
    if let Some(character) = char::from_u32(high) {
        return Some((6, Stands::Char(character)));
    }
    let low = bytes
        .get(6..8)
        .filter(|next| *next == b"\\u")
        .and(unit(8))?;
    let pair = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((12, Stands::Char(character)))
}

pub(super) fn hex(digits: &[u8]) -> Option<u8> {
    u8::try_from(number(digits, 16)?).ok()
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    let all = text.bytes().all(|byte| char::from(byte).is_digit(radix));
    (all && !text.is_empty())
        .then(|| u32::from_str_radix(text, radix).ok())
        .flatten()
}
