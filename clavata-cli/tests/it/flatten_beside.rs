//! An answer that is also an error is clear to no reader, whatever surrounds it.

use crate::support::{flatten, json_lines};

const ERRORS: [&str; 7] = [
    r#""error":{"code":13}"#,
    r#""error":{"message":"failed"}"#,
    r#""error":"failed""#,
    r#""error":[[]]"#,
    r#""code":13,"message":"failed""#,
    r#""code":13,"details":[{"@type":"t/x.Other"}]"#,
    r#""err\u006fr":{"code":13}"#,
];

const JOB: &str = r#""jobUuid":"55555555-5555-4555-8555-555555555555","status":"JOB_STATUS_COMPLETED","contentData":[{"contentHash":"a"}],"results":[{"report":{"result":"OUTCOME_FALSE"}}]"#;
const EVALUATION: &str = r#""jobUuid":"55555555-5555-4555-8555-555555555555","policyEvaluationReport":{"result":"OUTCOME_FALSE"}"#;
const LABELS: &str =
    r#""contentHash":"h","results":[{"labelId":"a","evaluation":{"outcome":"OUTCOME_FALSE"}}]"#;

/// Answers in all shapes, with something else in each place next to the answer.
fn answers(more: &str) -> Vec<String> {
    let with = |answer: &str| {
        [
            format!("{{{more},{answer}}}"),
            format!("{{{answer},{more}}}"),
        ]
    };
    let mut answers = Vec::new();
    for of in [JOB, EVALUATION, LABELS] {
        answers.extend(with(of));
    }
    for job in with(JOB) {
        answers.push(format!(r#"{{"job":{job}}}"#));
        answers.push(format!(r#"{{"jobs":[{job}]}}"#));
    }
    for evaluation in with(EVALUATION) {
        answers.push(format!(r#"{{"result":{evaluation}}}"#));
    }
    answers.extend(with(&format!(r#""job":{{{JOB}}}"#)));
    answers.extend(with(&format!(r#""jobs":[{{{JOB}}}]"#)));
    answers.extend(with(&format!(r#""result":{{{EVALUATION}}}"#)));
    answers
}

#[test]
fn no_reader_takes_an_answer_for_clear_that_is_an_error_too() {
    let clear = format!("{{{EVALUATION}}}");
    for error in ERRORS {
        let mut lines = vec![clear.clone()];
        for answer in answers(error) {
            lines.extend([answer, clear.clone()]);
        }
        for input in [lines.join("\n"), format!("[{}]", lines.join(",\n"))] {
            for format in ["verdict", "jsonl"] {
                for more in [&[][..], &["--news"]] {
                    let level = ["--format", format, "--level", "policy"];
                    let ran = flatten(&[&level, more].concat(), input.as_bytes());
                    assert_eq!(ran.code, Some(8), "{error}: {}", ran.err);
                    let verdicts = json_lines(&ran.out);
                    assert_eq!(verdicts.len(), lines.len(), "{}", ran.out);
                    for (at, verdict) in verdicts.iter().enumerate() {
                        let expected = if at % 2 == 0 { "clear" } else { "undetermined" };
                        assert_eq!(
                            verdict["verdict"], expected,
                            "{error} {more:?}: {}",
                            lines[at]
                        );
                        if at % 2 == 1 && format == "verdict" {
                            assert!(!verdict.to_string().contains("clear"), "{verdict}");
                            assert!(verdict["reason"].is_string(), "{verdict}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_written_as_answers_again_keeps_the_doubt() {
    let clear = format!("{{{EVALUATION}}}");
    for error in ERRORS {
        for answer in answers(error) {
            let written = flatten(
                &["--format", "json"],
                format!("{answer}\n{clear}").as_bytes(),
            );
            assert_eq!(written.code, Some(8), "{answer}: {}", written.err);
            let again = flatten(&["--format", "verdict"], written.out.as_bytes());
            let verdicts = json_lines(&again.out);
            assert_eq!(verdicts[0]["verdict"], "undetermined", "{}", written.out);
            assert_eq!(verdicts[1]["verdict"], "clear", "{}", written.out);
            assert_eq!(again.code, Some(8), "{}", again.err);
        }
    }
}

#[test]
fn an_error_without_a_code_is_named_without_one() {
    let answer = format!(r#"{{"job":{{{JOB}}},"error":{{"reason":"timeout"}}}}"#);
    let ran = flatten(&["--format", "verdict"], answer.as_bytes());
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    let said = "came with the answer: an error that cannot be read\n";
    assert!(ran.err.contains(said), "{}", ran.err);
}

#[test]
fn what_says_nothing_beside_an_answer_leaves_it_clear() {
    for nothing in [
        r#""error":null"#,
        r#""error":{}"#,
        r#""code":200"#,
        r#""message":"ok""#,
    ] {
        let input = answers(nothing).join("\n");
        for more in [&[][..], &["--news"]] {
            let format = ["--format", "verdict", "--exit-verdict"];
            let ran = flatten(&[&format, more].concat(), input.as_bytes());
            assert_eq!(ran.code, Some(0), "{nothing}: {} {}", ran.err, ran.out);
        }
    }
}

/// The lists of another job, with a hit, that were merged into an answer.
const HIT: &str = r#""customerId":"c","results":[{"report":{"result":"OUTCOME_TRUE"}}]"#;

#[test]
fn two_answers_that_were_merged_into_one_object_are_not_clear() {
    // Long ones are read in pieces.
    let long = format!("{JOB},\"customerId\":\"{}\"", "x".repeat(2 << 20));
    let merged = |hit: &str| {
        let mut merged = vec![
            format!("{{{hit},{EVALUATION}}}"),
            format!("{{{EVALUATION},{hit}}}"),
        ];
        for job in [JOB, &long] {
            for answer in [
                format!(r#""job":{{{job}}}"#),
                format!(r#""jobs":[{{{job}}}]"#),
                format!(r#""nextPageToken":"","jobs":[{{{job}}}]"#),
                format!(r#""result":{{{EVALUATION}}}"#),
            ] {
                merged.push(format!("{{{hit},{answer}}}"));
                merged.push(format!("{{{answer},{hit}}}"));
            }
        }
        merged
    };
    for hit in [HIT, r#""contentData":[{}]"#, r#""content_data":[]"#] {
        for input in merged(hit) {
            for format in ["verdict", "jsonl"] {
                let ran = flatten(&["--format", format, "--exit-verdict"], input.as_bytes());
                let start = &input[..input.len().min(200)];
                assert_eq!(ran.code, Some(8), "{start}: {} {}", ran.err, ran.out);
                assert!(!ran.out.contains("\"clear\""), "{start}: {}", ran.out);
            }
        }
    }
}

#[test]
fn an_answer_that_names_two_contents_is_undetermined_unless_it_is_flagged() {
    let report = |outcome| format!(r#"{{"contentHash":"md5::b","result":"OUTCOME_{outcome}"}}"#);
    for (outcome, score, code) in [("FALSE", 0.1, 21), ("TRUE", 0.9, 20)] {
        let report = report(outcome);
        for input in [
            format!(r#"{{"result":{{"contentHash":"md5::a","policyEvaluationReport":{report}}}}}"#),
            format!(r#"{{"contentHash":"md5::a","policyEvaluationReport":{report}}}"#),
            format!(
                r#"{{"contentHash":"md5::a","results":[{{"labelId":"l","evaluation":
                {{"outcome":"OUTCOME_{outcome}","score":{score},"report":{report}}}}}]}}"#
            ),
        ] {
            for format in ["verdict", "jsonl", "csv"] {
                let ran = flatten(&["--format", format, "--exit-verdict"], input.as_bytes());
                assert_eq!(ran.code, Some(code), "{format} {input}: {}", ran.err);
                assert!(!ran.out.contains("clear"), "{format} {input}: {}", ran.out);
            }
        }
    }
}
