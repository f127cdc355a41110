//! Turns values into the bytes that arrive.

use std::io::Write as _;
use std::ops::Range;

use fastrand::Rng;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::base::Base;
use super::mutation::Mutation;
use super::print::{Style, print};

/// The text that arrives, and where its parts are.
#[derive(Debug, Default)]
pub(crate) struct Text {
    written: String,
    /// The values that are wrong.
    wrong: Vec<Range<usize>>,
    /// The parts of them that show what is wrong.
    vital: Vec<Range<usize>>,
}

/// An ordinary error of the gateway.
const ORDINARY: &str = r#"{"error":{"code":14,"message":"upstream connect error","details":[]}}"#;

const HTML: [&str; 3] = [
    "<html>\n<body>502 Bad Gateway</body>\n</html>",
    "<!DOCTYPE html><p title=\"{\">oops</p>",
    "<html>x</html>",
];

const GARBAGE: [&str; 8] = [
    "upstream connect error",
    "}",
    "]}",
    "{\"job\":{\"jobUuid\":\"",
    "\"open",
    "{\"error\": {",
    "\u{0}\u{0}\u{0}",
    "[[[[{",
];

/// Puts the values together.
pub(crate) fn put_together(
    base: &Base,
    style: &Style,
    mutations: &[Mutation],
    random: &mut Rng,
) -> Text {
    let has = |mutation| mutations.contains(&mutation);
    let mut text = Text::default();
    let count = base.values.len();
    let strange = random.usize(..=count);
    let ordinary = (0..base.values.len())
        .position(|at| base.values[at].is_wrong)
        .map_or(0, |first| random.usize(..=first));
    let break_ = match random.u8(..4) {
        _ if has(Mutation::NoLineBreaks) => "",
        0 => "\r\n",
        1 => "\n\n",
        _ => "\n",
    };
    if has(Mutation::Array) {
        text.written.push('[');
    }
    for at in 0..=count {
        if at == strange {
            let line = if has(Mutation::HtmlBetween) {
                HTML[random.usize(..HTML.len())]
            } else if has(Mutation::GarbageBetween) {
                GARBAGE[random.usize(..GARBAGE.len())]
            } else if has(Mutation::MarkBetween) {
                "\u{feff}"
            } else {
                ""
            };
            let is_line = !line.is_empty() && line != "\u{feff}";
            let ends = if is_line { "\n" } else { "" };
            text.written += &[ends, line, ends].concat();
        }
        if at == ordinary && has(Mutation::OrdinaryErrorBefore) {
            text.written += ORDINARY;
            text.written += if has(Mutation::Array) { "," } else { break_ };
        }
        let Some(value) = base.values.get(at) else {
            break;
        };
        let printed = print(&value.json, style, random);
        let start = text.written.len();
        text.written += &printed.text;
        if value.is_wrong {
            let moved = |part: &Range<usize>| part.start + start..part.end + start;
            text.vital.extend(printed.vital.iter().map(moved));
            text.wrong.push(start..text.written.len());
        }
        if has(Mutation::Array) && at + 1 < count {
            text.written.push(',');
        }
        text.written += break_;
    }
    if has(Mutation::Array) {
        text.written.push(']');
    }
    text
}

/// Cuts and corrupts.
pub(crate) fn damage(text: Text, mutations: &[Mutation], random: &mut Rng) -> Vec<u8> {
    let Text {
        written,
        wrong,
        vital,
    } = text;
    let mut bytes = written.into_bytes();
    if mutations.contains(&Mutation::Corrupt) {
        // A change of a vital part may leave a valid answer with another meaning: a 2 (true) that
        // became a 1 (false) leaves no trace.
        let at = loop {
            let at = random.usize(..bytes.len());
            if !vital.iter().any(|part| part.contains(&at)) {
                break at;
            }
        };
        match random.u8(..4) {
            0 => drop(bytes.remove(at)),
            // A byte inserted before a vital part may become a part of it.
            1 if !vital.iter().any(|part| part.start == at) => bytes.insert(at, random.u8(..)),
            2 => bytes[at] ^= 1 << random.u8(..8),
            _ => bytes[at] = random.u8(..),
        }
    }
    if mutations.contains(&Mutation::Cut) {
        // Within a value that is wrong: a cut between two values damages neither.
        let part = wrong[random.usize(..wrong.len())].clone();
        let end = (part.start + 1).max(part.end.saturating_sub(2));
        bytes.truncate(random.usize(part.start + 1..=end));
    }
    bytes
}

/// Encodes the whole in another way.
pub(crate) fn encode(bytes: Vec<u8>, mutations: &[Mutation], random: &mut Rng) -> Vec<u8> {
    let has = |mutation| mutations.contains(&mutation);
    let mut bytes = bytes;
    if has(Mutation::MarkBefore) {
        bytes.splice(..0, *b"\xef\xbb\xbf");
    }
    if has(Mutation::Utf16) {
        let big = random.bool();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_certain = matches!(text.as_bytes(), [1..=0x7f, 1..=0x7f, ..]);
        let mark = (!is_certain || random.bool()).then_some(0xfeff);
        let write = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        let units = mark.into_iter().chain(text.encode_utf16());
        bytes = units.flat_map(write).collect();
    }
    if has(Mutation::Gzip) {
        let at = random.usize(..=bytes.len());
        let members = [gzip(&bytes[..at]), gzip(&bytes[at..])];
        bytes = match random.u8(..3) {
            0 => gzip(&bytes),
            _ => members.concat(),
        };
    }
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Whether a refusal can still be read, wherever it is and however its letters are written.
pub(crate) fn names_refusal(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::new();
    let mut rest = &text[..];
    while let Some(at) = rest.find('\\') {
        plain += &rest[..at];
        let escape = &rest[at + 1..];
        let unit = escape.strip_prefix('u').and_then(|unit| unit.get(..4));
        let unit = unit.and_then(|unit| u32::from_str_radix(unit, 16).ok());
        if let Some(character) = unit.and_then(char::from_u32) {
            plain.push(character);
            rest = &escape[5..];
        } else {
            let skipped = escape.chars().next().map_or(0, char::len_utf8);
            plain += &escape[..skipped];
            rest = &escape[skipped..];
        }
    }
    plain += rest;
    plain.contains("PrecheckFailure") || plain.contains("PRECHECK_FAILURE_TYPE_NCMEC")
}
