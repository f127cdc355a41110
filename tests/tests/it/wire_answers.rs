//! The generated client turns every kind of answer into the right kind of error, with its status and
//! headers, and without the content.

use crate::support::meet::meet;
use clavata_api::Error;
use clavata_api::types::Status;
use mock_gateway::{Answer, Fault};
use std::error::Error as _;
use std::fmt::Write as _;

const CANARY: &str = "canary";

fn with_canary(status: u16, kind: Option<&str>, body: &[u8]) -> Answer {
    let headers: Vec<_> = kind
        .map(|kind| ("content-type", kind))
        .into_iter()
        .collect();
    Answer::raw(status, &headers, body.to_vec()).with_header("x-request-id", "r-7")
}

/// Everything that an error shows, including its sources.
fn shown(error: &Error<Status>) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(text, " {error} {error:?}");
        source = error.source();
    }
    text
}

const JSON: Option<&str> = Some("application/json");
const HTML: &[u8] = b"<!doctype html><title>canary</title>";

/// Answers that cannot be read (status, content type, body), and what the error says about them.
const UNREADABLE: &[(u16, Option<&str>, &[u8], &str)] = &[
    (
        200,
        Some("text/html"),
        HTML,
        "an HTML or XML page (text/html) of 36 bytes",
    ),
    (
        200,
        JSON,
        HTML,
        "an HTML or XML page (application/json) of 36 bytes, not JSON",
    ),
    (200, None, HTML, "an HTML or XML page of 36 bytes, not JSON"),
    (
        502,
        Some("text/html"),
        HTML,
        "an HTML or XML page (text/html) of 36 bytes",
    ),
    (
        503,
        Some("text/plain"),
        b"canary",
        "text (text/plain) of 6 bytes, not JSON",
    ),
    (
        500,
        JSON,
        b"canary",
        "text (application/json) of 6 bytes, not JSON",
    ),
    (
        500,
        JSON,
        b"",
        "an empty body, not JSON: the text ends before its JSON does",
    ),
    (
        200,
        JSON,
        b"",
        "an empty body, not JSON: the text ends before its JSON does",
    ),
    (
        200,
        JSON,
        b" \n",
        "text (application/json) of 2 bytes, not JSON: the text ends before its JSON does",
    ),
    (
        204,
        None,
        b"",
        "(204 No Content) cannot be read: an empty body",
    ),
    (
        201,
        JSON,
        br#"{"job":null}"#,
        "JSON (application/json) of 12 bytes",
    ),
    (
        200,
        JSON,
        br#"{"job":{"jobUuid":"canary"#,
        "not JSON: the text ends before its JSON does",
    ),
    (
        200,
        JSON,
        br#"{"job":{"created":"canary"}}"#,
        "at job.created: invalid value",
    ),
    (
        200,
        JSON,
        br#"{"job":{"results":"canary"}}"#,
        "at job.results: invalid type: string",
    ),
    (
        200,
        JSON,
        b"{\"job\":{\"x\":\"canary\xff\"}}",
        "not UTF-8 from byte 19",
    ),
    (
        200,
        JSON,
        br#"["canary"]"#,
        "invalid type: sequence, expected an object",
    ),
    (200, JSON, b"null", "invalid type: null, expected an object"),
    (
        200,
        Some("text/plain"),
        br#"{"job":null}"#,
        "JSON (text/plain) of 12 bytes",
    ),
    (
        200,
        JSON,
        b"{\"job\":null}\n{\"canary\":1}",
        "not JSON: something follows the value",
    ),
    (500, JSON, b"[]", "invalid type: sequence"),
    (
        500,
        JSON,
        b"\"canary\"",
        "invalid type: string, expected an object",
    ),
    (
        502,
        JSON,
        br#"{"canary":"canary"}"#,
        "(502 Bad Gateway) cannot be read: JSON (application/json) of 19 bytes",
    ),
    (404, JSON, br#"{"code":"canary"}"#, "at code: invalid value"),
    (
        302,
        None,
        b"canary",
        "(302 Found) cannot be read: text of 6 bytes",
    ),
];

#[tokio::test]
async fn an_answer_that_is_not_the_contracts_is_unreadable_and_keeps_status_headers_and_snippet() {
    for (status, kind, body, expected) in UNREADABLE.iter().copied() {
        let case = format!("{status} {kind:?} {}", String::from_utf8_lossy(body));
        let error = match meet(with_canary(status, kind, body)).await {
            Err(error) => error,
            Ok(answer) => panic!("{case} became {answer:?}"),
        };
        let Error::Unreadable { snippet, .. } = &error else {
            panic!("{case} became {error:?}");
        };
        assert_eq!(snippet.size(), body.len(), "{case}");
        assert_eq!(snippet.text(), String::from_utf8_lossy(body), "{case}");
        assert_eq!(error.status().unwrap(), status, "{case}");
        assert_eq!(error.headers().unwrap()["x-request-id"], "r-7", "{case}");
        assert!(error.to_string().contains(expected), "{case}: {error}");
        assert!(!shown(&error).contains(CANARY), "{case}: {}", shown(&error));
    }
}

#[tokio::test]
async fn a_job_that_is_null_or_left_out_is_an_answer_without_a_job() {
    for body in [r#"{"job":null}"#, "{}"] {
        let answer = meet(Answer::json(200, body)).await.unwrap();
        assert_eq!(answer.job, None);
    }
    let kinds = [
        "application/json; charset=utf-8",
        "application/problem+json",
    ];
    for kind in kinds {
        let answer = Answer::raw(200, &[("content-type", kind)], "{}");
        assert!(meet(answer).await.is_ok(), "{kind}");
    }
    assert!(meet(Answer::raw(200, &[], "{}")).await.is_ok());
}

#[tokio::test]
async fn a_refusal_is_read_bare_and_framed_whatever_its_content_type() {
    let bare = r#"{"code": 5, "message": "canary", "details": [{"@type": "x"}]}"#;
    let framed = format!(r#"{{"error": {bare}}}"#);
    for kind in ["application/json", "text/plain", "text/html"] {
        for body in [bare, &framed, &format!("{framed}\n")] {
            let error = meet(with_canary(404, Some(kind), body.as_bytes()))
                .await
                .unwrap_err();
            let Error::Refused(answer) = &error else {
                panic!("{kind} {body} became {error:?}");
            };
            assert_eq!((answer.code, answer.details.len()), (5, 1));
            assert_eq!(error.status().unwrap(), 404);
            assert_eq!(error.headers().unwrap()["x-request-id"], "r-7");
            assert_eq!(error.to_string(), "the gateway answered 404 Not Found");
        }
    }
}

#[tokio::test]
async fn an_error_in_the_words_of_an_older_gateway_is_read_too() {
    let body = r#"{"error": "not found", "code": 5, "message": "not found", "details": []}"#;
    let error = meet(Answer::json(404, body)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Refused(status) if status.code == 5),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_hundred_thousand_brackets_are_an_unreadable_answer() {
    let error = meet(Fault::NestedBrackets).await.unwrap_err();
    let Error::Unreadable {
        snippet, source, ..
    } = &error
    else {
        panic!("{error:?}");
    };
    assert_eq!(snippet.text().len(), 1024);
    assert!(source.is_some());
}
