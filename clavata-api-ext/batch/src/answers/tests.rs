//! Joining outputs, and what can be wrong with them.

mod broken;
mod doubts;
mod refusals;

use std::fs;
use std::path::PathBuf;

use super::problem::AnswerFault;
use super::{BatchRows, Joined, join};
use crate::error::BatchError;
use crate::input::CheckedInput;
use crate::input::read;

const INPUT: &str = "ref_id,type,content\nr1,text,a\nr2,text,b\nr3,text,c\n";

/// Complete outputs of several writers. Each row after the header is one line, except the last.
const GOOD: [&str; 6] = [
    "ref_id,outcome,score,labels,error\nr1,OUTCOME_FALSE,0.1,,\nr2,OUTCOME_TRUE,0.9,Spam,\nr3,OUTCOME_FAILED,-1,,\n",
    "ref_id,label,outcome\r\nr1,Spam,FALSE\r\nr2,Spam,TRUE\r\nr3,Spam,FALSE\r\n",
    "ref_id,label,outcome\nr1,Spam,FALSE\nr1,Hate,TRUE\nr2,Spam,FALSE\nr2,Hate,FALSE\nr3,Spam,FALSE\nr3,Hate,FALSE\n",
    "\"ref_id\",\"outcome\"\n\"r1\",\"FALSE\"\n\"r2\",\"TRUE\"\n\"r3\",\"FALSE\"\n",
    "outcome,RefId,note\r\nFALSE,r1,\"a, \"\"b\"\"\"\r\nTRUE,r2,\r\nFALSE,r3,\"x\"\r\n",
    "ref_id,flagged\rr1,no\rr2,yes\rr3,no\r",
];

struct Desk {
    folder: tempfile::TempDir,
    input: PathBuf,
    checked: CheckedInput,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.csv");
        fs::write(&input, INPUT).unwrap();
        let checked = read(&input).unwrap();
        Self {
            folder,
            input,
            checked,
        }
    }

    /// `None` if it cannot be joined at all.
    fn join(&mut self, output: impl AsRef<[u8]>) -> Option<Joined> {
        self.try_join(output).ok()
    }

    fn try_join(&mut self, output: impl AsRef<[u8]>) -> Result<Joined, BatchError> {
        let path = self.folder.path().join("out.csv");
        fs::write(&path, output).unwrap();
        join(&self.input, (&path, &path), &mut self.checked)
    }

    fn is_whole(&mut self, output: impl AsRef<[u8]>) -> bool {
        self.join(output).is_some_and(|joined| {
            let all = joined.answered == 3 && joined.missing.is_empty();
            assert_eq!(joined.answered + joined.missing.len() as u64, 3);
            all && joined.unknown_rows == 0 && joined.problem_count == 0
        })
    }

    fn faults(&mut self, output: &str) -> Vec<AnswerFault> {
        let joined = self.join(output).unwrap();
        joined
            .problems
            .into_iter()
            .map(|problem| problem.fault)
            .collect()
    }
}

fn line_end(output: &str) -> &'static str {
    if output.contains("\r\n") {
        "\r\n"
    } else if output.contains('\n') {
        "\n"
    } else {
        "\r"
    }
}

/// The rows of a good output, with the header first.
fn rows(output: &str) -> Vec<String> {
    let mut rows: Vec<_> = output
        .split_inclusive(line_end(output))
        .map(String::from)
        .collect();
    rows.retain(|row| !row.is_empty());
    rows
}

#[test]
fn a_good_output_is_whole_in_any_order_of_its_rows() {
    let mut desk = Desk::new();
    for good in GOOD {
        assert!(desk.is_whole(good), "{good}");
        assert!(desk.is_whole(format!("\u{feff}{good}")), "{good}");
        let rows = rows(good);
        for one in 1..rows.len() {
            for other in 1..one {
                let mut swapped = rows.clone();
                swapped.swap(one, other);
                assert!(desk.is_whole(swapped.concat()), "{swapped:?}");
            }
        }
    }
}

#[test]
fn rows_say_what_is_known_by_its_name_and_whether_it_is_sure() {
    let mut desk = Desk::new();
    let output = "ref_id,text,label,labels,Max Score,result,error\nr1,secret,Spam,\"A,B\",0.5,TRUE,\nr2,secret,Spam,,x,FALSE,odd\nr2,secret,Spam,,x,TRUE,\nr9,secret,Spam,,,FALSE,\n";
    let joined = desk.join(output).unwrap();
    let path = desk.folder.path().join("out.csv");
    let of = ("id", uuid::Uuid::nil());
    let rows = BatchRows::open(&path, (&mut desk.checked.ids, &joined), of).unwrap();
    let rows: Vec<_> = rows.collect();
    let short: Vec<_> = rows
        .iter()
        .map(|row| (&*row.ref_id, row.is_answer, &*row.outcome, row.score))
        .collect();
    let expected = [
        ("r1", true, "TRUE", Some(0.5)),
        ("r2", false, "FALSE", None),
        ("r2", false, "TRUE", None),
        ("r9", false, "FALSE", None),
    ];
    assert_eq!(short, expected);
    assert_eq!(rows[0].labels, "Spam, A,B");
    assert_eq!((&*rows[1].remark, &*rows[2].remark), ("odd", ""));
    assert!(!format!("{rows:?}").contains("secret"));

    // A column that may have the outcome may also have content.
    let joined = desk.join("ref_id,flagged\nr1,no\nr2,yes\nr3,no\n").unwrap();
    let rows = BatchRows::open(&path, (&mut desk.checked.ids, &joined), of).unwrap();
    let outcomes: Vec<_> = rows.map(|row| (row.is_answer, row.outcome)).collect();
    assert_eq!(outcomes, vec![(true, String::new()); 3]);
}

#[test]
fn a_row_without_a_result_is_no_answer() {
    let mut desk = Desk::new();
    for nothing in [
        "",
        " ",
        "null",
        "None",
        "NaN",
        "\0\0",
        "OUTCOME_UNSPECIFIED",
        "\"\"",
    ] {
        let output = format!("ref_id,outcome,score\nr1,FALSE,0\nr2,{nothing},1\nr3,TRUE,1\n");
        let joined = desk.join(&output).unwrap();
        assert_eq!(
            (joined.answered, joined.missing),
            (2, vec!["r2".to_owned()]),
            "{nothing:?}"
        );
        assert_eq!(
            joined.problems[0].to_string(),
            "line 3, r2: it has no outcome"
        );
    }
}

#[test]
fn two_answers_that_differ_are_a_contradiction_and_it_is_named_first() {
    let mut desk = Desk::new();
    let output = "ref_id,outcome\nr1,FALSE\nr2,FALSE\nr2,FALSE\nr3\nr3,FALSE\nr1,TRUE\n";
    let joined = desk.join(output).unwrap();
    assert_eq!(joined.missing, ["r1", "r2", "r3"]);
    let said: Vec<String> = joined.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 7, r1: it contradicts line 2, which has another outcome",
            "line 4, r2: it was answered before, on line 3",
            "line 5, r3: expected 2 fields, found 1",
        ]
    );
}

#[test]
fn a_contradiction_is_named_behind_any_number_of_other_problems() {
    let mut desk = Desk::new();
    let ragged = "r2\n".repeat(500);
    let output = format!("ref_id,outcome\nr1,FALSE\n{ragged}r1,TRUE\n");
    let joined = desk.join(output).unwrap();
    assert_eq!((joined.problem_count, joined.problems.len()), (501, 100));
    assert_eq!(
        joined.problems[0].fault,
        AnswerFault::Contradiction { first: 2 }
    );
}

#[test]
fn labels_of_one_ref_id_are_no_contradiction_and_a_lost_one_is_missed() {
    let mut desk = Desk::new();
    let head = "ref_id,label,outcome\nr1,Spam,FALSE\nr1,Hate,TRUE\nr2,Spam,FALSE\nr2,Hate,FALSE\n";
    let joined = desk.join(format!("{head}r3,Spam,FALSE\n")).unwrap();
    assert_eq!(
        (joined.answered, joined.missing),
        (2, vec!["r3".to_owned()])
    );
    let twice = format!("{head}r3,Spam,FALSE\nr3,Hate,FALSE\nr1,Hate,FALSE\n");
    assert_eq!(
        desk.faults(&twice),
        [AnswerFault::Contradiction { first: 3 }]
    );
}

#[test]
fn a_header_that_says_nothing_of_rows_or_outcomes_is_no_output() {
    let mut desk = Desk::new();
    for head in [
        "",
        "\n",
        "id,outcome",
        "ref_id",
        "ref_id,content",
        "ref_id,ref_id,outcome",
        "ref_id,outcome,Outcome",
        "ref_id,\"outcome",
    ] {
        let output = format!("{head}\nr1,FALSE\nr2,FALSE\nr3,FALSE\n");
        assert!(!desk.is_whole(&output), "{output}");
    }
}
