//! What is said alongside results costs little, and nothing after it is clear.

use allocation_counter::measure;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found, for_each_row};
use clavata_outcomes::{Level, Verdict};

const ID: &str = r#""jobUuid": "55555555-5555-4555-8555-555555555555", "status": 3"#;
const RESULT: &str = r#"{"report": {"result": "OUTCOME_FALSE"}}"#;
const REFUSAL: &str = r#""notice": {"details": [{"@type": "t/x.PrecheckFailure", "type": "PRECHECK_FAILURE_TYPE_NCMEC"}]}"#;

fn job(results: &[String], behind: &str) -> String {
    format!(r#"{{{ID}, "results": [{}]{behind}}}"#, results.join(", "))
}

#[test]
fn what_stands_around_results_is_looked_at_once_for_all_of_them() {
    let mut flattener = Flattener::new(Level::All);
    let mut allocations = |text: &str| {
        measure(|| {
            let read = flattener.flatten(text.as_bytes(), |_| Ok::<(), FlattenError>(()));
            read.unwrap();
        })
        .count_total
    };
    for around in [r#""code": 200"#, r#""details": [{"@type": "t/x.Other"}]"#] {
        let mut of = |count: usize| {
            let job = job(&vec![RESULT.to_owned(); count], "");
            let list = format!(r#"{{{around}, "jobs": [{job}]}}"#);
            allocations(&list); // the buffers grow
            allocations(&list)
        };
        assert_eq!(of(1), of(1000), "{around}");
    }
}

/// Reads a job in pieces. Returns the verdicts of its results and of the job, and how often something was said.
fn in_pieces(text: &str, size: usize) -> (Vec<Verdict>, Verdict, usize) {
    let mut flattener = Flattener::new(Level::All);
    flattener.begin_job();
    let (mut said, mut verdicts, mut of_job) = (Vec::new(), Vec::new(), None);
    let mut kept = Vec::new();
    let mut pieces = text.as_bytes().chunks(size).peekable();
    while let Some(piece) = pieces.next() {
        kept.extend_from_slice(piece);
        let is_end = pieces.peek().is_none();
        let read = flattener.flatten_piece(&kept, is_end, &mut said, |found| {
            match found {
                Found::Result { verdict, .. } => verdicts.push(verdict),
                Found::Job(job) => of_job = Some(job.verdict),
                _ => {}
            }
            Ok::<(), FlattenError>(())
        });
        drop(kept.drain(..read.unwrap()));
    }
    (verdicts, of_job.unwrap(), said.len())
}

#[test]
fn nothing_is_clear_in_a_job_in_pieces_behind_a_refusal() {
    let results = vec![RESULT.to_owned(); 4];
    for at in 0..=results.len() {
        let text = match results.get(at) {
            Some(result) => {
                let mut results = results.clone();
                results[at] = format!("{}, {REFUSAL}}}", result.strip_suffix('}').unwrap());
                job(&results, "")
            }
            None => job(&results, &format!(", {REFUSAL}")),
        };
        for text in [format!(r#"{{"job": {text}}}"#), text] {
            for size in 1..=text.len() {
                let (verdicts, of_job, said) = in_pieces(&text, size);
                let clear: Vec<bool> = verdicts.iter().map(|one| *one == Verdict::Clear).collect();
                let expected: Vec<bool> = (0..results.len()).map(|index| index < at).collect();
                assert_eq!(clear, expected, "{size} {text}");
                assert_eq!(
                    of_job.to_string(),
                    "undetermined: an error came with the answer"
                );
                assert_eq!(said, 1, "{size} {text}");
            }
        }
    }
    let (_, of_job, said) = in_pieces(&job(&results, ""), 7);
    assert_eq!((of_job, said), (Verdict::Clear, 0));
}

const CLEAR: &str = r#"{"policyEvaluationReport": {"result": "OUTCOME_FALSE"}}"#;
const FAILED: &str = r#"{"code": 14, "message": "canary"}"#;
const REFUSED: &str = r#"{"code": 1, "message": "canary", "details": [{"@type": "t/x.PrecheckFailure", "type": 1, "details": "md5::canary"}]}"#;

#[test]
fn rows_of_a_stream_that_ends_with_an_error_end_with_that_error() {
    for error in [FAILED, REFUSED] {
        for before in 0..3 {
            let answers = format!("{{\"result\": {CLEAR}}}\n").repeat(before);
            for (open, close) in [("", ""), ("[", "]")] {
                let stream = format!("{open}{answers}{{\"error\": {error}}}{close}");
                let mut rows = 0;
                let read = for_each_row(stream.as_bytes(), Level::All, |_| rows += 1);
                let failed = read.unwrap_err();
                assert_eq!((rows, failed.value()), (before, before), "{stream}");
                assert_eq!(failed.offset(), open.len() + answers.len());
                let said = failed.status().unwrap();
                assert_eq!(said.message, "canary");
                assert_eq!(said.details.is_empty(), error == FAILED);
                assert!(
                    !format!("{failed} {failed:?}").contains("canary"),
                    "{failed:?}"
                );
            }
        }
    }
}

#[test]
fn an_answer_and_an_error_in_one_part_of_a_stream_are_an_error() {
    for (error, at) in [(FAILED, 0), (FAILED, 1), (REFUSED, 0), (REFUSED, 1)] {
        let mut members = [
            format!(r#""result": {CLEAR}"#),
            format!(r#""error": {error}"#),
        ];
        members.rotate_left(at);
        let part = format!("{{{}}}", members.join(", "));
        let mut flattener = Flattener::new(Level::All);
        let mut found = Vec::new();
        let read = flattener.flatten(part.as_bytes(), |one| {
            if !matches!(one, Found::Row(_)) {
                found.push(format!("{one:?}"));
            }
            Ok::<(), FlattenError>(())
        });
        let failed = read.unwrap_err();
        assert_eq!(failed.status().unwrap().message, "canary", "{part}");
        let next = flattener.flatten_next(&part, 0, |_| Ok::<(), FlattenError>(()));
        next.unwrap_err();
        flattener.keep(part.clone().into_bytes()).unwrap_err();
        let in_rows = for_each_row(part.as_bytes(), Level::All, |_| {});
        assert!(in_rows.unwrap_err().status().is_some());
        assert!(
            found.iter().all(|one| !one.contains("StreamFailed")),
            "{found:?}"
        );
    }
}

#[test]
fn a_refusal_behind_another_error_is_said_as_well() {
    for before in [format!("{{\"error\": {FAILED}}}"), "\"oops\"".to_owned()] {
        let text = format!("{before}\n{{\"error\": {REFUSED}}}\n");
        let failed = for_each_row(text.as_bytes(), Level::All, |_| {}).unwrap_err();
        assert_eq!(failed.value(), 0);
        assert_eq!(failed.status().unwrap().details.len(), 1, "{before}");
    }
}

#[test]
fn what_cannot_be_read_says_what_it_refuses() {
    let text = format!(r#"{{"job": {{"results": [{{"created": "yesterday", "x": {REFUSED}}}]}}}}"#);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [text.as_bytes(), &text.as_bytes()[..text.len() - 3], &utf16] {
        let failed = for_each_row(bytes, Level::All, |_| {}).unwrap_err();
        assert_eq!(failed.status().unwrap().details.len(), 1, "{failed:?}");
        assert!(!format!("{failed:?}").contains("canary"), "{failed:?}");
    }
}
