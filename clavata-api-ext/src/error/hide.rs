//! Masks what a gateway repeats of a request: its words are shown to people, the content is not.

use std::collections::HashMap;

use serde_json::Value;

use super::Error;

/// A run of so many bytes that is in the request too counts as repeated.
const RUN: usize = 8;
/// Shorter strings than this are everywhere.
const SHORTEST: usize = 4;
/// The most bytes of the gateway's words that are kept.
const KEPT: usize = 4096;
/// Ids are no content, and an error that names them helps.
const IDS: [&str; 2] = ["policyId", "labelVersionIds"];
/// Fields whose own fields are named by the caller.
const MAPS: [&str; 3] = ["metadata", "extraHeaders", "options"];

impl Error {
    /// Masks pieces of a request's body, whichever strings it holds, in the gateway's words.
    pub(crate) fn hiding<B: serde::Serialize>(mut self, body: impl FnOnce() -> B) -> Self {
        if self.gateway_message().is_some() {
            let body = serde_json::to_value(body()).unwrap_or_default();
            let mut strings = Vec::new();
            collect(&body, false, &mut strings);
            self.hide(&strings);
        }
        self
    }

    /// Masks these strings, and runs of them, in the gateway's words.
    pub(crate) fn hide(&mut self, strings: &[&str]) {
        if let Some(status) = &mut self.inner_mut().gateway {
            status.message = masked(&status.message, strings);
        }
    }
}

/// Collects the strings of a body; `names` says whether the names of fields are the caller's too.
fn collect<'a>(value: &'a Value, names: bool, strings: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => strings.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, strings)),
        Value::Object(fields) => {
            for (name, field) in fields {
                if names {
                    strings.push(name);
                }
                if !IDS.contains(&name.as_str()) {
                    collect(field, MAPS.contains(&name.as_str()), strings);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text with every run that also stands in one of the strings replaced by `…`.
fn masked(text: &str, strings: &[&str]) -> String {
    let end = (0..=text.len().min(KEPT))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    let text = &text[..end];
    let mut hidden = vec![false; text.len()];
    let mut runs: HashMap<u64, Vec<usize>> = HashMap::new();
    // Most runs of a large image are told apart by their last two bytes alone.
    let mut likely = vec![false; 1 << 16];
    for (at, run) in text.as_bytes().windows(RUN).enumerate() {
        let run = run.iter().fold(0, roll);
        likely[usize::from(ending(run))] = true;
        runs.entry(run).or_default().push(at);
    }
    for string in strings {
        if string.len() < RUN {
            if string.len() >= SHORTEST {
                for (at, _) in text.match_indices(string) {
                    hidden[at..at + string.len()].fill(true);
                }
            }
            continue;
        }
        let mut window = 0;
        for (index, byte) in string.bytes().enumerate() {
            window = roll(window, &byte);
            if index + 1 >= RUN && likely[usize::from(ending(window))] {
                for at in runs.get(&window).into_iter().flatten() {
                    hidden[*at..at + RUN].fill(true);
                }
            }
        }
    }
    let mut shown = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if !hidden[at] {
            shown.push(character);
        } else if !shown.ends_with('…') {
            shown.push('…');
        }
    }
    shown
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as `fold` over bytes wants it
fn roll(window: u64, byte: &u8) -> u64 {
    window << 8 | u64::from(*byte)
}

#[allow(clippy::cast_possible_truncation)] // the last two bytes are meant
fn ending(window: u64) -> u16 {
    window as u16
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn what_is_repeated_of_the_content_is_masked_and_the_rest_stays() {
        let content = ["my secret message to you", "tiny", "é-accented-text-é"];
        let shown = |text| masked(text, &content);
        assert_eq!(
            shown("invalid text \"secret message\": too short"),
            "invalid text \"…\": too short"
        );
        assert_eq!(shown("tiny is refused"), "… is refused");
        assert_eq!(shown("xé-accented-text-éx"), "x…x");
        assert_eq!(shown("no policy of that name"), "no policy of that name");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn a_large_image_is_searched_in_no_time() {
        let image: String = (0..4_000_000_u32)
            .map(|n| {
                char::from(b'A' + u8::try_from(n.wrapping_mul(n) / 7 % 26).unwrap_or_default())
            })
            .collect();
        let said = format!("{} and {}", &image[777_000..777_900], "words ".repeat(1000));
        let begun = std::time::Instant::now();
        let shown = masked(&said, &[&image]);
        assert!(shown.starts_with("… and words words"), "{shown:.40}");
        // Without optimization, on a busy machine.
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    #[test]
    fn names_of_ids_do_not_hide_the_id() {
        let request = serde_json::json!({
            "policyId": "22222222-2222-4222-8222-222222222222",
            "contentData": [{"text": "canary-text", "metadata": {"canary-name": "canary-value"}}],
        });
        let mut strings = Vec::new();
        super::collect(&request, false, &mut strings);
        let said = "policy 22222222-2222-4222-8222-222222222222 met canary-text, canary-name, canary-value";
        assert_eq!(
            masked(said, &strings),
            "policy 22222222-2222-4222-8222-222222222222 met …, …, …"
        );
    }
}
