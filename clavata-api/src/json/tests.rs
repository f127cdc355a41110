//! Compares the reader with `serde_json`: it never returns a different value, and is lenient only with
//! half a surrogate pair.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Cursor, GaveUp, Said};

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, GaveUp> {
    let read = super::read::<T, GaveUp>(&mut Cursor::new(text));
    let told = super::read::<T, Said>(&mut Cursor::new(text));
    assert_eq!(read.is_ok(), told.is_ok(), "{text:?}");
    read
}

/// Whether the text may contain half a surrogate pair, which `serde_json` rejects.
fn is_lenient(text: &str) -> bool {
    text.to_ascii_lowercase().contains("\\ud")
}

/// Compares the value with that of `serde_json`, if the reader accepts the text.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    if let Ok(value) = read::<Value>(text) {
        let theirs = serde_json::from_str::<Value>(text);
        let Ok(theirs) = theirs else {
            if is_lenient(text) {
                return Ok(());
            }
            return Err(TestCaseError::fail(format!("{text:?} became {value}")));
        };
        // `Debug` distinguishes integers from doubles, and 0 from -0.
        prop_assert_eq!(format!("{:?}", value), format!("{:?}", theirs), "{}", text);
    }
    if read::<IgnoredAny>(text).is_ok() {
        let theirs = serde_json::from_str::<IgnoredAny>(text);
        prop_assert!(
            theirs.is_ok() || is_lenient(text),
            "{:?} was passed over",
            text
        );
    }
    Ok(())
}

const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    " ",
    "\n",
    "\t",
    "null",
    "true",
    "false",
    "nul",
    "-",
    "\"",
    "\"a\"",
    "\"a\":1",
    "\"a\" : [",
    "0",
    "-0",
    "00",
    "0.0",
    "-0.0",
    "1.",
    ".5",
    "1e5",
    "1E+5",
    "1e",
    "1e-",
    "1e999",
    "-1e999",
    "5e-324",
    "1e-400",
    "123456789012345678",
    "1234567890123456789",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "9007199254740993.0",
    "0.30000000000000004",
    "12345678.12345678",
    "\u{0}",
    "\u{1f}",
    "é",
    "🦀",
    "\u{feff}",
];

const PIECES: &[&str] = &[
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0041",
    "\\u00e9",
    "\\ud83e\\udd80",
    "\\ud83e",
    "\\udd80",
    "\\ud83e\\u0041",
    "\\uD83E\\uDD80",
    "\\u12",
    "\\ux",
    "\\x",
    "\\",
    "\u{7f}",
    "\u{80}",
    "\t",
    "é",
    "🦀",
    "{",
    "[",
    ",",
];

/// Texts that are nearly JSON, with all of its difficult parts.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        4 => prop::sample::select(TOKENS).prop_map(str::to_owned),
        2 => any::<f64>().prop_map(|number| format!("{number:?}")),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        2 => "[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        3 => string(),
    ];
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(PIECES).prop_map(str::to_owned),
        "[a-z ]{0,20}",
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// JSON with one byte changed, if the result is still text.
fn damaged_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<f64>().prop_filter_map("finite", |number| {
            number.is_finite().then(|| format!("{number:?}"))
        }),
        (0.0..1.0_f64).prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| Value::from(text).to_string()),
    ];
    let tree = leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec((".{0,4}", inner), 0..6).prop_map(|members| {
                let member = |(key, value)| format!("{}:{value}", Value::from(key));
                let members: Vec<String> = members.into_iter().map(member).collect();
                format!("{{{}}}", members.join(" ,"))
            }),
        ]
    });
    let change = prop::option::of((any::<prop::sample::Index>(), any::<u8>()));
    (tree, change).prop_map(|(text, change)| {
        let mut bytes = text.clone().into_bytes();
        if let Some((at, byte)) = change {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        String::from_utf8(bytes).unwrap_or(text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn nearly_json_is_read_as_serde_json_reads_it(text in nearly_json()) {
        agrees(&text)?;
    }

    #[test]
    fn damaged_json_is_read_as_serde_json_reads_it(text in damaged_json()) {
        agrees(&text)?;
    }

    #[test]
    fn every_number_is_the_nearest_double(mantissa: u64, fraction in 0_usize..25, exponent in -330..330) {
        let digits = mantissa.to_string();
        let (whole, rest) = digits.split_at(digits.len().saturating_sub(fraction).max(1));
        let text = format!("{whole}.{rest}0e{exponent}");
        agrees(&text)?;
        agrees(text.split('e').next().unwrap())?;
        if let Ok(number) = read::<f64>(text.split('e').next().unwrap()) {
            let nearest: f64 = text.split('e').next().unwrap().parse().unwrap();
            prop_assert_eq!(number.to_bits(), nearest.to_bits());
        }
    }

    #[test]
    fn every_string_is_itself(text: String) {
        let json = Value::from(text.as_str()).to_string();
        prop_assert_eq!(read::<String>(&json).unwrap(), text);
    }
}

#[test]
fn what_is_hard_is_read_as_serde_json_reads_it() {
    let strings = PIECES.iter().map(|piece| format!("\"{piece}\""));
    for text in strings.chain(TOKENS.iter().map(|&token| token.to_owned())) {
        for text in [format!("[{text}]"), format!("{{\"a\":{text}}}"), text] {
            agrees(&text).unwrap_or_else(|why| panic!("{why}"));
        }
    }
}

#[test]
fn it_does_not_give_up_on_what_the_gateway_sends() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut count = 0;
    for folder in ["jobs-go", "jobs-sparse"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let text = fs::read_to_string(&path).unwrap();
                let ours = read::<Value>(&text).unwrap_or_else(|why| panic!("{path:?}: {why}"));
                assert_eq!(ours, serde_json::from_str::<Value>(&text).unwrap());
                assert!(read::<IgnoredAny>(&text).is_ok());
                count += 1;
            }
        }
    }
    assert!(count > 20);
}

#[test]
fn half_a_surrogate_pair_is_a_replacement_character() {
    for (json, text) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""a\ud83d b""#, "a\u{fffd} b"),
        (r#""\udd80\ud83e""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83e\u0041""#, "\u{fffd}A"),
        (r#""\ud83e\ud83e\udd80""#, "\u{fffd}🦀"),
        (r#""\ud83e\n""#, "\u{fffd}\n"),
    ] {
        assert_eq!(read::<String>(json).unwrap(), text, "{json}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(read::<Value>(&deep(127)).is_ok());
    assert!(read::<Value>(&deep(129)).is_err());
    assert!(read::<IgnoredAny>(&deep(100_000)).is_ok());
    for text in [
        "",
        " ",
        "nul",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "[1 2]",
        "{1:2}",
        "1 1",
        "[1",
        "{\"a\":1",
        "[}",
        "{]",
        "{\"a\" 1}",
        "\"a",
        "01",
        "-",
        "\"\\x\"",
        "\"\\ud83e\\u00\"",
        "\"\\ud83e\\ux\"",
    ] {
        assert!(read::<Value>(text).is_err(), "{text}");
        assert!(read::<IgnoredAny>(text).is_err(), "{text}");
    }
}
