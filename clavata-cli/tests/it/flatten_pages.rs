//! Pages of a list without its last one are not the whole list.

use crate::support::{clavata, run_with};

const MISSING: &str =
    "the last page of the list of jobs is missing: each page here names a next one\n";
const JOB: &str = "11111111-1111-4111-8111-111111111111";

/// A page of 40 clear jobs of at least so many bytes.
fn page(size: usize, token: &str) -> String {
    let text = "x".repeat(size);
    let job = format!(
        r#"{{"jobUuid":"{JOB}","customerId":"{text}","status":3,"results":[{{"report":{{"reviewResult":{{"outcome":1}}}}}}]}}"#
    );
    let jobs = vec![job; 40].join(",");
    format!(r#"{{"jobs":[{jobs}]{token}}}"#)
}

/// Runs it in ways that read pages differently. The exit code and the messages must be the same.
fn flatten(input: &str) -> (Option<i32>, String) {
    let ways = [
        &["--format", "verdict"][..],
        &["--format", "csv"],
        &["--format", "json"],
        &["--table", "jobs"],
        &["--news"],
        &["--strict"],
    ];
    let ran = ways.map(|more| {
        let arguments = [&["flatten", "-", "--exit-verdict"], more].concat();
        let ran = run_with(clavata(&arguments), input.as_bytes());
        (ran.code, ran.err)
    });
    for (way, other) in ways.iter().zip(&ran) {
        assert_eq!(*other, ran[0], "{way:?}");
    }
    ran[0].clone()
}

#[test]
fn pages_without_the_last_one_are_not_clear_and_are_told() {
    const NEXT: &str = r#","nextPageToken":"1""#;
    // Larger pages than 1 MiB are read in pieces.
    for size in [0, 30_000] {
        for last in ["", r#","nextPageToken":"""#, r#","next_page_token":null"#] {
            let (before, last) = (page(size, NEXT), page(size, last));
            for whole in [
                last.clone(),
                format!("{before}\n{last}"),
                format!("{last}\n{before}"),
            ] {
                assert_eq!(flatten(&whole), (Some(0), String::new()));
            }
        }
        for next in [NEXT, r#","next_page_token":"\u0031""#] {
            let before = page(size, next);
            for part in [before.clone(), format!("{before}\n{before}")] {
                assert_eq!(flatten(&part), (Some(21), MISSING.to_owned()));
            }
        }
    }
}
