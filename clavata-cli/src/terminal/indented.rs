//! JSON with line breaks, for people. Nothing else changes: keys keep their order and numbers their digits.

/// The same JSON values, with each member on a line of its own and a line break after each value.
pub(crate) fn indented(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut is_text = false;
    let mut is_escaped = false;
    // Whether a line break follows the last bracket or comma, unless the bracket closes immediately.
    let mut broke = false;
    for &byte in json {
        if is_text {
            out.push(byte);
            is_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        if byte.is_ascii_whitespace() {
            if depth == 0 && !out.is_empty() && out.last() != Some(&b'\n') {
                out.push(b'\n');
            }
            continue;
        }
        let closes = matches!(byte, b'}' | b']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        // `{}` and `[]` stay on one line.
        if broke != closes {
            line(&mut out, depth);
        }
        broke = false;
        if depth == 0 && !closes && matches!(out.last(), Some(b'}' | b']')) {
            out.push(b'\n');
        }
        out.push(byte);
        match byte {
            b'{' | b'[' => {
                depth += 1;
                broke = true;
            }
            b',' => broke = true,
            b':' => out.push(b' '),
            b'"' => is_text = true,
            _ => {}
        }
    }
    if !out.is_empty() && out.last() != Some(&b'\n') {
        out.push(b'\n');
    }
    out
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + 2 * depth, b' ');
}

#[cfg(test)]
mod tests {
    use super::indented;

    fn text(json: &str) -> String {
        String::from_utf8(indented(json.as_bytes())).unwrap()
    }

    #[test]
    fn members_stand_on_lines_of_their_own() {
        let json = r#"{"b":[1.0,{"x":null}],"a":{},"c":[ ],"d":"{\",\\"}"#;
        let shown = "{\n  \"b\": [\n    1.0,\n    {\n      \"x\": null\n    }\n  ],\n  \"a\": {},\n  \"c\": [],\n  \"d\": \"{\\\",\\\\\"\n}\n";
        assert_eq!(text(json), shown);
        assert_eq!(text(shown), shown);
    }

    #[test]
    fn several_values_stay_several() {
        assert_eq!(
            text("{}{\"a\":1}\n 2  3 [4][]"),
            "{}\n{\n  \"a\": 1\n}\n2\n3\n[\n  4\n]\n[]\n"
        );
        assert_eq!(text(""), "");
        assert_eq!(text(" 1"), "1\n");
    }

    #[test]
    fn it_says_the_same() {
        for json in [
            r#"{"a":[[],[{}],"[,]",-1e5,true]}"#,
            r#"[{"a":"b\u0000\\"},[[[]]]]"#,
        ] {
            let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
            assert_eq!(read(json), read(&text(json)));
        }
    }
}
