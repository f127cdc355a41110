//! `clavata report`: an HTML report of saved answers.

mod online;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{Ran, clavata, json_lines, run_with};

/// Runs `clavata report - …` on some bytes.
fn report(arguments: &[&str], stdin: &str) -> Ran {
    let all: Vec<&str> = ["report", "-"].iter().chain(arguments).copied().collect();
    run_with(clavata(&all), stdin.as_bytes())
}

/// The data of a page.
fn data(page: &str) -> Value {
    let (_, rest) = page
        .split_once(r#"<script type="application/json" id="data">"#)
        .unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(data).unwrap()
}

/// A text of the page by its index.
fn text<'a>(data: &'a Value, number: &Value) -> &'a str {
    let number = usize::try_from(number.as_u64().unwrap()).unwrap();
    data["texts"][number].as_str().unwrap()
}

fn fixtures() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut files = Vec::new();
    for folder in ["jobs-go", "jobs-sparse"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let file = entry.unwrap().path();
            let stem = file.file_stem().unwrap().to_str().unwrap();
            if stem.bytes().all(|byte| byte.is_ascii_digit()) {
                files.push(file);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn each_content_has_the_verdict_that_verdict_lines_have() {
    let files = fixtures();
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    for strict in [&[][..], &["--strict"]] {
        let page = run_with(clavata(&[&["report"], strict, &files].concat()), b"");
        let lines = ["flatten", "--format", "verdict"];
        let lines = run_with(clavata(&[&lines[..], strict, &files].concat()), b"");
        assert_eq!((page.code, lines.code), (Some(0), Some(0)), "{}", page.err);
        let data = data(&page.out);
        let mut contents = data["contents"].as_array().unwrap().iter();
        let mut jobs = data["jobs"].as_array().unwrap().iter();
        let mut seen = 0;
        for line in json_lines(&lines.out) {
            assert_eq!(jobs.next().unwrap()["verdict"], line["job"]);
            for content in line["contents"].as_array().unwrap() {
                let shown = contents.next().unwrap();
                assert_eq!(shown["verdict"], content["verdict"]);
                assert_eq!(shown["index"], content["result_index"]);
                if let Some(reason) = content["reason"].as_str() {
                    assert_eq!(text(&data, &shown["reason"]), reason);
                }
                seen += 1;
            }
        }
        assert!(seen > 10 && contents.next().is_none() && jobs.next().is_none());
    }
}

#[test]
fn a_tree_is_what_the_rows_are() {
    let file = fixtures().remove(0);
    let file = file.to_str().unwrap();
    let page = run_with(clavata(&["report", file]), b"");
    let rows = run_with(clavata(&["flatten", file, "--format", "jsonl"]), b"");
    let data = data(&page.out);
    let mut nodes = Vec::new();
    for content in data["contents"].as_array().unwrap() {
        let shape = usize::try_from(content["shape"].as_u64().unwrap()).unwrap();
        let shape = data["shapes"][shape].as_array().unwrap();
        for (at, node) in shape.iter().enumerate() {
            let said = usize::try_from(content["outcomes"][at].as_u64().unwrap()).unwrap();
            let said = data["outcomes"][said][0].clone();
            nodes.push((node[0].clone(), said, content["scores"][at].clone()));
        }
    }
    let rows: Vec<_> = json_lines(&rows.out)
        .into_iter()
        .map(|row| {
            (
                row["kind"].clone(),
                row["outcome"].clone(),
                row["score"].clone(),
            )
        })
        .collect();
    assert!(rows.len() > 3);
    assert_eq!(nodes, rows);
}

#[test]
fn metadata_is_data_and_the_page_runs_nothing_else() {
    let ran = report(
        &[],
        r#"{"job":{"results":[{"report":{"result":"OUTCOME_FALSE","contentMetadata":
            {"id":"</script><img src=x onerror=alert(1)>"}}}]}}"#,
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!ran.out.contains("<img"));
    assert_eq!(ran.out.matches("</script>").count(), 2);
    assert!(ran.out.contains("default-src 'none'; script-src 'sha256-"));
    let data = data(&ran.out);
    let id = text(&data, &data["contents"][0]["metadata"][1]);
    assert_eq!(id, "</script><img src=x onerror=alert(1)>");
}

#[test]
fn no_content_and_no_key_is_on_the_page() {
    let job = r#"{"job":{"contentData":[{"text":"what somebody wrote","image":"aW1hZ2U="}],
        "results":[{"report":{"result":"OUTCOME_TRUE","contentMetadata":{"id":"test-key"}}}]}}"#;
    let mut command = clavata(&["report", "-"]);
    command.env("CLAVATA_API_KEY", "test-key");
    let ran = run_with(command, job.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for secret in ["somebody wrote", "aW1hZ2U", "test-key"] {
        assert!(!ran.out.contains(secret), "{secret}");
    }
}

#[test]
fn what_cannot_be_read_is_listed_and_clear_nowhere() {
    let good = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let refused =
        r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}},"error":{"code":8}}"#;
    let input = format!("{good}\n{refused}\n{{\"job\":{{\"results\":7}}}}\n");
    let ran = report(&[], &input);
    assert_eq!(ran.code, Some(8));
    let data = data(&ran.out);
    assert_eq!(data["unread"], 1);
    assert_eq!(
        (&data["problems"][0]["file"], &data["problems"][0]["line"]),
        (&"stdin".into(), &3.into())
    );
    let verdicts: Vec<_> = data["contents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["verdict"])
        .collect();
    assert_eq!(verdicts, ["clear", "undetermined"]);
}

#[test]
fn a_file_that_is_missing_is_named_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.json");
    fs::write(
        &job,
        r#"{"job":{"results":[{"report":{"result":"OUTCOME_FALSE"}}]}}"#,
    )
    .unwrap();
    let ran = run_with(
        clavata(&["report", job.to_str().unwrap(), "nowhere.json"]),
        b"",
    );
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let why = data(&ran.out)["problems"][0]["why"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(why.contains("nowhere.json"), "{why}");
}

#[test]
fn an_input_without_an_answer_leaves_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let (input, page) = (
        folder.path().join("empty.json"),
        folder.path().join("page.html"),
    );
    fs::write(&input, "").unwrap();
    let arguments = [
        "report",
        input.to_str().unwrap(),
        "-o",
        page.to_str().unwrap(),
    ];
    let ran = run_with(clavata(&arguments), b"");
    assert_eq!(ran.code, Some(8));
    assert!(ran.err.contains("the file is empty"), "{}", ran.err);
    assert!(!page.exists());
}

#[test]
fn empty_stdin_is_no_failure_and_is_said() {
    let ran = report(&[], "");
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.err.contains("no jobs or answers to show"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("</html>"));
}

#[test]
fn the_page_is_written_under_its_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("page.csv");
    let ran = report(&["-o", wrong.to_str().unwrap()], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("implies another format"), "{}", ran.err);
    assert!(!wrong.exists());
}

#[test]
fn a_page_tells_the_verdict_by_its_exit_code() {
    let job = |outcome: &str| {
        format!(r#"{{"result":{{"policyEvaluationReport":{{"result":"{outcome}"}}}}}}"#)
    };
    for (outcome, code) in [
        ("OUTCOME_FALSE", 0),
        ("OUTCOME_TRUE", 20),
        ("OUTCOME_FAILED", 21),
    ] {
        assert_eq!(report(&["--exit-verdict"], &job(outcome)).code, Some(code));
    }
}

#[test]
fn time_and_cost_are_those_of_the_answer() {
    let example = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../openapi/examples/get_job.response.completed.json"
    );
    let ran = run_with(clavata(&["report", example]), b"");
    let content = &data(&ran.out)["contents"][0];
    // 2026-03-01T09:30:03.123Z
    assert_eq!(content["time"], 1_772_357_403_123_i64);
    assert_eq!(content["tokens"], json!([120, 180]));
}
