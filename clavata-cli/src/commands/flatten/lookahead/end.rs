//! Finds the end of a job's results, searching backwards from the end of its file.

use clavata_api_ext::api::JobResult;
use clavata_api_ext::{Id, decode};

/// The depth of the list of results in a job with nothing around it.
const LIST: usize = 1;

/// Where the results end, and the job that the last of them names, given the end of the file. `None` if the file
/// does not end with a job, if something is around the job, or if the last result begins before the given bytes.
///
/// Brackets and quotes show where values end even when read backwards: a quote that begins a string has no
/// backslash before it, and a quote within a string has an odd number of them. The last element of a list shows
/// whether it is the list of results.
pub(super) fn end_of_results(end: &[u8]) -> Option<(usize, Id)> {
    let (mut depth, mut deepest) = (0, 0);
    let mut in_text = false;
    let mut list = None;
    for at in (0..end.len()).rev() {
        let byte = end[at];
        if in_text {
            in_text = byte != b'"' || is_escaped(&end[..at])?;
            continue;
        }
        match byte {
            // Only white space follows the brackets of the job.
            _ if deepest < LIST && !(byte == b'}' || byte.is_ascii_whitespace()) => return None,
            b'}' | b']' => {
                if byte == b']' && depth == LIST {
                    list = list.or(Some(at));
                }
                depth += 1;
                deepest = deepest.max(depth);
            }
            // Something next to the job, or another value.
            b'{' | b'[' if depth <= LIST => return None,
            b'{' | b'[' => {
                depth -= 1;
                if let Some(list) = list
                    && depth <= LIST + 1
                {
                    // The list is empty, or this is its last element.
                    let element = (depth == LIST + 1).then(|| end[at..list].trim_ascii_end())?;
                    return Some((list, decode::<JobResult>(element).ok()?.job_uuid?));
                }
            }
            b'"' => in_text = true,
            _ => {}
        }
    }
    None
}

/// Whether a quote after these bytes is escaped. `None` if earlier bytes would decide.
fn is_escaped(before: &[u8]) -> Option<bool> {
    let other = before.iter().rposition(|byte| *byte != b'\\')?;
    Some((before.len() - other - 1) % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::end_of_results;

    const JOB: &str = "55555555-5555-4555-8555-555555555555";

    fn find(end: &str) -> Option<(usize, String)> {
        let found = end_of_results(end.as_bytes());
        found.map(|(at, id)| (at, id.to_string()))
    }

    #[test]
    fn brackets_and_quotes_tell_the_end_of_results_backwards() {
        let results = format!(r#"x\\"}},{{"jobUuid" : "{JOB}","a":{{"b":[1]}},"c":"]}}[{{"}} "#);
        for behind in [
            "",
            r#","created":"a""#,
            r#" , "a":{"b":["x"]},"c":"]\\""#,
            r#","a":"}]\"]","]":{"\\":[1,[2]]} ,"d":"\\\"""#,
        ] {
            let end = format!("{results}]{behind}}}\n");
            let found = find(&end);
            assert_eq!(found, Some((results.len(), JOB.to_owned())), "{end}");
        }
    }

    #[test]
    fn what_is_not_the_end_of_one_job_is_not_taken_for_it() {
        let result = format!(r#"{{"jobUuid":"{JOB}"}}"#);
        assert!(find(&format!(r#"{result}],"created":"a"}}"#)).is_some());
        for end in [
            r#"R],"created":"a"}]"#,
            r#"R],"created":"a"}}"#,
            r#"R],"created":"a"}} x"#,
            r#"R],"created":"a"} x"#,
            r#"R],"created":"a"},"error":{}}"#,
            // Other lists, after the results.
            r#"R],"tags":[],"created":"a"}"#,
            r#"R],"tags":[1],"created":"a"}"#,
            r#"R],"tags":["R"],"created":"a"}"#,
            r#"R],"tags":[{"id":"R"}],"created":"a"}"#,
            r#"{"metadata":R}],"created":"a"}"#,
            r#"{"report":{"contentMetadata":R}}],"created":"a"}"#,
            // It begins earlier.
            r#""jobUuid":"R"}],"created":"a"}"#,
            r#"{"created":"a"}"#,
            r#"\\\\\"a"}"#,
            "",
        ] {
            assert_eq!(find(&end.replace('R', &result)), None, "{end}");
        }
    }
}
