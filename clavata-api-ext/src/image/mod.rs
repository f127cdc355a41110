//! Checks images by their bytes before they are sent and billed.

mod text;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;

use crate::error::Error;

pub(crate) use text::decode;

/// The default limit for the size of an image: 20 MiB.
///
/// The gateway documents no limit. In base64 this is 27 MiB of JSON, which takes most of an
/// attempt's 30 s on a slow connection.
pub(crate) const DEFAULT_LIMIT: u64 = 20 * 1024 * 1024;

/// Checks format and size. The error calls the image `name`.
pub(crate) fn check(name: &str, bytes: &[u8], limit: u64) -> Result<(), Error> {
    if bytes.is_empty() {
        return Err(Error::invalid_content(format!("{name} is empty")));
    }
    if let Err(found) = judge(bytes) {
        return Err(Error::invalid_content(format!(
            "{name} is {found}: the gateway accepts PNG, JPEG and WebP"
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
        // The file is at fault, not its content.
        Error::not_built(format!("cannot read the image {name}: {error}")).with_source(error)
    })?;
    if size > limit {
        // If it is not an image at all, say that instead.
        check(&name, &bytes, u64::MAX)?;
        return Err(too_large(&name, size, limit));
    }
    check(&name, &bytes, limit)?;
    Ok(Bytes::from(bytes))
}

/// Returns the size of the file. If it is above the limit, only the beginning is read.
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
    Error::invalid_content(format!(
        "{name} has {size} bytes, more than the limit of {limit}: make it smaller, or raise the limit with `with_image_limit`"
    ))
}

/// Checks the format by the first bytes. The error says what the data is instead.
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
        // The last character may be cut.
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
    use super::{check, judge};

    #[test]
    fn an_image_is_known_by_its_bytes_not_by_its_name() {
        assert_eq!(judge(b"\x89PNG\r\n\x1a\n and so on"), Ok(()));
        assert_eq!(judge(b"\xff\xd8\xff\xe0"), Ok(()));
        assert_eq!(judge(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Ok(()));
        let error = check("holiday.png", b"GIF89a...", 100).unwrap_err();
        assert_eq!(
            error.to_string(),
            "holiday.png is a GIF: the gateway accepts PNG, JPEG and WebP"
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
