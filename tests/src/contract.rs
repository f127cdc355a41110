//! Rules that every request must follow.

use crate::answer::{Answer, Form, Kind};
use crate::ledger::SeenRequest;
use crate::query::{JobQuery, Query};
use crate::{Operation, batch, dialect::Json};
use http::header;
use std::time::Duration;

/// What is wrong with a request to an operation, even if the real gateway answers it.
pub(crate) fn complaints(operation: Operation, id: &str, request: &SeenRequest) -> Vec<String> {
    let mut wrong = Vec::new();
    let accepts = |range: &str| {
        let range = range.split(';').next().unwrap_or_default().trim();
        matches!(range, "*/*" | "application/*" | "application/json")
            || (operation.is_stream() && range == "application/x-ndjson")
            || operation.is_storage()
    };
    if let Some(accept) = request.header("accept")
        && !accept.split(',').any(accepts)
    {
        wrong.push(format!(
            "it accepts {accept:?}, which the gateway does not send"
        ));
    }
    if operation.has_json_body() {
        let kind = request.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/json") {
            wrong.push(format!("its JSON body has the content type {kind:?}"));
        }
    } else if operation != Operation::UploadInput && !request.body.is_empty() {
        wrong.push("a GET has a body".to_owned());
    }
    if operation == Operation::GetJob && uuid::Uuid::try_parse(id).is_err() {
        wrong.push("the job's id is not a UUID".to_owned());
    }
    if operation.is_storage() && request.headers.contains_key(header::AUTHORIZATION) {
        wrong.push("a presigned URL was sent an Authorization header".to_owned());
    }
    if let Some(timeout) = request.header("grpc-timeout")
        && grpc_timeout(timeout).is_none()
    {
        wrong.push(format!("its Grpc-Timeout is {timeout:?}"));
    }
    let known = match operation {
        Operation::ListJobs => JobQuery::names(),
        Operation::ListBatchJobs => batch::LIST_PARAMETERS.map(str::to_owned).to_vec(),
        Operation::UploadInput | Operation::DownloadOutput => vec!["signature".to_owned()],
        _ => vec![],
    };
    for name in Query::of(&request.query).unknown(&known) {
        wrong.push(format!("no operation reads the query parameter {name:?}"));
    }
    wrong
}

/// Parses a gRPC deadline: at most eight digits and a unit.
pub(crate) fn grpc_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if !(1..=8).contains(&digits.len()) {
        return None;
    }
    let count: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(count * 3600)),
        "M" => Some(Duration::from_secs(count * 60)),
        "S" => Some(Duration::from_secs(count)),
        "m" => Some(Duration::from_millis(count)),
        "u" => Some(Duration::from_micros(count)),
        "n" => Some(Duration::from_nanos(count)),
        _ => None,
    }
}

/// The gateway's answer to a request without the right key.
pub(crate) fn unauthorized(request: &SeenRequest, key: &str, form: Form) -> Option<Answer> {
    let given = request.header("authorization");
    if given.and_then(|given| given.strip_prefix("Bearer ")) == Some(key) {
        return None;
    }
    let answer = Answer::grpc(401, 16, "invalid token", vec![], form);
    Some(if form.kind == Kind::Stream {
        answer
    } else {
        answer.with_header("www-authenticate", "invalid token")
    })
}

/// The detail that reports refused content.
pub(crate) fn precheck_detail(kind: &str, message: &str, hash: &str) -> Json {
    Json::Message(vec![
        (
            "@type",
            Json::text("type.googleapis.com/clavata.gateway.v1.PrecheckFailure"),
        ),
        ("type", Json::text(kind)),
        ("message", Json::text(message)),
        ("details", Json::text(hash)),
    ])
}
