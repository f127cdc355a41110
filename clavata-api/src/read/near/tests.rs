//! The result is the same wherever a reader failed.

use std::path::Path;

use super::{Value, read};

const REFUSAL: &str = r#""note":{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","message":"m","details":"md5::abc"},"#;

/// Jobs as the gateway sends them, each in a response.
fn answers() -> Vec<String> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut answers = Vec::new();
    for folder in ["jobs-go", "jobs-sparse"] {
        for entry in std::fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            let text = std::fs::read_to_string(&path).unwrap();
            if name.len() == "00000.json".len() && text.len() < 4500 {
                let is_bare = !text.starts_with("{\"job\":");
                let job = text.trim();
                answers.push(if is_bare {
                    format!("{{\"job\": {job}}}\n")
                } else {
                    text
                });
            }
        }
    }
    assert!(answers.len() > 5, "{}", answers.len());
    answers
}

fn seen(value: &Value) -> String {
    format!("{value:?}")
}

/// The range of each number, string or word in a text.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at] == b'"' {
            at = super::string(bytes, at).unwrap();
        } else {
            let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
            at += bytes[at..].iter().take_while(is_word).count();
        }
        if at > start {
            tokens.push((start, at));
        }
        at = at.max(start + 1);
    }
    tokens
}

#[test]
fn what_can_be_read_is_read_wherever_another_gave_up() {
    for answer in answers() {
        let whole = read(answer.as_bytes());
        assert!(whole.unreadable.is_empty(), "{answer}");
        let whole = seen(&whole);
        for at in 0..=answer.len() + 1 {
            assert_eq!(
                seen(&Value::near(answer.as_bytes(), at)),
                whole,
                "{at}: {answer}"
            );
        }
    }
}

#[test]
fn what_cannot_be_read_is_found_where_it_stands() {
    let (mut unreadable, mut readable) = (0, 0);
    for answer in answers() {
        for (start, end) in tokens(&answer) {
            for put in [
                "\"high\"",
                "7",
                "[7]",
                "{\"a\":[]}",
                "nul",
                "",
                "\"x\", 1",
                "1e999",
            ] {
                let text = format!("{}{put}{}", &answer[..start], &answer[end..]);
                let whole = read(text.as_bytes());
                let at = start + put.find(',').unwrap_or(put.len());
                let near = Value::near(text.as_bytes(), at);
                assert_eq!(seen(&near), seen(&whole), "{put} at {start}: {text}");
                match whole.answer {
                    Some(_) => readable += 1,
                    None => unreadable += 1,
                }
            }
        }
    }
    assert!(
        unreadable > 2500 && readable > 400,
        "{unreadable} {readable}"
    );
}

#[test]
fn nothing_passes_because_of_a_wrong_place() {
    let mut random = 11_u64;
    let mut next = |most: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % most
    };
    let puts = [
        "}",
        "{",
        "]",
        "[",
        "\"",
        ",",
        ":",
        "\\",
        "null",
        "\n{",
        "}}",
        "]}",
        ",{}",
        " 5",
        r#","error":{"code":3,"message":"no"}"#,
        r#""a":{"results":["#,
        REFUSAL,
    ];
    for answer in answers() {
        for _ in 0..300 {
            let mut text = answer.clone();
            for _ in 0..=next(2) {
                let at = next(text.len());
                if text.is_char_boundary(at) {
                    text.insert_str(at, puts[next(puts.len())]);
                }
            }
            let whole = read(text.as_bytes());
            for _ in 0..6 {
                let at = next(text.len() + 1);
                let near = Value::near(text.as_bytes(), at);
                assert_eq!(
                    near.answer.is_some(),
                    whole.answer.is_some(),
                    "{at}: {text}"
                );
                assert_eq!(
                    near.unreadable.is_empty(),
                    whole.unreadable.is_empty(),
                    "{at}: {text}"
                );
                assert_eq!(near.status, whole.status, "{at}: {text}");
                if whole.unreadable.is_empty() {
                    assert_eq!(seen(&near), seen(&whole), "{at}: {text}");
                }
            }
        }
    }
}

#[test]
fn the_short_way_is_taken() {
    let part = |text: &str| super::Part::of(text, text.find('!').unwrap()).map(|part| part.text);
    assert_eq!(
        part(r#" {"job" : {"a":[1,{"b":2},[3,{"c":"]","d":!,"e":[]}],4],"f":{}}} "#).unwrap(),
        r#"{"job" : {"a":[null,null,[null,{"d":!,"e":[]}],4],"f":{}}} "#
    );
    for beside in [
        r#"{"a":1,"job":{"b":!}}"#,
        r#"{"job":{"b":!},"error":{}}"#,
        r#"{"job":{"b":!}}{}"#,
        r#"{"job":{"b":!}"#,
        r#"{"job":[{"b":!}]}"#,
        r#"{"jobs":{"b":!}}"#,
        r#"[{"job":{"b":!}}]"#,
        r#"{"job":{"b":[!}}}"#,
        r#"{"job":!}"#,
        &format!(r#"{{"job":{{"a":!,"b":{}"#, "[".repeat(1000)),
    ] {
        assert_eq!(part(beside), None, "{beside}");
    }
}

#[test]
fn elements_that_are_left_out_count_for_nothing() {
    let many = r#"{"name":"x","result":"OUTCOME_TRUE"},"#.repeat(20_000);
    let text = |last: &str| {
        format!(
            r#"{{"job":{{"results":[{{"report":{{"sectionEvaluationReports":[{many}{last}]}}}}]}}}}"#
        )
    };
    let good = text(r#"{"name":"y"}"#);
    let at = good.find("\"y\"").unwrap();
    assert!(Value::near(good.as_bytes(), at).answer.is_some());
    let bad = text(r#"{"name":{}}"#);
    let near = Value::near(bad.as_bytes(), bad.find("{}").unwrap());
    assert_eq!(
        near.unreadable[0].path(),
        Some("job.results[0].report.sectionEvaluationReports[20000].name")
    );
    assert_eq!(seen(&near), seen(&read(bad.as_bytes())));
}
