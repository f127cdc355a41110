//! Rows of a long value, which show values that follow its results.

use super::*;

#[test]
fn rows_show_what_stands_behind_the_results_wherever_it_stands() {
    let job = bare_job(&results(5000));
    let (front, behind) = job.rsplit_once("],\"created\"").unwrap();
    let (front, results) = front.split_once(",\"results\":").unwrap();
    let (front, status) = front
        .split_once(",\"contentData\"")
        .unwrap()
        .0
        .split_once(", ")
        .unwrap();
    let behind = behind.trim_end_matches('}');
    let results = format!("\"results\":{results}]");
    let created = format!("\"created\"{behind}");
    let decoy = r#""other":{"results":[1],"created":"x"},"more":["]}",{"updated":[2]}]"#;
    let mut inputs = Vec::new();
    for members in [
        [&*results, status, &created, decoy],
        [status, decoy, &results, &created],
        [&created, &results, status, decoy],
        [status, &results, decoy, &created],
        [decoy, &results, &created, status],
    ] {
        inputs.push(format!("{front}, {}}}", members.join(" ,")));
    }
    for input in &inputs {
        for ran in rows(input) {
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
            assert_eq!(ran.out.lines().count(), 15_000);
            let shown = r#""job_status":"COMPLETED","job_updated":"2026-01-02T00:00:00.500Z""#;
            assert!(
                ran.out.lines().all(|row| row.contains(shown)),
                "{:?}",
                ran.out.lines().next()
            );
        }
    }
    same_in(&["csv"], &inputs.join("\n"));
}

#[test]
fn the_end_of_a_file_is_not_taken_for_that_of_another_job() {
    let job = bare_job(&results(5000));
    let others = [
        job.replace("55555555-", "66666666-").replace("01-02T", "01-03T"),
        bare_job(&[]),
        r#"{"jobUuid":"x","results":[],"created":"2026-01-01T00:00:00Z","updated":"2026-01-05T00:00:00Z"}"#.to_owned(),
    ];
    for other in &others {
        same_in(&["csv"], &format!("{job}\n{other}\n"));
    }
    let earlier = job
        .replace("COMPLETED", "RUNNING")
        .replace("01-02T", "01-01T");
    same_in(&["csv"], &format!("{earlier}\n{job}"));
    // Another copy of a completed job may lack a time.
    let completed = r#""completed":"2026-01-02T00:00:00.5Z","#;
    let unsaid = job.replace(completed, "");
    assert!(unsaid.len() < job.len());
    same_in(&["csv"], &format!("{job}\n{unsaid}"));
    let [_, file] = rows(&format!("{unsaid}\n{job}"));
    assert_eq!(file.code, Some(8));
    assert!(file.err.contains("the times of the job"), "{}", file.err);
    // Another job whose last result only names this one.
    let id = format!(r#"{{"id":"4999","jobUuid":"{JOB}""#);
    let named = others[0].replace(r#"{"id":"4999""#, &id);
    assert_ne!(named, others[0]);
    same_in(&["csv"], &format!("{job}\n{named}\n"));
}

#[test]
fn a_list_behind_the_results_is_not_taken_for_them() {
    let job = bare_job(&results(5000));
    for tags in [
        "[]".to_owned(),
        "[1]".to_owned(),
        r#"[{"a":1}]"#.to_owned(),
        format!(r#"[{{"jobUuid":"{JOB}"}}]"#),
    ] {
        let with = format!(r#","tags":{tags},"threshold""#);
        let job = job.replacen(",\"threshold\":0.5}", &format!("{with}:0.5}}"), usize::MAX);
        let behind = job.replace("],\"created\"", &format!("],\"tags\":{tags},\"created\""));
        assert_ne!(behind, job);
        for ran in rows(&behind) {
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{tags}");
            assert_eq!(ran.out.lines().count(), 15_000);
        }
        same_in(&["csv"], &behind);
    }
}

#[test]
fn rows_that_show_times_that_are_not_those_of_their_job_are_an_error() {
    // A completed job does not change. If it occurs twice and did change, a file shows it too late.
    let job = bare_job(&results(5000));
    let twice = format!("{job}\n{}\n", job.replace("01-02T", "01-03T"));
    let [piped, file] = rows(&twice);
    assert_eq!((piped.code, piped.err.as_str()), (Some(0), ""));
    assert_eq!(file.code, Some(8));
    assert!(
        file.err.contains("the status or the times of the job"),
        "{}",
        file.err
    );
    assert_eq!(file.out.lines().count(), piped.out.lines().count());
    assert_eq!(file.out.lines().last(), piped.out.lines().last());
    // Rows without these columns cannot show wrong values.
    for more in [&[][..], &["--where", "outcome=TRUE"]] {
        let arguments = [&["--format", "csv", "--columns", "verdict,label"], more].concat();
        let ran = flatten_file(&arguments, &twice);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert_eq!(ran.out, flatten(&arguments, twice.as_bytes()).out);
    }
    let arguments = ["--format", "csv", "--columns", "verdict", "--where"];
    let ran = flatten_file(
        &[&arguments[..], &["job_status=COMPLETED"]].concat(),
        &twice,
    );
    assert_eq!(ran.code, Some(8));
}

#[test]
fn a_long_job_with_an_error_around_it_prints_what_it_prints_as_a_whole() {
    let job = bare_job(&results(5000));
    same_in(
        &["csv"],
        &format!(r#"{{"job":{job},"error":{{"code":13,"message":"internal"}}}}"#),
    );
    // Also for the first of several copies.
    for error in [r#","error":{"code":13,"message":"internal"}"#, ""] {
        for last in [job.clone(), format!(r#"{{"job":{job}}}"#)] {
            let input = format!("{{\"job\":{job}{error}}}\n{last}");
            let code = same_in(&["csv"], &input).code;
            assert_eq!(code, Some(if error.is_empty() { 0 } else { 8 }));
            let bare = format!("{}{error}}}\n{last}", job.strip_suffix('}').unwrap());
            assert_eq!(flatten_file(&["--format", "csv"], &bare).code, code);
        }
    }
    let wrong = job.replace("\"updated\":\"2026", "\"updated\":\"soon");
    assert_eq!(same_in(&["csv"], &wrong).code, Some(8));
}

#[test]
fn the_rows_before_the_place_where_a_long_job_breaks_are_printed() {
    let mut results = results(5000);
    results[4000] = results[4000].replacen("0.25", "\"much\"", 1);
    let broken = bare_job(&results);
    for ran in rows(&broken) {
        assert_eq!(ran.code, Some(8));
        assert_eq!(ran.out.lines().count(), 4000 * 3);
        assert!(ran.err.contains("line 1: byte "), "{}", ran.err);
    }
}

#[test]
fn rows_of_a_long_job_do_not_wait_for_what_they_do_not_show() {
    let job = bare_job(&results(20_000));
    let mut child = clavata(&[
        "flatten",
        "-",
        "--format",
        "csv",
        "--columns",
        "label,outcome",
    ])
    .stdin(Stdio::piped())
    .spawn()
    .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (seen, are_seen) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        let (first, rest) = job.as_bytes().split_at(job.len() / 2);
        stdin.write_all(first).unwrap();
        // Nothing more arrives before rows are printed.
        are_seen.recv().unwrap();
        stdin.write_all(rest).unwrap();
    });
    for _ in 0..1000 {
        lines.next().unwrap().unwrap();
    }
    seen.send(()).unwrap();
    assert_eq!(lines.count(), 1 + 20_000 * 3 - 1000);
    writer.join().unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn rows_that_are_much_larger_than_their_job_are_printed() {
    let mut results = results(5000);
    let long = "x".repeat(100_000);
    let rules = r#"{"result":"OUTCOME_FALSE","message":"m","score":0.25},"#.repeat(300);
    results[1500] = results[1500]
        .replacen("\"id\":\"1500\"", &format!("\"id\":\"{long}\""), 1)
        .replacen(
            "EvaluationReports\":[{\"result\"",
            &format!("EvaluationReports\":[{rules}{{\"result\""),
            1,
        );
    let input = bare_job(&results);
    for ran in rows(&input) {
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert_eq!(ran.out.lines().count(), 15_300);
    }
    same_in(&["csv"], &input);
}
