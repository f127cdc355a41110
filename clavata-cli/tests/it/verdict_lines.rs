//! `--format verdict`: one line for each value, in order, that can be joined with other data.

use crate::support::{clavata, flatten, json_lines, run_with};
use serde_json::{Value, json};

const CLEAR: &str = r#"{"jobUuid":"j","status":3,"results":[{"report":{"contentHash":"h","contentMetadata":{"k":"v"},"reviewResult":{"outcome":1}}}]}"#;
const FRAME: &str = r#"{"result":{"jobUuid":"e","contentHash":"f","policyEvaluationReport":{"contentMetadata":{"k":"w"},"result":2}}}"#;

#[test]
fn each_value_has_a_line_in_its_place_also_if_it_cannot_be_read() {
    let empty = r#"{"jobUuid":"j","status":3,"results":[{},{"report":{"contentHash":"h2"}}]}"#;
    let refused = r#"{"error":{"code":1,"message":"secret","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}}"#;
    let error = r#"{"error":{"code":13,"message":"secret"}}"#;
    let bad = r#"{"job":{"threshold":"secret"}}"#;
    let values = [
        CLEAR,
        bad,
        FRAME,
        "secret",
        refused,
        error,
        empty,
        "null",
        CLEAR,
        r#"{"job":{"#,
    ];
    let ran = flatten(&["--format", "verdict"], values.join("\n").as_bytes());
    let said: Vec<_> = json_lines(&ran.out)
        .iter()
        .map(|line| (line["verdict"].clone(), line["reason"].clone()))
        .collect();
    let undetermined = |why: &str| (json!("undetermined"), json!(why));
    assert_eq!(said.len(), values.len(), "{}", ran.out);
    assert_eq!(said[0], (json!("clear"), Value::Null));
    assert_eq!(said[2], (json!("flagged"), Value::Null));
    assert_eq!(said[4], undetermined("the gateway refused content"));
    assert_eq!(said[5], undetermined("a gateway error, code 13"));
    assert_eq!(said[6], undetermined("result 0: there is no report"));
    assert_eq!(said[8], said[0]);
    for (at, line) in [
        (1, "line 2: at job.threshold"),
        (3, "line 4: "),
        (7, "line 8: "),
        (9, "line 10: "),
    ] {
        assert_eq!(said[at].0, "undetermined");
        assert!(
            said[at].1.as_str().unwrap().starts_with(line),
            "{:?}",
            said[at]
        );
    }
    assert!(!ran.out.contains("secret"), "{}", ran.out);
    assert_eq!(ran.code, Some(6));
}

#[test]
fn each_line_has_the_same_keys_and_names_what_it_is_about() {
    let ran = flatten(
        &["--format", "verdict"],
        format!("{CLEAR}\n{FRAME}\nnull\n").as_bytes(),
    );
    let lines = json_lines(&ran.out);
    let content = json!({"result_index": 0, "content_hash": "h", "content_metadata": {"k": "v"},
        "verdict": "clear", "reason": null});
    let nothing = json!({"job_uuid": null, "result_index": null, "content_hash": null, "content_metadata": null,
        "verdict": "undetermined", "reason": lines[2]["reason"], "results": null, "job": null, "contents": null});
    assert_eq!(
        lines[0],
        json!({"job_uuid": "j", "result_index": null, "content_hash": null, "content_metadata": null,
        "verdict": "clear", "reason": null, "results": ["clear"], "job": "clear", "contents": [content]})
    );
    assert_eq!(
        lines[1],
        json!({"job_uuid": "e", "result_index": 0, "content_hash": "f", "content_metadata": {"k": "w"},
        "verdict": "flagged", "reason": null, "results": null, "job": null, "contents": null})
    );
    assert_eq!(lines[2], nothing);
}

#[test]
fn jobs_straight_from_bytes_and_decoded_ones_have_the_same_lines() {
    // A value that cannot be read makes the program read the whole block carefully.
    for job in mock_gateway::fixture_jobs() {
        let body = job.body.replace('\n', " ");
        let quick = flatten(&["--format", "verdict"], body.as_bytes());
        let careful = flatten(&["--format", "verdict"], format!("{body}\nnull").as_bytes());
        assert_eq!(
            quick.out,
            careful.out.split_inclusive('\n').next().unwrap(),
            "{}",
            job.name
        );
    }
}

#[test]
fn an_unreadable_job_of_a_page_keeps_its_place() {
    let page = format!(r#"{{"jobs":[{CLEAR},{{"threshold":"x"}},{CLEAR}]}}"#);
    let ran = flatten(&["--format", "verdict"], page.as_bytes());
    let said: Vec<_> = json_lines(&ran.out)
        .iter()
        .map(|line| line["verdict"].clone())
        .collect();
    assert_eq!(said, ["clear", "undetermined", "clear"], "{}", ran.err);
}

#[test]
fn nothing_is_clear_beside_an_error_in_any_format_and_in_files() {
    let beside = CLEAR.strip_suffix('}').unwrap();
    let value = format!("{beside},\"error\":{{\"code\":13,\"message\":\"boom\"}}}}");
    let folder = tempfile::tempdir().unwrap();
    for (format, table) in [
        ("verdict", "rows"),
        ("table", "rows"),
        ("table", "jobs"),
        ("csv", "jobs"),
        ("jsonl", "jobs"),
    ] {
        let file = folder.path().join(format!("out.{format}"));
        let file = file.to_str().unwrap();
        let shown = ["--format", format, "--table", table];
        let printed = flatten(&shown, value.as_bytes());
        let filed = flatten(
            &[&shown[..], &["--output", file]].concat(),
            value.as_bytes(),
        );
        let filed_text = std::fs::read_to_string(file).unwrap_or_else(|_| panic!("{}", filed.err));
        for text in [&printed.out, &filed_text] {
            assert!(text.contains("undetermined"), "{format} {table}: {text}");
            assert!(!text.contains("clear"), "{format} {table}: {text}");
        }
        assert_eq!((printed.code, filed.code), (Some(8), Some(8)));
    }
}

#[test]
fn an_input_without_an_answer_leaves_nothing_clear() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("ok.json"), CLEAR).unwrap();
    std::fs::write(path("labels.json"), r#"{"contentHash":"h","results":[]}"#).unwrap();
    std::fs::create_dir(path("empty")).unwrap();
    std::fs::write(path("none.txt"), "\n").unwrap();
    let ok = path("ok.json");
    let cases = [
        (vec!["-".to_owned()], 21),
        (vec![path("empty")], 8),
        (vec!["--files-from".to_owned(), path("none.txt")], 8),
        (vec![path("labels.json")], 21),
    ];
    for (more, code) in cases {
        let mut arguments = vec!["flatten", ok.as_str(), "--exit-verdict"];
        arguments.extend(more.iter().map(String::as_str));
        let ran = run_with(clavata(&arguments), b"");
        assert_eq!(ran.code, Some(code), "{more:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn an_answer_that_is_no_job_is_not_passed_over_in_the_table_of_jobs() {
    let ran = flatten(&["--table", "jobs", "--format", "csv"], FRAME.as_bytes());
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(ran.err.contains("is not a job"), "{}", ran.err);
}

#[test]
fn no_value_never_reads_like_a_no() {
    for null in ["false", "No", "0", " -1 ", "no_match"] {
        let ran = flatten(&["--format", "csv", "--null", null], CLEAR.as_bytes());
        assert_eq!(ran.code, Some(2), "{null}: {}", ran.err);
        assert!(ran.out.is_empty());
    }
    let ran = flatten(&["--format", "csv", "--null", "NULL"], CLEAR.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}
