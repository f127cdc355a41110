//! Which words of text that a gateway wrote may stay.

use std::collections::HashSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Longer texts are recognized only by their words.
const LONG: usize = 64 * 1024;
/// The length from which a part of a secret counts as a secret.
const PART: usize = 4;

/// What the requests of a recording said.
#[derive(Default)]
pub(in crate::record) struct Secrets {
    /// In lower case.
    words: HashSet<String>,
    /// As sent, and in the spellings that may repeat them, in lower case.
    forms: HashSet<String>,
}

impl Secrets {
    pub(in crate::record) fn add(&mut self, texts: &[String]) {
        for text in texts {
            let lower = text.to_lowercase();
            let words = lower.split(|letter: char| !letter.is_alphanumeric());
            self.words
                .extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            if text.len() > LONG {
                continue;
            }
            for offset in 0..3 {
                let shifted = format!("{}{text}", &"---"[..offset]);
                let encoded = STANDARD_NO_PAD.encode(shifted).to_lowercase();
                self.forms.insert(encoded);
            }
            let mut hex = String::new();
            for byte in text.bytes() {
                let _ = write!(hex, "{byte:02x}");
            }
            self.forms.insert(hex);
            self.forms.insert(lower);
        }
    }

    /// Whether a text repeats a secret, or a part of one.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let repeats = |form: &String| {
            let (short, long) = if form.len() < text.len() {
                (form, &text)
            } else {
                (&text, form)
            };
            short.len() >= PART && long.contains(short.as_str())
        };
        self.words.contains(&text) || self.forms.contains(&text) || self.forms.iter().any(repeats)
    }

    /// Whether the name of a field reveals nothing.
    pub(super) fn is_harmless_name(&self, name: &str) -> bool {
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        (2..=40).contains(&name.len()) && name.bytes().all(is_letter) && !self.are_in(name)
    }

    /// The text with `…` in place of everything but plain words that no request had. Numbers and mixed letters
    /// may spell out anything.
    pub(super) fn words(&self, text: &str) -> String {
        let mut kept = String::new();
        let mut word = String::new();
        for letter in text.chars().chain([' ']) {
            if letter.is_alphanumeric() {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                if self.is_harmless(&word) {
                    kept.push_str(&word);
                } else if !kept.trim_end().ends_with('…') {
                    kept.push('…');
                }
                word.clear();
            }
            if matches!(letter, ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '-' | '_')
                && !(letter == ' ' && kept.ends_with("… "))
            {
                kept.push(letter);
            }
        }
        kept.pop();
        kept
    }

    fn is_harmless(&self, word: &str) -> bool {
        let small = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_large = word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_plain = is_large || word.get(1..).is_some_and(small) && word.is_ascii();
        let is_plain = is_plain && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        (2..=16).contains(&word.len()) && is_plain && !self.are_in(word)
    }
}
