//! What every request must look like, whatever it asks for.

use crate::answer::{Answer, Form};
use crate::seen::SeenRequest;
use crate::{Operation, dialect::Json};
use http::header;

/// What is wrong with a request that goes to an operation; the real gateway answers it all the same.
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
        wrong.push(format!("it accepts {accept:?}, which is not what comes"));
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
        wrong.push("the job's id is no UUID".to_owned());
    }
    if operation.is_storage() && request.headers.contains_key(header::AUTHORIZATION) {
        wrong.push("a presigned address was sent an Authorization header".to_owned());
    }
    wrong
}

/// The answer to a request without the right key, as the gateway gives it.
pub(crate) fn unauthorized(request: &SeenRequest, key: &str, form: Form) -> Option<Answer> {
    let given = request.header("authorization");
    if given.and_then(|given| given.strip_prefix("Bearer ")) == Some(key) {
        return None;
    }
    let answer = Answer::grpc(401, 16, "invalid token", vec![], form);
    Some(if form.stream {
        answer
    } else {
        answer.with_header("www-authenticate", "invalid token")
    })
}

/// The detail that tells of refused content.
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
