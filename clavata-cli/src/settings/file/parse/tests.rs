use super::{Wrong, parse};
use crate::format::Format;
use crate::settings::file::KeySource;

const IMAGES: &str = "33333333-3333-4333-8333-333333333333";

fn wrong(text: &str) -> Wrong {
    parse(text).err().unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn a_file_has_profiles_with_all_that_they_may_say() {
    let config = parse(&format!(
        "default_profile = 'work'\n[profiles.work]\nbase_url = 'https://a.example'\nthreshold = 1\n\
         format = 'jsonl'\nkey_command = ['pass', 'show', 'x y']\npolicies = {{ images = '{IMAGES}' }}\n\
         [profiles.other]\nkey = 'test-key'\n"
    ))
    .unwrap();
    assert_eq!(config.default_profile.as_deref(), Some("work"));
    let work = &config.profiles["work"];
    assert_eq!(work.base_url.as_deref(), Some("https://a.example"));
    assert_eq!(work.threshold, Some(1.0));
    assert!(work.format == Some(Format::Jsonl));
    assert_eq!(work.policies["images"].to_string(), IMAGES);
    assert!(
        matches!(&work.key, Some(KeySource::Command(words)) if words == &["pass", "show", "x y"])
    );
    let other = &config.profiles["other"];
    assert!(matches!(&other.key, Some(KeySource::File(key)) if key == "test-key"));
    assert!(parse("").unwrap().profiles.is_empty());
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    for (text, line, what) in [
        ("\nprofile = 'a'", 2, "unknown key `profile`"),
        (
            "[profiles.a]\n\nbase_ur = 'x'",
            3,
            "unknown key `base_ur` in profile `a`",
        ),
        (
            "[profiles.a]\nabcdefghijklmnopqrstuvwxyz = 1",
            2,
            "unknown key in profile `a`",
        ),
        ("[profiles]\na = 1", 2, "`a` must be a table"),
        (
            "[profiles.a]\nthreshold = 0.0",
            2,
            "a number above 0, up to 1",
        ),
        (
            "[profiles.a]\nthreshold = 1.5",
            2,
            "a number above 0, up to 1",
        ),
        (
            "[profiles.a]\nthreshold = nan",
            2,
            "a number above 0, up to 1",
        ),
        (
            "[profiles.a]\nthreshold = '0.5'",
            2,
            "a number above 0, up to 1",
        ),
        (
            "[profiles.a]\nformat = 'parquet'",
            2,
            "one of table, jsonl, json, csv, verdict",
        ),
        ("[profiles.a]\nbase_url = ''", 2, "not empty"),
        (
            "[profiles.a]\nkey_command = 'pass show x'",
            2,
            "a list of a program",
        ),
        ("[profiles.a]\nkey_command = []", 2, "a list of a program"),
        (
            "[profiles.a]\nkey_command = ['a', 1]",
            2,
            "a list of a program",
        ),
        (
            "[profiles.a]\nkey = 'a'\nkey_command = ['b']",
            3,
            "either `key` or `key_command`",
        ),
        ("[profiles.a.policies]\nb = 'c'", 2, "the UUID of a policy"),
        (
            &format!("[profiles.a.policies]\n{IMAGES} = '{IMAGES}'"),
            2,
            "cannot be a UUID",
        ),
        ("[profiles.a]\n[profiles.a]", 2, "not valid TOML"),
        ("a\nb = 1", 1, "not valid TOML"),
    ] {
        let wrong = wrong(text);
        assert!(
            wrong.what.contains(what) && wrong.line == line,
            "{text}: {wrong:?}"
        );
    }
}

#[test]
fn no_error_repeats_a_value() {
    for text in [
        "key = 'test-key",
        "key = test-key",
        "key = \"test-key\\q\"",
        "key = 'test-key' 'test-key'",
        "key = ['test-key']",
        "key_command = 'test-key'",
        "base_url = { a = 'test-key' }",
        "format = 'test-key'",
        "threshold = 'test-key'",
        "policies = { a = 'test-key' }",
        "test-KEY-1 = 1",
        "key = 'test-key'\nkey = 'test-key'",
        "key = 'test-key'\nkey_command = ['test-key']",
    ] {
        let wrong = wrong(&format!("[profiles.a]\n{text}\n"));
        let said = format!("{wrong:?}");
        assert!(!said.contains("test"), "{text}: {said}");
    }
}
