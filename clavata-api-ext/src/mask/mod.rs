//! Masks secrets that others repeat in text that is shown to people.

mod foreign;
mod views;
mod wanted;

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) use foreign::{Foreign, redact, redact_body, redact_fields, request_id};
use views::View;
use wanted::Wanted;

/// A run of this many bytes that also occurs in a secret counts as repeated.
const RUN: usize = 8;
/// Shorter secrets are not masked, because they occur everywhere by chance.
const SHORTEST: usize = 4;
/// The most bytes of text to search in one pass over the secrets.
const PASS: usize = 1 << 18;
/// Secrets of up to this many bytes are also searched for in unescaped form.
const SHORT: usize = 1 << 16;

/// Masks secrets in text from others, such as the key and the content of a request in an error message.
///
/// A text repeats a secret if it contains 8 consecutive bytes of it, or all of a secret of 4 to 7 bytes:
/// unchanged, in upper or lower case (of ASCII letters), percent-encoded, with escapes of JSON, Rust or HTML, or,
/// within at least 11 such digits, in base64 (standard or URL-safe) or hexadecimal, even if any of these is escaped
/// again.
pub struct Mask<'a> {
    secrets: Vec<&'a str>,
}

impl<'a> Mask<'a> {
    /// A mask for these secrets.
    pub fn of(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            secrets: secrets.into_iter().collect(),
        }
    }

    /// Returns the text with `…` in place of each part that repeats a secret.
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        self.redact_in(vec![&mut text]);
        text
    }

    /// Masks many texts, with one pass over each secret.
    pub(crate) fn redact_in(&self, texts: Vec<&mut String>) {
        let mut pass = Vec::new();
        let mut size = 0;
        for text in texts {
            size += text.len();
            pass.push(text);
            if size >= PASS {
                self.one_pass(std::mem::take(&mut pass));
                size = 0;
            }
        }
        self.one_pass(pass);
    }

    fn one_pass(&self, texts: Vec<&mut String>) {
        if texts.is_empty() || self.secrets.is_empty() {
            return;
        }
        // The smaller side goes into a table, and the other is scanned.
        let size: usize = texts.iter().map(|text| text.len()).sum();
        let secrets: usize = self.secrets.iter().map(|secret| secret.len()).sum();
        let hidden = if secrets < size {
            let wanted = Wanted::of(&self.secrets);
            texts.iter().map(|text| wanted.hidden_in(text)).collect()
        } else {
            Search::hidden_in(&texts, &self.secrets)
        };
        for (text, hidden) in texts.into_iter().zip(hidden) {
            if hidden.contains(&true) {
                *text = shown(text, &hidden);
            }
        }
    }
}

impl std::fmt::Debug for Mask<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mask({} secrets hidden)", self.secrets.len())
    }
}

/// Texts in all their decoded views, and the secrets found in them.
struct Search {
    views: Vec<(usize, View)>,
    /// The positions of each run of bytes: view and offset.
    runs: HashMap<u64, Vec<(u32, u32)>>,
    /// A filter that rules out most runs of a large secret.
    likely: Vec<bool>,
    /// The binary logarithm of the size of the filter.
    bits: u32,
    /// For each text, which bytes to hide.
    hidden: Vec<Vec<bool>>,
}

impl Search {
    fn hidden_in(texts: &[&mut String], secrets: &[&str]) -> Vec<Vec<bool>> {
        let mut search = Self::of(texts);
        for secret in secrets {
            if secret.len() < RUN {
                for (text, view) in &search.views {
                    hide_short(&mut search.hidden[*text], view, secret);
                }
            }
            spellings(secret, |spelling| search.scan(spelling));
        }
        search.hidden
    }

    fn of(texts: &[&mut String]) -> Self {
        let mut search = Self {
            views: Vec::new(),
            runs: HashMap::new(),
            likely: Vec::new(),
            bits: 0,
            hidden: texts.iter().map(|text| vec![false; text.len()]).collect(),
        };
        for (nth, text) in texts.iter().enumerate() {
            views::each(text.as_bytes(), |view| search.views.push((nth, view)));
        }
        let bytes: usize = search.views.iter().map(|(_, view)| view.bytes.len()).sum();
        search.bits = (bytes.max(64) * 16).ilog2().min(20);
        search.likely = vec![false; 1 << search.bits];
        for (number, (_, view)) in (0..).zip(&search.views) {
            for (at, run) in (0..).zip(view.bytes.windows(RUN)) {
                let run = run.iter().fold(0, |window, byte| roll(window, *byte));
                search.likely[place(run, search.bits)] = true;
                search.runs.entry(run).or_default().push((number, at));
            }
        }
        search
    }

    fn scan(&mut self, spelling: &mut dyn Iterator<Item = u8>) {
        let mut window = 0;
        for (index, byte) in spelling.enumerate() {
            window = roll(window, byte);
            if index + 1 >= RUN && self.likely[place(window, self.bits)] {
                // A run that was found is masked everywhere, so it can be removed.
                for (number, at) in self.runs.remove(&window).unwrap_or_default() {
                    let (text, view) = &self.views[number as usize];
                    hide(&mut self.hidden[*text], view, at as usize, RUN);
                }
            }
        }
    }
}

/// Visits the spellings of a secret whose runs may be repeated. A secret shorter than a run has none.
fn spellings(secret: &str, mut see: impl FnMut(&mut dyn Iterator<Item = u8>)) {
    if secret.len() < RUN {
        return;
    }
    see(&mut secret.bytes());
    if secret.len() <= SHORT
        && let Some(undone) = views::undone(secret)
    {
        see(&mut undone.into_iter());
    }
    // An image is sent as base64; its bytes may come back in another encoding.
    let groups = secret.as_bytes().chunks(4096);
    let mut is_base64 = true;
    let mut bytes = groups.flat_map(|group| match STANDARD.decode(group) {
        Ok(bytes) if is_base64 => bytes,
        _ => {
            is_base64 = false;
            Vec::new()
        }
    });
    see(&mut bytes);
}

/// Hides all occurrences of a secret that is shorter than a run.
fn hide_short(hidden: &mut [bool], view: &View, secret: &str) {
    if secret.len() < SHORTEST {
        return;
    }
    let secret = secret.as_bytes();
    let alike = |one: &[u8]| one.iter().zip(secret).all(|(a, b)| fold(*a) == fold(*b));
    let first = fold(secret[0]);
    for (at, byte) in view.bytes.iter().enumerate() {
        let has_begun = FOLDED[usize::from(*byte)] == first;
        if has_begun && view.bytes.get(at..at + secret.len()).is_some_and(alike) {
            hide(hidden, view, at, secret.len());
        }
    }
}

fn hide(hidden: &mut [bool], view: &View, at: usize, length: usize) {
    for (start, end) in &view.origin[at..at + length] {
        hidden[*start as usize..*end as usize].fill(true);
    }
}

fn shown(text: &str, hidden: &[bool]) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if !hidden[at..at + character.len_utf8()].contains(&true) {
            shown.push(character);
        } else if !shown.ends_with('…') {
            shown.push('…');
        }
    }
    shown
}

fn roll(window: u64, byte: u8) -> u64 {
    window << 8 | u64::from(fold(byte))
}

/// Makes upper and lower case, the spellings of a space, and the digits of both base64
/// alphabets equal.
const fn fold(byte: u8) -> u8 {
    match byte {
        b'+' | b'-' | b'\t' | b'\n' | b'\r' => b' ',
        b'_' => b'/',
        _ => byte.to_ascii_lowercase(),
    }
}

/// The folded form of each byte.
static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation)] // it is less than 256
        let of = byte as u8;
        folded[byte] = fold(of);
        byte += 1;
    }
    folded
};

#[allow(clippy::cast_possible_truncation)] // only the upper bits of the product are used
fn place(run: u64, bits: u32) -> usize {
    (run.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize
}

#[cfg(test)]
mod tests;
