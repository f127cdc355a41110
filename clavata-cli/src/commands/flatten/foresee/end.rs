//! Finds the end of the results of a job from the end of its file.

use memchr::memmem;

/// Where the results end, and the id of the job that the last of them names, given the begin of the job and
/// the end of the file. `None` if it is not the end of a job, or the last result begins before it.
///
/// Backwards, too, brackets and quotes tell where values end: before the quote that begins a string there is
/// no backslash, and before a quote within there is an odd number of them.
pub(super) fn end_of_results<'a>(begun: &[u8], end: &'a [u8]) -> Option<(usize, &'a str)> {
    let is_wrapped = begun.trim_ascii_start().strip_prefix(b"{")?;
    let is_wrapped = is_wrapped.trim_ascii_start().starts_with(b"\"job\"");
    let job = 1 + usize::from(is_wrapped);
    let (mut depth, mut deepest) = (0, 0);
    let mut in_text = false;
    for at in (0..end.len()).rev() {
        let byte = end[at];
        if in_text {
            in_text = byte != b'"' || is_escaped(&end[..at])?;
            continue;
        }
        match byte {
            // Only white space stands between and behind the brackets of the job.
            _ if deepest < job && !(byte == b'}' || byte.is_ascii_whitespace()) => return None,
            b']' if depth == job => {
                let id = last_id(&end[..at])?;
                return Some((at, id));
            }
            b'}' | b']' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            // What stands beside the job, or another value.
            b'{' | b'[' if depth <= job => return None,
            b'{' | b'[' => depth -= 1,
            b'"' => in_text = true,
            _ => {}
        }
    }
    None
}

/// Whether a quote after these bytes is escaped. `None` if what decides stands before them.
fn is_escaped(before: &[u8]) -> Option<bool> {
    let other = before.iter().rposition(|byte| *byte != b'\\')?;
    Some((before.len() - other - 1) % 2 == 1)
}

/// The last id of a job that is named.
fn last_id(results: &[u8]) -> Option<&str> {
    let key = b"\"jobUuid\"";
    let behind = &results[memmem::rfind(results, key)? + key.len()..];
    let value = behind.trim_ascii_start().strip_prefix(b":")?;
    let value = value.trim_ascii_start().strip_prefix(b"\"")?;
    let length = value.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(&value[..length]).ok()
}

#[cfg(test)]
mod tests {
    use super::end_of_results;

    fn find(begun: &str, end: &str) -> Option<(usize, String)> {
        let found = end_of_results(begun.as_bytes(), end.as_bytes());
        found.map(|(at, id)| (at, id.to_owned()))
    }

    #[test]
    fn brackets_and_quotes_tell_the_end_of_results_backwards() {
        let results = r#"x\\"},{"jobUuid" : "j","a":{"b":[1]}}"#;
        for behind in [
            "",
            r#","created":"a""#,
            r#" , "a":{"b":[]},"c":"]\\""#,
            r#","a":"}]\"]","]":{"\\":[1,[2]]} ,"d":"\\\"""#,
        ] {
            for (begun, close) in [("{\"jobUuid\":", "}\n"), ("{ \"job\":{", "} }")] {
                let end = format!("{results}]{behind}{close}");
                let found = find(begun, &end);
                assert_eq!(found, Some((results.len(), "j".to_owned())), "{end}");
            }
        }
    }

    #[test]
    fn what_is_not_the_end_of_one_job_is_not_taken_for_it() {
        let good = r#"{"jobUuid":"j"}],"created":"a"}}"#;
        assert!(find("{\"job\":{", good).is_some());
        for end in [
            r#"{"jobUuid":"j"}],"created":"a"}]"#,
            r#"{"jobUuid":"j"}],"created":"a"},"error":{}}"#,
            r#"{"jobUuid":"j"}],"created":"a"}} x"#,
            r#"{"id":"j"}],"created":"a"}}"#,
            r#"{"created":"a"}}"#,
            r#"\\\\\"a"}}"#,
            "",
        ] {
            assert_eq!(find("{\"job\":{", end), None, "{end}");
        }
        assert_eq!(find("{\"jobUuid\":", "[{\"jobUuid\":\"j\"}],[]]"), None);
    }
}
