//! The decoded views of a text: without escapes, base64 or hexadecimal.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// How many levels of nested escapes are decoded.
const ROUNDS: usize = 4;
/// The fewest characters that are decoded as base64 or hexadecimal: 8 bytes need this many.
const FEWEST: usize = 11;

/// Bytes, each with the piece of the text that it comes from.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// Start and end in the text.
    pub(super) origin: Vec<(u32, u32)>,
}

impl View {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            origin: Vec::new(),
        }
    }

    fn plain(text: &[u8]) -> Self {
        let mut view = Self::new();
        view.bytes.extend_from_slice(text);
        view.origin.extend((0..).zip(1..).take(text.len()));
        view
    }

    fn push(&mut self, byte: u8, origin: (u32, u32)) {
        self.bytes.push(byte);
        self.origin.push(origin);
    }

    /// Where the bytes from `start` to `end` come from.
    fn span(&self, start: usize, end: usize) -> (u32, u32) {
        (self.origin[start].0, self.origin[end - 1].1)
    }
}

/// Visits the text as it is, and everything that it may decode to. At most three are in memory at once.
pub(super) fn each(text: &[u8], mut see: impl FnMut(View)) {
    let mut view = View::plain(text);
    packed(&view, &mut see);
    let mut is_escaped = false;
    for _ in 0..ROUNDS {
        let Some(next) = unescaped(&view) else { break };
        see(std::mem::replace(&mut view, next));
        is_escaped = true;
    }
    // Only the last may be encoded within its escapes.
    if is_escaped {
        packed(&view, &mut see);
    }
    see(view);
}

/// Visits what the base64 and hexadecimal digits in a view decode to, at every offset.
fn packed(view: &View, see: &mut impl FnMut(View)) {
    let mut found = |view: View| {
        if view.bytes.is_empty() {
            return;
        }
        // The result may be escaped or encoded once more, now at a known offset.
        if let Some(view) = unescaped(&view) {
            see(view);
        }
        see(view);
    };
    let base64 = runs(view, |byte| base64_digit(byte).is_some());
    for offset in 0..4 {
        found(from_base64(view, &base64, offset));
    }
    drop(base64);
    let hex = runs(view, |byte| byte.is_ascii_hexdigit());
    for offset in 0..2 {
        found(from_hex(view, &hex, offset));
    }
}

/// The ranges of consecutive digits; line breaks may be between them.
fn runs(view: &View, is_digit: impl Fn(u8) -> bool) -> Vec<Vec<usize>> {
    let mut digits = [false; 256];
    for byte in 0..=255 {
        digits[usize::from(byte)] = is_digit(byte);
    }
    let mut runs = Vec::new();
    let mut run = Vec::new();
    for (at, byte) in view.bytes.iter().enumerate() {
        if digits[usize::from(*byte)] {
            run.push(at);
        } else if !run.is_empty() && !matches!(byte, b'\r' | b'\n') {
            if run.len() < FEWEST {
                run.clear();
            } else {
                runs.push(std::mem::take(&mut run));
            }
        }
    }
    runs.push(run);
    runs.retain(|run| run.len() >= FEWEST);
    runs
}

/// A digit in the standard alphabet, whichever alphabet it is from.
fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        b'+' | b'/' => Some(byte),
        _ => byte.is_ascii_alphanumeric().then_some(byte),
    }
}

fn from_base64(view: &View, runs: &[Vec<usize>], offset: usize) -> View {
    let mut out = View::new();
    for run in runs {
        for four in run[offset.min(run.len())..].chunks(4) {
            let digits: Vec<u8> = four
                .iter()
                .filter_map(|at| base64_digit(view.bytes[*at]))
                .collect();
            // The last bits of a cut text may be anything, so they are dropped.
            let whole = match digits.len() {
                4 => STANDARD_NO_PAD.decode(&digits).unwrap_or_default(),
                2 | 3 => {
                    let padded = [&digits[..], &b"AA"[..4 - digits.len()]].concat();
                    let mut bytes = STANDARD_NO_PAD.decode(&padded).unwrap_or_default();
                    bytes.truncate(digits.len() - 1);
                    bytes
                }
                _ => Vec::new(),
            };
            for (nth, byte) in whole.into_iter().enumerate() {
                out.push(byte, view.span(four[nth], four[nth + 1] + 1));
            }
        }
        out.push(0, view.span(run[0], run[0] + 1));
    }
    out
}

fn from_hex(view: &View, runs: &[Vec<usize>], offset: usize) -> View {
    let mut out = View::new();
    for run in runs {
        for two in run[offset..].chunks_exact(2) {
            if let Some(byte) = hex(&[view.bytes[two[0]], view.bytes[two[1]]]) {
                out.push(byte, view.span(two[0], two[1] + 1));
            }
        }
        out.push(0, view.span(run[0], run[0] + 1));
    }
    out
}

fn hex(digits: &[u8]) -> Option<u8> {
    u8::try_from(number(digits, 16)?).ok()
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    let all = text.bytes().all(|byte| char::from(byte).is_digit(radix));
    (all && !text.is_empty())
        .then(|| u32::from_str_radix(text, radix).ok())
        .flatten()
}

/// The view with one level of escapes of URLs, JSON, Rust and HTML removed; `None` if there are
/// none.
fn unescaped(view: &View) -> Option<View> {
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

/// `\u00e9`, a pair of such, or `\u{e9}`.
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

/// The unescaped text; `None` if nothing in it is escaped.
pub(super) fn undone(text: &str) -> Option<Vec<u8>> {
    let mut view = unescaped(&View::plain(text.as_bytes()))?;
    for _ in 1..ROUNDS {
        match unescaped(&view) {
            Some(next) => view = next,
            None => break,
        }
    }
    Some(view.bytes)
}
