//! Object storage with presigned URLs. It is as strict as a real one.

use crate::answer::Answer;
use crate::batch;
use crate::ledger::SeenRequest;
use crate::query::Query;
use crate::state::State;

/// An error as object stores write it.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    Answer::raw(status, &[("content-type", "application/xml")], body)
}

fn two_keys(request: &SeenRequest) -> Option<Answer> {
    request.header("authorization").map(|_| {
        let message = "Only one auth mechanism allowed; only the signature or \
                       the Authorization header should be specified";
        error(400, "InvalidArgument", message)
    })
}

fn signature(request: &SeenRequest) -> String {
    let query = Query::of(&request.query);
    query
        .one("signature")
        .ok()
        .flatten()
        .unwrap_or_default()
        .to_owned()
}

pub(crate) fn upload(state: &State, id: &str, request: &SeenRequest) -> Answer {
    if let Some(refusal) = two_keys(request) {
        return refusal;
    }
    if request.header("content-length").is_none() {
        let message = "You must provide the Content-Length HTTP header.";
        return error(411, "MissingContentLength", message);
    }
    match batch::upload(state, id, &signature(request), &request.body) {
        Ok(()) => Answer::raw(200, &[("etag", "\"0\"")], ""),
        Err((status, code, message)) => error(status, code, message),
    }
}

pub(crate) fn download(state: &State, id: &str, request: &SeenRequest) -> Answer {
    if let Some(refusal) = two_keys(request) {
        return refusal;
    }
    match batch::download(state, id, &signature(request)) {
        Ok(csv) => Answer::raw(200, &[("content-type", "text/csv")], csv),
        Err((status, code, message)) => error(status, code, message),
    }
}
