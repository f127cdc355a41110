//! Repeated secrets are masked in any encoding. The rest of the text stays.
#![allow(clippy::format_collect)] // short texts

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::Mask;

type Dress = (&'static str, fn(&str) -> String);

/// The encodings in which a text may be repeated.
const DRESSES: [Dress; 14] = [
    ("plain", str::to_owned),
    ("percent, all", |text| each(text, |b| format!("%{b:02X}"))),
    ("percent, some", |text| {
        each(text, |byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02x}"),
        })
    }),
    ("JSON, all", |text| {
        let units = text.encode_utf16();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    }),
    ("JSON, some", |text| {
        serde_json::to_string(text).unwrap_or_default()
    }),
    ("Rust", |text| {
        text.chars()
            .map(|c| format!("\\u{{{:x}}}", u32::from(c)))
            .collect()
    }),
    ("bytes", |text| each(text, |b| format!("\\x{b:02x}"))),
    ("HTML, decimal", |text| {
        text.chars()
            .map(|c| format!("&#{};", u32::from(c)))
            .collect()
    }),
    ("HTML, hexadecimal", |text| {
        text.chars()
            .map(|c| format!("&#x{:X};", u32::from(c)))
            .collect()
    }),
    ("base64", |text| STANDARD.encode(text)),
    ("base64 for addresses", |text| URL_SAFE_NO_PAD.encode(text)),
    ("base64 in lines", |text| {
        let encoded = STANDARD.encode(text);
        let lines = encoded.as_bytes().chunks(7);
        lines
            .map(|line| format!("{}\r\n", String::from_utf8_lossy(line)))
            .collect()
    }),
    ("hexadecimal", |text| each(text, |b| format!("{b:02x}"))),
    // If this were taken for base64, nothing readable would be left.
    ("upper case", str::to_ascii_uppercase),
];

fn each(text: &str, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

#[test]
fn what_is_repeated_of_the_content_is_masked_and_the_rest_stays() {
    let mask = Mask::of(["my secret message to you", "tiny", "é-accented-text-é"]);
    let shown = |text| mask.redact(text);
    assert_eq!(
        shown("invalid text \"secret message\": too short"),
        "invalid text \"…\": too short"
    );
    assert_eq!(shown("tiny is refused"), "… is refused");
    assert_eq!(shown("xé-accented-text-éx"), "x…x");
    assert_eq!(shown("no policy of that name"), "no policy of that name");
    assert_eq!(
        shown("sha256::00112233445566778899"),
        "sha256::00112233445566778899"
    );
    assert_eq!(shown(""), "");
    assert_eq!(format!("{mask:?}"), "Mask(3 secrets hidden)");
}

#[test]
fn a_secret_is_masked_in_every_dress() {
    let secret = "a key-9f3b1c77d2 & \"Größe\" \\ 🦀/x?y+z";
    let mask = Mask::of([secret]);
    for (name, dress) in DRESSES {
        let shown = mask.redact(&format!("it was [{}], was it", dress(secret)));
        let rest = shown
            .strip_prefix("it was [")
            .and_then(|rest| rest.strip_suffix("], was it"));
        let rest = rest.unwrap_or_else(|| panic!("{name}: {shown}"));
        assert!(
            rest.chars().count() <= 12 && rest.contains('…'),
            "{name}: {shown}"
        );
    }
}

#[test]
fn an_image_is_masked_when_its_bytes_come_back() {
    let bytes: Vec<u8> = (0..9000_u32)
        .map(|n| (n * n % 251).to_le_bytes()[0])
        .collect();
    let sent = STANDARD.encode(&bytes);
    let mask = Mask::of([sent.as_str()]);
    for piece in [&bytes[..40], &bytes[4090..4130], &bytes[8960..]] {
        let hex: String = piece.iter().map(|byte| format!("{byte:02x}")).collect();
        for said in [hex, STANDARD.encode(piece), URL_SAFE_NO_PAD.encode(piece)] {
            let shown = mask.redact(&said);
            assert!(shown.chars().count() < 6, "{said}: {shown}");
        }
    }
}

#[test]
fn a_large_image_is_searched_in_no_time() {
    let image: String = (0..4_000_000_u32)
        .map(|n| char::from(b'A' + u8::try_from(n.wrapping_mul(n) / 7 % 26).unwrap_or_default()))
        .collect();
    let said = format!("{} and {}", &image[777_000..777_900], "words ".repeat(1000));
    let begun = std::time::Instant::now();
    let shown = Mask::of([image.as_str()]).redact(&said);
    assert!(shown.starts_with("… and words words"), "{shown:.40}");
    // A run that occurs many times does not slow it down.
    let zeros = "A".repeat(4_000_000);
    assert_eq!(Mask::of([zeros.as_str()]).redact(&"A".repeat(100_000)), "…");
    // Without optimization, on a busy machine.
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

/// A large response that contains the key in every encoding.
#[test]
fn a_large_text_is_searched_in_no_time_and_all_of_it() {
    let key = "live-key-9f3b1c77d2";
    let row = r#"{"id":"55555555-5555-4555-8555-555555555555","text":"a \\"quoted\\" word","score":0.25},"#;
    let rows = row.repeat(100);
    let mut said = row.repeat((3 << 20) / row.len());
    for (name, dress) in DRESSES {
        let _ = write!(said, "<{name}:{}>{rows}", dress(key));
    }
    let begun = std::time::Instant::now();
    let shown = Mask::of([key, "tiny"]).redact(&said);
    // Without optimization, on a busy machine.
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    let (said, shown) = (said.split('<'), shown.split('<'));
    assert_eq!(said.clone().next(), shown.clone().next());
    assert_eq!(shown.clone().count(), 1 + DRESSES.len());
    for ((name, _), shown) in DRESSES.iter().zip(shown.skip(1)) {
        let (hidden, after) = shown.split_once('>').unwrap();
        let hidden = hidden.strip_prefix(&format!("{name}:")).unwrap();
        // In base64 within escapes, some digits remain.
        assert!(
            hidden.contains('…') && hidden.chars().count() < 12,
            "{name}: {hidden}"
        );
        assert!(after == rows, "{name}");
    }
}

/// Asserts that the result is the same whether the text or the secret goes into the table.
fn both_ways(secrets: &[&str], said: &str) -> (Vec<bool>, Vec<bool>) {
    let mut text = said.to_owned();
    let by_text = super::Search::hidden_in(&[&mut text], secrets).swap_remove(0);
    (by_text, super::Wanted::of(secrets).hidden_in(said))
}

proptest! {
    /// The result does not depend on whether the text or the secrets go into the table.
    #[test]
    fn secrets_are_found_from_either_side(
        secret in "[a-zA-Z0-9 ._/é-]{4,40}",
        other in "[a-zA-Z0-9+/]{8,16}|\\PC{0,12}",
        (first, second) in (0..DRESSES.len(), 0..DRESSES.len()),
        around in "[ -~]{0,20}|\\PC{0,20}|[%\\\\ux0-9a-fA-F&#;+=/-]{0,60}",
        cut in 0..40_usize,
    ) {
        let dressed = (DRESSES[second].1)(&(DRESSES[first].1)(&secret));
        let said = format!("{around}{dressed}{around}{other}{dressed}");
        let begin = (0..=cut.min(said.len())).rev().find(|at| said.is_char_boundary(*at));
        let said = &said[begin.unwrap_or_default()..];
        let (by_text, by_secret) = both_ways(&[&secret, &other], said);
        prop_assert_eq!(by_text, by_secret);
    }

    /// Any secret is found in any two nested encodings among any words.
    #[test]
    fn no_dress_over_another_shows_a_secret(
        secret in "[a-zA-Z0-9 ._/é-]{12,40}",
        first in 0..DRESSES.len(),
        second in 0..9_usize,
        before in "[ -~]{0,10}",
    ) {
        let (inner, outer) = (DRESSES[first], DRESSES[second]);
        let dressed = (outer.1)(&(inner.1)(&secret));
        let shown = Mask::of([secret.as_str()]).redact(&format!("{before} <{dressed}>"));
        prop_assert!(
            shown.len() < before.len() + dressed.len() / 2 + 12,
            "{} in {}: {dressed} is shown as {shown}", inner.0, outer.0
        );
        prop_assert!(!shown.to_ascii_lowercase().contains(&secret.to_ascii_lowercase()));
    }

    /// No text makes it panic, and text that repeats nothing is not changed.
    #[test]
    fn words_that_repeat_nothing_stay(said in "\\PC{0,200}|[%\\\\ux0-9a-fA-F&#;+=/-]{0,200}") {
        prop_assert_eq!(Mask::of(["ΩΩΩΩ-secret-ΩΩΩΩ"]).redact(&said), said);
    }
}
