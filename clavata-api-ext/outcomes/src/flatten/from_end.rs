//! Finds the end of a job's results, searching backwards from the end of its input.

use clavata_api::json::Cursor;
use clavata_api::types::JobResult;
use clavata_api::{Id, decode};

/// More than the last result of a job and the rest of the job usually have, in bytes.
const END: usize = 64 << 10;

/// How far the end of results is searched forwards before the end of the input is tried, in bytes. The processor finds
/// so much in its caches.
pub(super) const NEAR: usize = 1 << 20;

/// The job with which an input ends.
#[derive(Debug)]
pub(super) struct LastJob {
    pub(super) id: Id,
    /// Where the key after its results begins.
    pub(super) key: usize,
}

impl LastJob {
    /// `None` if the input ends in another way, or nothing follows the results.
    pub(super) fn of(text: &str) -> Option<Self> {
        let from = text.len().saturating_sub(END);
        let end = &text.as_bytes()[from..];
        let (list, id) = end_of_results(end, 1).or_else(|| end_of_results(end, 0))?;
        let mut cursor = Cursor::new(text);
        cursor.go_to(from + list + 1);
        cursor.peek().ok()?;
        cursor.eat(b",").then_some(())?;
        cursor.peek().ok()?;
        let key = cursor.position();
        Some(Self { id, key })
    }
}

/// Returns where the results of a job end, and the id of the job that the last result names, given the last bytes of
/// an input. `around` is the number of objects around the job: 1 for a get-job answer, 0 for a job alone.
///
/// `None` if the input does not end with such a job, if something follows it, or if the last result begins before
/// the given bytes.
///
/// ```
/// use clavata_outcomes::flatten::end_of_results;
///
/// let end = br#"[]}},{"jobUuid":"j","report":{}}],"created":"2026-03-01T12:00:00Z"}"#;
/// let (list, job) = end_of_results(end, 0).expect("a job");
/// assert!(end[list..].starts_with(b"],\"created\""));
/// assert_eq!(job.to_string(), "j");
/// // Nothing is around the job.
/// assert_eq!(end_of_results(end, 1), None);
/// ```
pub fn end_of_results(end: &[u8], around: usize) -> Option<(usize, Id)> {
    // Brackets and quotes show where values end even when read backwards: a quote that begins a string has no
    // backslash before it, and a quote within a string has an odd number of them. The last element of a list shows
    // whether it is the list of results.
    let in_job = around + 1;
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
            // Only white space and the brackets of the job follow.
            _ if deepest < in_job && !(byte == b'}' || byte.is_ascii_whitespace()) => return None,
            b'}' | b']' => {
                if byte == b']' && depth == in_job {
                    list = list.or(Some(at));
                }
                depth += 1;
                deepest = deepest.max(depth);
            }
            // Something next to the job, or another value.
            b'{' | b'[' if depth <= in_job => return None,
            b'{' | b'[' => {
                depth -= 1;
                if let Some(list) = list
                    && depth <= in_job + 1
                {
                    // The list is empty, or this is its last element.
                    let element = (depth == in_job + 1).then(|| end[at..list].trim_ascii_end())?;
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

    /// Finds the same in a job alone and in a get-job answer.
    fn find(end: &str) -> Option<(usize, String)> {
        let find = |end: &str, around| {
            let found = end_of_results(end.as_bytes(), around);
            found.map(|(at, id)| (at, id.to_string()))
        };
        let alone = find(end, 0);
        assert_eq!(find(&format!("{end} }}"), 1), alone, "{end}");
        assert_eq!(find(&format!("{end}, \"x\": 1}}"), 1), None, "{end}");
        alone
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
