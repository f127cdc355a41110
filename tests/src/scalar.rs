//! Single values of protojson: numbers that may be quoted, base64, text and names.

use crate::protojson::{Kind, Value};
use base64::Engine as _;

pub(crate) fn read(kind: Kind, raw: &str) -> Option<Value> {
    let quoted = unquote(raw);
    let plain = quoted.as_deref().unwrap_or(raw);
    match kind {
        Kind::Bool if quoted.is_none() => raw.parse().ok().map(Value::Bool),
        Kind::Int64 => plain.parse().ok().map(Value::Int64),
        Kind::Double => match plain {
            "NaN" | "Infinity" | "-Infinity" if quoted.is_some() => None,
            _ => serde_json::from_str(plain).ok(),
        }
        .or(match (plain, quoted.is_some()) {
            ("NaN", true) => Some(f64::NAN),
            ("Infinity", true) => Some(f64::INFINITY),
            ("-Infinity", true) => Some(f64::NEG_INFINITY),
            _ => None,
        })
        .map(Value::Double),
        Kind::Bytes => decode(&quoted?).map(Value::Bytes),
        _ => None,
    }
}

/// Standard or URL-safe base64, padded or not.
fn decode(text: &str) -> Option<Vec<u8>> {
    use base64::alphabet::{STANDARD, URL_SAFE};
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let alphabet = if text.contains(['-', '_']) {
        URL_SAFE
    } else {
        STANDARD
    };
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&alphabet, lenient).decode(text).ok()
}

pub(crate) fn unquote(raw: &str) -> Option<String> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok()
    } else {
        Some(inner.to_owned())
    }
}

/// protobuf's own name of a field, which its JSON parser accepts as well.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}
