//! Wire rule 4, and bodies that no gateway should send: ignored or rejected, but never a panic.

use clavata_api::types::{EvaluateFrame, GetJobResponse, ListJobsResponse, Status};
use clavata_api::{DecodeError, decode};

/// Runs on a thread whose stack is too small for deep recursion.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    thread.spawn(work).unwrap().join().unwrap()
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + "1" + &close.repeat(levels)
}

fn error_of(body: &[u8]) -> DecodeError {
    match decode::<GetJobResponse>(body) {
        Ok(answer) => panic!("{} became {answer:?}", String::from_utf8_lossy(body)),
        Err(error) => error,
    }
}

#[test]
fn an_unknown_field_of_any_shape_is_ignored_at_every_level() {
    let plain = r#"{"job": {"results": [{"report": {"reviewResult": {"outcome": 1}}}]}}"#;
    let expected: GetJobResponse = decode(plain.as_bytes()).unwrap();
    for shape in [
        "null",
        "true",
        "-0.5e-3",
        "1e999",
        "12345678901234567890123456789012345678901234567890",
        r#""""#,
        r#""\ud800""#,
        r#""OUTCOME_FALSE""#,
        "[]",
        "[[[], {}], null]",
        r#"{"outcome": "OUTCOME_TRUE", "outcome": []}"#,
        r#"{"": {"": {"": ""}}}"#,
    ] {
        for key in [
            "internals",
            "featureReports",
            "uuid",
            "",
            "Outcome",
            "\\u006eew",
        ] {
            let body = plain.replace('{', &format!(r#"{{"{key}": {shape}, "#));
            let answer: GetJobResponse =
                decode(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}"));
            assert_eq!(answer, expected, "{body}");
        }
    }
}

#[test]
fn a_hundred_thousand_brackets_in_an_unknown_field_are_ignored() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")] {
        let body = format!(
            r#"{{"new": {}, "job": null}}"#,
            nested(open, close, 100_000)
        );
        let answer = on_a_small_stack(move || decode::<GetJobResponse>(body.as_bytes()));
        assert_eq!(answer.unwrap().job, None);
    }
}

#[test]
fn a_hundred_thousand_brackets_in_a_known_field_are_an_error() {
    for field in [
        "contentData",
        "results",
        "status",
        "jobUuid",
        "threshold",
        "created",
    ] {
        for (open, close) in [("[", "]"), (r#"{"results":"#, "}")] {
            let value = nested(open, close, 100_000);
            let body = format!(r#"{{"job": {{"{field}": {value}}}}}"#);
            let answer = on_a_small_stack(move || {
                decode::<GetJobResponse>(body.as_bytes()).map_err(|error| error.to_string())
            });
            assert!(answer.is_err(), "{field} {open}");
        }
    }
    let bare = nested("[", "]", 100_000);
    assert!(on_a_small_stack(move || decode::<GetJobResponse>(
        bare.as_bytes()
    )
    .is_err()));
    let open = "[".repeat(100_000);
    assert!(on_a_small_stack(move || decode::<GetJobResponse>(
        open.as_bytes()
    )
    .is_err()));
}

#[test]
fn no_detail_of_an_error_is_lost_to_another_that_cannot_be_read() {
    let hit = r#"{"@type": "x.PrecheckFailure", "type": "PRECHECK_FAILURE_TYPE_NCMEC"}"#;
    for strange in [
        nested("[", "]", 100_000),
        nested(r#"{"a":"#, "}", 100_000),
        r#"{"message": "\ud800"}"#.to_owned(),
        r#"{"number": 1e999}"#.to_owned(),
        r#"{"a": 1, "a": 2}"#.to_owned(),
        "null".to_owned(),
        "\"text\"".to_owned(),
    ] {
        let body = format!(r#"{{"code": 1, "details": [{strange}, {hit}, {strange}]}}"#);
        let frame = format!(r#"{{"error": {body}}}"#);
        let (status, frame) = on_a_small_stack(move || {
            let status: Result<Status, _> = decode(body.as_bytes());
            let frame: Result<EvaluateFrame, _> = decode(frame.as_bytes());
            (status.unwrap(), frame.unwrap())
        });
        assert_eq!(status.details.len(), 3);
        assert_eq!(status.details[1]["type"], "PRECHECK_FAILURE_TYPE_NCMEC");
        assert_eq!(frame.error, Some(status.clone()));
        let again: Status = decode(&serde_json::to_vec(&status).unwrap()).unwrap();
        assert_eq!(again, status);
    }
}

#[test]
fn a_key_that_comes_twice_is_an_error_where_it_means_something() {
    let error =
        error_of(br#"{"job": {"status": "JOB_STATUS_FAILED", "status": "JOB_STATUS_COMPLETED"}}"#);
    assert!(error.to_string().contains("status"), "{error}");
    assert_eq!(error.path(), Some("job.status"));
    assert!(decode::<GetJobResponse>(br#"{"job": null, "job": {}}"#).is_err());
    assert!(decode::<GetJobResponse>(br#"{"new": 1, "new": 2}"#).is_ok());
}

#[test]
fn half_a_surrogate_pair_costs_one_character_and_nothing_else() {
    for (escape, text) in [
        (r"\ud800", "\u{fffd}"),
        (r"\udc00", "\u{fffd}"),
        (r"\ud800x", "\u{fffd}x"),
        (r"\ud800\ud800", "\u{fffd}\u{fffd}"),
        (r"\ud800\n", "\u{fffd}\n"),
    ] {
        let body = format!(r#"{{"job": {{"contentData": [{{"contentHash": "{escape}"}}]}}}}"#);
        let job = decode::<GetJobResponse>(body.as_bytes())
            .unwrap()
            .job
            .unwrap();
        assert_eq!(job.content_data[0].content_hash.as_deref(), Some(text));
    }
    let pair = br#"{"job": {"contentData": [{"contentHash": "\ud83e\udd80\u0000"}]}}"#;
    let job = decode::<GetJobResponse>(pair).unwrap().job.unwrap();
    assert_eq!(job.content_data[0].content_hash.as_deref(), Some("🦀\0"));
}

#[test]
fn invalid_utf_8_is_an_error_even_in_a_field_that_nobody_reads() {
    for bytes in [
        &b"\xff"[..],
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf0\x9f\xa6",
        b"\xc0\xaf",
    ] {
        let body = [br#"{"new": ""#, bytes, br#"", "job": null}"#].concat();
        let error = error_of(&body);
        assert_eq!(error.to_string(), "not UTF-8 from byte 9");
        assert!(!error.is_cut_short());
    }
    assert!(error_of(b"{\"job\": {\"a\": \"\xc3").is_cut_short());
}

#[test]
fn a_body_that_is_cut_anywhere_is_an_error_that_says_so() {
    let body = mock_gateway::capture("job_completed").body.as_bytes();
    assert!(decode::<GetJobResponse>(body).is_ok());
    for end in 0..body.len() {
        let error = error_of(&body[..end]);
        assert!(error.is_cut_short(), "cut at {end}: {error}");
    }
}

#[test]
fn what_is_no_json_object_is_an_error() {
    for body in [
        "",
        " ",
        "null",
        "true",
        "1",
        r#""text""#,
        "[]",
        "{",
        "{]",
        r#"{"job": null"#,
        r#"{"job": null,}"#,
        r#"{"job" null}"#,
        "{job: null}",
        "{'job': null}",
        r#"{"job": NaN}"#,
        r#"{"job": {"threshold": NaN}}"#,
        r#"{"job": {"threshold": 01}}"#,
        r#"{"job": {"threshold": .5}}"#,
        r#"{"job": {"threshold": 1e999}}"#,
        "<!doctype html><title>502</title>",
        "upstream connect error",
        "{\"job\": null}\n{\"job\": null}",
        "{\"job\": null} x",
        "{\"job\": null}\0",
        "{\"job\": \"\n\"}",
    ] {
        let error = error_of(body.as_bytes());
        assert!(!error.to_string().is_empty());
    }
    for body in [
        "{}",
        " \t\r\n{ } \n",
        r#"{"job": null}"#,
        "\u{feff}{\"job\": null}",
    ] {
        assert_eq!(decode::<GetJobResponse>(body.as_bytes()).unwrap().job, None);
    }
}

#[test]
fn a_very_long_string_is_kept_whole_and_stays_out_of_errors() {
    let long = "canary".repeat(1 << 20);
    let body = format!(r#"{{"nextPageToken": "{long}"}}"#);
    let page: ListJobsResponse = decode(body.as_bytes()).unwrap();
    assert_eq!(page.next_page_token, long);
    for field in ["results", "created", "threshold"] {
        let body = format!(r#"{{"job": {{"{field}": "{long}"}}}}"#);
        let error = error_of(body.as_bytes());
        let shown = format!("{error} {error:?}");
        assert!(shown.len() < 400, "{} bytes", shown.len());
        assert!(!shown.contains("canary"), "{shown}");
    }
}
