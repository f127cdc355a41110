//! Rows as JSON objects, one per line, exactly as `serde_json` writes them.

use std::io;

use clavata_api_ext::Cell;

use super::Form;
use super::scan::Special;
use super::times::Times;

/// The bytes that are escaped in a string.
const ESCAPED: Special<2> = Special {
    bytes: [b'"', b'\\'],
    below: 0x20,
};

#[derive(Default)]
pub(in super::super) struct Json(Times);

impl Form for Json {
    const END: &'static str = "}\n";

    fn before(name: &str, is_first: bool) -> String {
        let sign = if is_first { '{' } else { ',' };
        format!("{sign}\"{name}\":")
    }

    #[inline]
    fn cell(&mut self, column: usize, cell: &Cell<'_>, to: &mut Vec<u8>) -> io::Result<()> {
        match cell {
            Cell::Null => to.extend_from_slice(b"null"),
            Cell::Text(text) => string(text, to),
            Cell::Id(id) => string(id.as_str(&mut [0; 36]), to),
            Cell::Outcome(_) => string(cell.outcome_text(), to),
            Cell::Flag(true) => to.extend_from_slice(b"true"),
            Cell::Flag(false) => to.extend_from_slice(b"false"),
            Cell::Time(time) => string(self.0.text(column, *time, || Cell::time_text(*time)), to),
            number_or_metadata => value(number_or_metadata, to)?,
        }
        Ok(())
    }
}

/// Adds a number or an object.
pub(super) fn value(cell: &Cell<'_>, to: &mut Vec<u8>) -> io::Result<()> {
    let Cell::Metadata(metadata) = cell else {
        return Ok(serde_json::to_writer(to, cell)?);
    };
    to.push(b'{');
    for (at, (key, value)) in metadata.iter().enumerate() {
        if at > 0 {
            to.push(b',');
        }
        string(key, to);
        to.push(b':');
        string(value, to);
    }
    to.push(b'}');
    Ok(())
}

#[inline]
fn string(text: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    if ESCAPED.is_in(text.as_bytes()) {
        escaped(text.as_bytes(), to);
    } else {
        to.extend_from_slice(text.as_bytes());
    }
    to.push(b'"');
}

#[inline(never)]
fn escaped(text: &[u8], to: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut from = 0;
    for (at, byte) in text.iter().enumerate() {
        if !ESCAPED.has(*byte) {
            continue;
        }
        to.extend_from_slice(&text[from..at]);
        from = at + 1;
        let sign = match byte {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            b'"' | b'\\' => *byte,
            _ => {
                to.extend_from_slice(b"\\u00");
                to.push(HEX[usize::from(byte >> 4)]);
                to.push(HEX[usize::from(byte & 15)]);
                continue;
            }
        };
        to.extend_from_slice(&[b'\\', sign]);
    }
    to.extend_from_slice(&text[from..]);
}
