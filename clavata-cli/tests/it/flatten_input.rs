//! `clavata flatten` on input that is broken, missing, or not an answer.

use std::fs;

use crate::support::{clavata, flatten, run_with, verdicts};
use mock_gateway::fixtures_dir;

#[test]
fn bad_input_is_named_by_file_value_line_and_path_and_costs_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mixed.ndjson");
    let good = r#"{"jobUuid":"","status":"JOB_STATUS_COMPLETED","results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#;
    let bad = r#"{"job":{"threshold":"yesterday"}}"#;
    fs::write(
        &file,
        format!("{good}\n{bad}\n{{\"job\": {{\"jobUuid\"\n{good}\n<html>\n{good}\n"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let ran = run_with(clavata(&["flatten", file, "--format", "verdict"]), b"");
    let said: Vec<_> = ran
        .out
        .lines()
        .map(|line| line.contains("\"results\":["))
        .collect();
    assert_eq!(said, [true, false, false, true, false, true], "{}", ran.err);
    assert_eq!(ran.code, Some(8));
    for said in [
        &format!("cannot read {file}: line 2: at job.threshold"),
        "line 3: the JSON ends too early, in job",
        "line 5: not JSON",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    assert!(!ran.err.contains("yesterday"), "{}", ran.err);
}

#[test]
fn a_result_on_its_own_is_no_job_without_results() {
    let report = r#"{"result":"OUTCOME_TRUE"}"#;
    let id = r#""jobUuid":"55555555-5555-4555-8555-555555555555""#;
    for result in [
        format!(r#"{{{id},"report":{report}}}"#),
        format!(r#"{{"report":{report},"created":"2026-03-01T12:00:00Z"}}"#),
        format!(r#"{{"labelId":"",{id},"evaluation":{{"outcome":"OUTCOME_TRUE","score":0.9}}}}"#),
        format!(r#"{{{id},"status":3,"report":{report}}}"#),
    ] {
        for format in ["jsonl", "verdict", "json", "csv"] {
            let ran = flatten(
                &["--format", format],
                format!("{result}\n{result}").as_bytes(),
            );
            assert_eq!(ran.code, Some(8), "{format} {result}");
            let said = "line 2: it is one result; save the whole answer that it is from";
            assert!(ran.err.contains(said), "{format} {result}: {}", ran.err);
        }
    }
}

#[test]
fn an_error_next_to_a_result_on_its_own_is_not_lost() {
    let report = r#"{"result":"OUTCOME_TRUE"}"#;
    for result in [
        format!(r#"{{"jobUuid":"a","report":{report},"error":{{"code":7,"message":"denied"}}}}"#),
        format!(r#"{{"code":7,"message":"denied","report":{report}}}"#),
    ] {
        let ran = flatten(&["--format", "verdict"], result.as_bytes());
        assert_eq!(ran.code, Some(8), "{result}: {}", ran.err);
        assert!(ran.err.contains("denied"), "{result}: {}", ran.err);
    }
}

#[test]
fn a_list_of_which_the_begin_is_missing_is_not_read_to_its_end() {
    let clear = r#"{"jobUuid":"55555555-5555-4555-8555-555555555555","status":3,"results":[{"report":{"result":1}}]}"#;
    let many = vec![clear; 5000].join(",\n");
    for (input, code) in [
        (format!("[{clear},\n{clear}\n]"), 0),
        (format!("[{clear}\n{clear}\n]"), 0),
        (format!("[[{clear}]]\n[]{clear}"), 0),
        (format!("[{many}]"), 0),
        // Such as the lines of a list without the first.
        (format!("{clear},\n{clear}\n]"), 8),
        (format!("{clear}]"), 8),
        (format!("]{clear}"), 8),
        (format!("{clear}]\n[{clear}"), 8),
        (format!("{many}\n]\n"), 8),
    ] {
        for format in ["verdict", "jsonl", "json"] {
            let ran = flatten(&["--format", format, "--exit-verdict"], input.as_bytes());
            let start = &input[..input.len().min(200)];
            assert_eq!(ran.code, Some(code), "{format} {start}: {}", ran.err);
            let is_named = ran.err.contains("a closing bracket has no opening one");
            assert_eq!(is_named, code == 8, "{format} {start}: {}", ran.err);
        }
    }
}

#[test]
fn the_place_of_a_fault_is_named_once() {
    let clear = r#"{"jobUuid":"","status":3,"results":[{"report":{"result":1}}]}"#;
    for (input, said) in [
        (
            format!("{clear}\n  x\n"),
            "line 2: not JSON: expected a value at column 3\n",
        ),
        (
            "\n{\"job\":\n{\"a\" 1}}".to_owned(),
            "line 2: at job: not JSON: expected `:` at line 3 column 6\n",
        ),
        // Where the bracket is, the reader does not know at the end of the input.
        (
            format!("{clear}]"),
            "up to line 1: not JSON: a closing bracket has no opening one\nhint: the beginning of a list may be missing",
        ),
        (
            format!("{clear}\n]\n"),
            "up to line 3: not JSON: a closing bracket has no opening one\n",
        ),
    ] {
        let ran = flatten(&["--format", "jsonl"], input.as_bytes());
        let said = format!("error: cannot read stdin: {said}");
        assert!(ran.err.contains(&said), "{said}: {}", ran.err);
    }
}

#[test]
fn a_cut_input_is_named_once_by_its_end() {
    let clear = r#"{"jobUuid":"","status":3,"results":[{"report":{"result":1}}]}"#;
    let cut = &clear[..40];
    let hint = "hint: this answer is truncated, and was not used; check its source\n";
    for (input, said) in [
        (
            format!("{{\"job\":{cut}"),
            "line 1: the JSON ends too early, at column 48, in job.results",
        ),
        (
            format!("{{\"job\":{}", cut.replacen(',', ",\n", 1)),
            "the JSON ends too early, at line 2 column 27, in job.results",
        ),
        // The list ends where its last value does.
        (
            format!("[{clear},\n{{\"job\":{cut}"),
            "line 2: the JSON ends too early, at column 48, in job.results",
        ),
    ] {
        for format in ["jsonl", "json"] {
            let ran = flatten(&["--format", format], input.as_bytes());
            let said = format!("error: cannot read stdin: {said}");
            assert!(ran.err.starts_with(&said), "{said}: {}", ran.err);
            assert!(ran.err.ends_with(hint), "{}", ran.err);
            assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
            assert_eq!(ran.code, Some(8));
        }
    }
}

#[test]
fn each_hint_is_given_once_for_an_input() {
    let folder = tempfile::tempdir().unwrap();
    let given = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        run_with(clavata(&["flatten", file.to_str().unwrap()]), b"").err
    };
    let bad = "{\"job\":{\"threshold\":\"high\"}}\n".repeat(3);
    let told = given("bad.json", &bad);
    assert_eq!(told.matches("error: ").count(), 3, "{told}");
    assert_eq!(told.matches("hint: only this value").count(), 1, "{told}");
    let told = given("posts.csv", "id,text\n1,hello\n");
    let said = "hint: the input does not begin with JSON";
    assert_eq!(told.matches(said).count(), 1, "{told}");
    let told = given("wrong.json", "{\"job\":{\"a\" 1}}");
    assert!(told.contains("hint: only this value"), "{told}");
    let told = given("empty.json", "");
    let said = "empty.json: the file is empty\nhint: save the answer again\n";
    assert!(told.ends_with(said), "{told}");
    let told = given(
        "report.json",
        r#"{"policyKey":"P","result":"OUTCOME_FALSE"}"#,
    );
    assert!(
        told.contains("hint: it may be a report without its answer"),
        "{told}"
    );
}

#[test]
fn an_error_says_whether_an_answer_came_with_it() {
    let error = r#""error":{"code":13,"message":"internal"}}"#;
    let clear = r#"{"jobUuid":"","status":3,"results":[{"report":{"result":1}}]}"#;
    for (input, said) in [
        (
            format!("{{\"job\":{clear},{error}"),
            "stdin, line 1: a gateway error came with the answer: code 13: internal\nhint: nothing in this answer counts as clear\n",
        ),
        (
            format!("{{{error}"),
            "stdin, line 1: the answer is a gateway error: code 13: internal\nhint: content without a result has not passed\n",
        ),
    ] {
        let ran = flatten(&["--format", "jsonl"], input.as_bytes());
        assert_eq!(ran.err, format!("error: {said}"));
    }
}

#[test]
fn nothing_that_is_no_answer_yields_a_verdict() {
    let brackets = "[".repeat(100_000);
    let nested = format!("{{\"job\":{brackets}");
    let inputs: [&[u8]; 9] = [
        b"{}",
        b"null",
        b"{\"job\":null}",
        b"\"job\"",
        b"{\"job\":{\"jobUuid\":",
        b"{\"job\":{\"policyKey\":\"\xff\xfe\"}}",
        b"<html>502</html>",
        brackets.as_bytes(),
        nested.as_bytes(),
    ];
    for input in inputs {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], input);
        assert_eq!(ran.code, Some(8), "{}", ran.err);
        for line in verdicts(&ran.out).lines() {
            assert_eq!(line, r#"{"verdict":"undetermined"}"#);
        }
        assert!(
            ran.err.starts_with("error: cannot read stdin: "),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
        assert!(ran.err.len() < 1000, "{}", ran.err);
    }
}

#[test]
fn a_missing_file_is_wrong_input_and_the_others_are_read() {
    let there = fixtures_dir().join("jobs-go/00000.json");
    let ran = run_with(
        clavata(&[
            "flatten",
            "/no/such/file",
            there.to_str().unwrap(),
            "--format",
            "verdict",
        ]),
        b"",
    );
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.err.contains("/no/such/file"));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    use std::io::Read;
    let input = r#"{"results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#.repeat(20_000);
    let mut child = clavata(&["flatten", "-", "--format", "jsonl"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    });
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn what_this_program_printed_is_told_from_answers() {
    let job = r#"{"jobUuid":"j","status":3,"results":[{"report":{"reviewResult":{"outcome":1}}}]}"#;
    let frame =
        r#"{"result":{"jobUuid":"e","contentHash":"f","policyEvaluationReport":{"result":2}}}"#;
    for answer in [job, frame] {
        for format in ["jsonl", "csv", "verdict"] {
            let printed = flatten(&["--format", format], answer.as_bytes()).out;
            let ran = flatten(
                &["--format", "verdict", "--exit-verdict"],
                printed.as_bytes(),
            );
            assert_eq!(ran.code, Some(8), "{format}: {answer}");
            assert!(ran.err.contains("that this client printed"), "{}", ran.err);
        }
    }
    let ran = flatten(&["--exit-verdict"], br#"{"verdict":"clear"}"#);
    assert!(ran.err.contains("that this client printed"), "{}", ran.err);
}
