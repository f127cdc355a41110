//! Checks an image by its bytes before it is sent and billed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;

use crate::error::Error;

/// The default limit for the size of an image: 20 MiB.
///
/// The gateway documents no bound. Base64 makes this 27 MiB of JSON, which takes a slow line most
/// of an attempt's 30 s.
pub(crate) const DEFAULT_LIMIT: u64 = 20 * 1024 * 1024;

/// Checks format and size. The error calls the image `name`.
pub(crate) fn check(name: &str, bytes: &[u8], limit: u64) -> Result<(), Error> {
    if bytes.is_empty() {
        return Err(Error::not_built(format!("{name} is empty")));
    }
    if let Err(found) = judge(bytes) {
        return Err(Error::not_built(format!(
            "{name} is {found}: the gateway judges PNG, JPEG and WebP"
        )));
    }
    let size = bytes.len() as u64;
    if size > limit {
        return Err(too_large(name, size, limit));
    }
    Ok(())
}

/// Reads a file up to the size limit of an image.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Bytes, Error> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let size = read_within(path, limit, &mut bytes).map_err(|error| {
        Error::not_built(format!("cannot read the image {name}: {error}")).with_source(error)
    })?;
    if size > limit {
        // Whether it is an image at all is the better thing to say.
        check(&name, &bytes, u64::MAX)?;
        return Err(too_large(&name, size, limit));
    }
    check(&name, &bytes, limit)?;
    Ok(Bytes::from(bytes))
}

/// The bytes of an image given as text: base64 or a `data:` URL; none if it is neither.
///
/// Base64 may use either alphabet, with or without padding, in one line or many.
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
pub(crate) fn data_address(text: &str) -> Option<&str> {
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
    // Padding fills up four; more or less of it was cut or added.
    let padding = padded - digits.len();
    if padding > 0 && !padded.is_multiple_of(4) || padding > 2 {
        return None;
    }
    STANDARD_NO_PAD.decode(digits).ok()
}

/// Decodes the escapes of a URL; none if one is invalid.
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

/// The size of the file; if that is above the limit, only its beginning is read.
fn read_within(path: &Path, limit: u64, into: &mut Vec<u8>) -> io::Result<u64> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let wanted = if size > limit {
        64
    } else {
        limit.saturating_add(1)
    };
    into.reserve(usize::try_from(size.min(wanted)).unwrap_or(0));
    let read = file.take(wanted).read_to_end(into)?;
    Ok(size.max(read as u64))
}

fn too_large(name: &str, size: u64, limit: u64) -> Error {
    Error::not_built(format!(
        "{name} has {size} bytes, more than the limit of {limit}: make it smaller, or raise the limit with `with_image_limit`"
    ))
}

/// What the first bytes show the data to be, if the gateway does not judge such images.
fn judge(bytes: &[u8]) -> Result<(), &'static str> {
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    let riff = |kind: &[u8]| at(0, b"RIFF") && at(8, kind);
    if at(0, b"\x89PNG\r\n\x1a\n") || at(0, b"\xff\xd8\xff") || riff(b"WEBP") {
        return Ok(());
    }
    Err(if at(0, b"GIF8") {
        "a GIF"
    } else if at(0, b"BM") {
        "a BMP"
    } else if at(0, b"II*\0") || at(0, b"MM\0*") {
        "a TIFF"
    } else if at(4, b"ftypavif") || at(4, b"ftypavis") {
        "an AVIF"
    } else if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftyphev") {
        "a HEIC"
    } else if at(4, b"ftyp") {
        "a video"
    } else if at(0, b"\xff\x0a") || at(0, b"\0\0\0\x0cJXL ") {
        "a JPEG XL"
    } else if at(0, b"\0\0\x01\0") {
        "an icon"
    } else if at(0, b"%PDF") {
        "a PDF"
    } else if is_text(bytes) {
        "text"
    } else {
        "no image of a known format"
    })
}

fn is_text(bytes: &[u8]) -> bool {
    let beginning = &bytes[..bytes.len().min(64)];
    let readable = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        // The cut may have gone through a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !readable.is_empty()
        && readable
            .chars()
            .all(|c| !c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::{check, decode, judge};

    proptest! {
        /// Either alphabet, padded or not, wrapped at any width, alone or in an address.
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

    #[test]
    fn an_image_is_known_by_its_bytes_not_by_its_name() {
        assert_eq!(judge(b"\x89PNG\r\n\x1a\n and so on"), Ok(()));
        assert_eq!(judge(b"\xff\xd8\xff\xe0"), Ok(()));
        assert_eq!(judge(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Ok(()));
        let error = check("holiday.png", b"GIF89a...", 100).unwrap_err();
        assert_eq!(
            error.to_string(),
            "holiday.png is a GIF: the gateway judges PNG, JPEG and WebP"
        );
    }

    #[test]
    fn what_is_no_such_image_is_named() {
        for (bytes, found) in [
            (&b"GIF87a"[..], "a GIF"),
            (b"BM6\0", "a BMP"),
            (b"II*\0", "a TIFF"),
            (b"\0\0\0\x20ftypavif", "an AVIF"),
            (b"\0\0\0\x18ftypheic", "a HEIC"),
            (b"\0\0\0\x18ftypisom", "a video"),
            (b"%PDF-1.7", "a PDF"),
            (b"<svg xmlns=\"http://", "text"),
            ("grüße".as_bytes(), "text"),
            (b"\0\x01\x02\xff", "no image of a known format"),
            (b"RIFF\x01\x02\x03\x04WAVE", "no image of a known format"),
            (b"\x89PN", "no image of a known format"),
        ] {
            assert_eq!(judge(bytes), Err(found), "{bytes:?}");
        }
    }
}
