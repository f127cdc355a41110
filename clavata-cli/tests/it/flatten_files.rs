//! Which files `clavata flatten` reads: folders, lists of files, and empty stdin.

use std::fs;
use std::path::Path;

use crate::support::{Ran, clavata, flatten, gzip, json_lines, run_with, verdicts};
use serde_json::Value;

fn job(id: &str) -> String {
    format!(r#"{{"jobUuid":"{id}","status":3,"results":[{{"report":{{"result":1}}}}]}}"#)
}

/// The ids of the jobs that were read, in order.
fn read(arguments: &[&str], stdin: &str) -> (Ran, Vec<String>) {
    let arguments = [&["flatten", "--format", "verdict"], arguments].concat();
    let ran = run_with(clavata(&arguments), stdin.as_bytes());
    let id = |line: &Value| line["job_uuid"].as_str().unwrap().to_owned();
    let ids = json_lines(&ran.out).iter().map(id).collect();
    (ran, ids)
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("b");
    fs::create_dir(&below).unwrap();
    for (name, text) in [
        ("c.jsonl", job("3")),
        ("a.json", job("1")),
        ("b/x.NDJSON", job("2")),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join("d.json.gz"), gzip(job("4").as_bytes())).unwrap();
    fs::write(folder.path().join("README.md"), "no answer").unwrap();
    fs::write(folder.path().join("rows.csv"), "no,answer").unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_answers_of_a_folder_are_read_in_the_order_of_their_names() {
    let folder = folder();
    let (ran, ids) = read(&[text(folder.path())], "");
    assert_eq!(
        (ran.code, ids),
        (Some(0), ["1", "2", "3", "4"].map(str::to_owned).into()),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn a_link_around_in_a_circle_is_not_followed() {
    let folder = folder();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("b/again")).unwrap();
    let (ran, ids) = read(&[text(folder.path())], "");
    assert_eq!((ran.code, ids.len()), (Some(0), 4), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_one_to_nothing_is_a_failure() {
    let (folder, elsewhere) = (folder(), folder());
    let link = folder.path().join("z");
    std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
    let (ran, ids) = read(&[text(folder.path())], "");
    assert_eq!((ran.code, ids.len()), (Some(0), 8), "{}", ran.err);
    std::os::unix::fs::symlink("nothing", folder.path().join("gone.json")).unwrap();
    let (ran, ids) = read(&[text(folder.path())], "");
    assert_eq!((ran.code, ids.len()), (Some(2), 8), "{}", ran.err);
    assert!(ran.err.contains("gone.json"), "{}", ran.err);
}

#[test]
fn a_list_names_files_one_a_line() {
    let folder = folder();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let names = format!("{}\r\n\n{}\n", file("c.jsonl"), file("b"));
    let list = folder.path().join("list");
    fs::write(&list, &names).unwrap();
    for (named, stdin) in [(text(&list), ""), ("-", names.as_str())] {
        let (ran, ids) = read(&["--files-from", named], stdin);
        assert_eq!(
            (ran.code, ids),
            (Some(0), vec!["3".to_owned(), "2".to_owned()]),
            "{}",
            ran.err
        );
    }
    let (_, ids) = read(&[&file("a.json"), "--files-from", text(&list)], "");
    assert_eq!(ids, ["1", "3", "2"]);
    let (ran, _) = read(&["--files-from", &file("missing")], "");
    assert!(ran.code == Some(2) || ran.code == Some(8), "{}", ran.err);
    assert!(ran.err.contains("missing"), "{}", ran.err);
}

#[test]
fn an_empty_stdin_is_no_failure_but_never_clear() {
    for input in ["", " \n", "[]"] {
        let ran = flatten(&["--format", "jsonl"], input.as_bytes());
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (Some(0), "", "")
        );
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], input.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (Some(21), ""));
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let ran = run_with(clavata(&["flatten", text(file.path())]), b"");
    assert_eq!(ran.code, Some(8), "an empty file is not an answer");
}

#[test]
fn many_inputs_that_cannot_be_read_are_five_errors_and_a_count() {
    let folder = folder();
    let missing: Vec<String> = (0..40)
        .map(|number| {
            folder
                .path()
                .join(format!("no-{number}"))
                .display()
                .to_string()
        })
        .collect();
    let good = folder.path().join("a.json");
    let mut arguments: Vec<&str> = missing.iter().map(String::as_str).collect();
    arguments.push(text(&good));
    let (ran, ids) = read(&arguments, "");
    assert_eq!(ids, ["1"]);
    assert_eq!(ran.err.matches("error: ").count(), 6, "{}", ran.err);
    assert!(
        ran.err.contains("cannot read 35 more inputs"),
        "{}",
        ran.err
    );
    assert_eq!(verdicts(&ran.out).lines().count(), 1);
    assert!(ran.code.is_some_and(|code| code != 0));
}
