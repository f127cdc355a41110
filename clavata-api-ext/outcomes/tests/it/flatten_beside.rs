//! What is said alongside results costs little, and nothing after it is clear.

use allocation_counter::measure;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
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
