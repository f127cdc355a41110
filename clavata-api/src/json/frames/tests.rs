use super::{Frame, Frames, Place};

fn frames_in(chunks: &[&[u8]], limit: usize) -> Vec<Frame> {
    let mut frames = Frames::new(limit);
    let mut found = Vec::new();
    for chunk in chunks {
        frames.push(chunk);
        found.extend(std::iter::from_fn(|| frames.next_frame()));
    }
    found.extend(std::iter::from_fn(|| frames.finish()));
    found
}

/// The values in the middle of an input.
fn inside(bytes: &[u8]) -> Vec<Frame> {
    let mut frames = Frames::new(1 << 20).inside(Place::default());
    frames.push(bytes);
    std::iter::from_fn(|| frames.finish()).collect()
}

/// Like [`inside`], without a buffer.
fn one_by_one(mut bytes: &[u8]) -> Vec<Frame> {
    let mut place = Place::default();
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (frames, length) = Frame::next(bytes, &mut place);
        found.extend(frames);
        bytes = &bytes[length..];
    }
    found
}

fn texts(text: &str) -> Vec<String> {
    let whole = frames_in(&[text.as_bytes()], 1 << 20);
    for at in 0..=text.len() {
        let (one, other) = text.as_bytes().split_at(at);
        assert_eq!(
            frames_in(&[one, other], 1 << 20),
            whole,
            "{text:?} cut at {at}"
        );
    }
    let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
    assert_eq!(frames_in(&bytes, 1 << 20), whole, "{text:?} byte by byte");
    assert_eq!(one_by_one(text.as_bytes()), inside(text.as_bytes()));
    let text = |frame: Frame| String::from_utf8_lossy(&frame.bytes).trim_end().to_owned();
    whole.into_iter().map(text).collect()
}

#[test]
fn values_need_nothing_between_them() {
    assert_eq!(
        texts("\n\r\n {\"a\":\"}\\\"{é🦀\\\\\"}{\"b\":[{},[]]}\n\n{\"c\":\"\\\\\"} \n"),
        [r#"{"a":"}\"{é🦀\\"}"#, r#"{"b":[{},[]]}"#, r#"{"c":"\\"}"#]
    );
}

#[test]
fn the_elements_of_lists_are_values() {
    for text in [
        r#"[{"a":1},{"b":2}]"#,
        "[[{\"a\":1}],\n[{\"b\":2}]]",
        "\u{feff}[\n{\"a\":1},\n{\"b\":2}\n]\n",
        "{\"a\":1}\u{feff}{\"b\":2}",
        "\u{1e}{\"a\":1}\n\u{1e}{\"b\":2}\n",
        r#"{"a":1}[]{"b":2}"#,
    ] {
        assert_eq!(texts(text), [r#"{"a":1}"#, r#"{"b":2}"#], "{text:?}");
    }
}

#[test]
fn a_list_that_does_not_end_is_never_whole() {
    for text in [r#"[{"a":1}"#, r#"[{"a":1},"#, "[[{\"a\":1}]\n"] {
        assert_eq!(texts(text), [r#"{"a":1}"#, "{"], "{text:?}");
    }
}

#[test]
fn a_list_that_never_began_is_never_whole() {
    for text in [
        r#"{"a":1}]"#,
        r#"]{"a":1}"#,
        "{\"a\":1},\n]\n",
        r#"[{"a":1}]]"#,
        r#"[]]{"a":1}"#,
        r#"{"a":1}]["#,
        r#"{"a":1}]][[]"#,
    ] {
        assert_eq!(texts(text), [r#"{"a":1}"#, "}"], "{text:?}");
    }
}

#[test]
fn a_broken_value_costs_no_other() {
    for (broken, pieces) in [
        ("{\"a\":{\"c\":", vec!["{\"a\":{\"c\":"]),
        ("{\"a\":1,", vec!["{\"a\":1,"]),
        ("{\"a\":\"cut", vec!["{\"a\":\"cut"]),
        ("{\"a\":\"cut\\", vec!["{\"a\":\"cut\\"]),
        ("<html>{a}</html>", vec!["<html>{a}</html>"]),
        ("<p>\n }\n", vec!["<p>", "}"]),
        ("null", vec!["null"]),
        ("\"", vec!["\""]),
    ] {
        let found = texts(&format!("{{\"x\":1}}\n{broken}\n{{\"y\":2}}\n"));
        let mut expected = vec!["{\"x\":1}"];
        expected.extend(pieces);
        expected.push("{\"y\":2}");
        assert_eq!(found, expected, "{broken:?}");
        let mut tail = texts(&format!("{{\"x\":1}}\n{broken}"));
        assert_eq!(tail.remove(0), "{\"x\":1}");
        assert!(!tail.is_empty(), "{broken:?} at the end was lost");
    }
    assert_eq!(texts("oops{\"a\":1}"), ["oops", "{\"a\":1}"]);
}

#[test]
fn a_value_may_span_lines() {
    let found = frames_in(&[b"{\n \"a\": [\n{},\n{}\n]\n}\n{\"b\":\n{}}"], 1 << 20);
    assert_eq!(found.len(), 2);
    assert_eq!((found[1].place.line, found[1].place.column), (7, 1));
}

#[test]
fn a_value_that_is_too_long_comes_in_parts_and_costs_no_other() {
    let long = format!(
        "{{\"a\":\"{}hit{}\"}}",
        "x".repeat(40_000),
        "y".repeat(40_000)
    );
    let text = format!("{{\"b\":1}}\n{long}\n{{\"c\":2}}\n");
    for size in [100, 1000, 100_000] {
        let chunks: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        let found = frames_in(&chunks, 10_000);
        assert_eq!(found[0].bytes, b"{\"b\":1}");
        let (last, parts) = found[1..].split_last().unwrap();
        if size < 100_000 {
            assert!(parts.iter().all(|part| part.is_part));
            assert!(
                parts
                    .iter()
                    .any(|part| part.bytes.windows(3).any(|w| w == b"hit"))
            );
        }
        assert_eq!(last.bytes, b"{\"c\":2}");
        assert!(!last.is_part);
    }
}

#[test]
fn lines_that_never_close_are_framed_in_no_time() {
    let text = "{\"a\":\n".repeat(200_000);
    assert_eq!(frames_in(&[text.as_bytes()], 1 << 24).len(), 200_000);
}
