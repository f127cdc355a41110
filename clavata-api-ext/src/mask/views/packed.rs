//! Base64 and hexadecimal, decoded at every offset.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::View;
use super::escapes::{hex, unescaped};

/// The fewest characters to decode as base64 or hexadecimal: 8 bytes need at least this many.
const FEWEST: usize = 11;

/// Visits what the base64 and hexadecimal digits in a view decode to, at every offset.
pub(super) fn packed(view: &View, see: &mut impl FnMut(View)) {
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

/// The ranges of consecutive digits, which may be separated by line breaks.
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

/// Converts a digit of either alphabet to the standard one.
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
            // The last bits of a cut text may be wrong, so they are dropped.
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
