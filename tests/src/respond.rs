//! Handles a request: records and checks it, then replies as scripted, with a fault, or with the ordinary answer.

use crate::answer::{Answer, Form, Kind};
use crate::body::AnswerBody;
use crate::inject::{Reaction, inject};
use crate::ledger::{SeenRequest, Watch};
use crate::operation::{Route, route};
use crate::query::Query;
use crate::script::Reply;
use crate::state::State;
use crate::wire::Plan;
use crate::{Operation, batch, contract, evaluate, storage};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Answers a request, or passes its connection to a plan and never returns.
pub(crate) async fn respond(
    state: Arc<State>,
    hand_over: mpsc::Sender<Plan>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, hyper::Error> {
    let (head, body) = request.into_parts();
    let route = route(&head.method, head.uri.path());
    let operation = match &route {
        Route::To(operation, _) => Some(*operation),
        _ => None,
    };
    let watch = Watch::new(state.ledger.clone(), operation);
    if let Some(operation) = operation {
        state.ledger.head(operation);
    }
    let body = body.collect().await?.to_bytes();
    if let Some(operation) = operation {
        state.ledger.body(operation);
    }
    let seen = SeenRequest {
        operation,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        method: head.method,
        headers: head.headers,
        body,
        at: watch.since(),
    };
    state.ledger.record(seen.clone());
    let reaction = react(&state, &route, &seen);
    let reaction = wait(&state, operation, &seen, reaction).await;
    match reaction {
        Reaction::Answer(mut answer) => {
            if answer.chunked && state.config.chunk_bytes > 0 {
                answer = answer.in_chunks_of(state.config.chunk_bytes);
            }
            Ok(http_response(&answer, watch))
        }
        Reaction::Wire(steps) => {
            // The task of the connection takes over the socket and drops this future.
            let _ = hand_over.send(Plan { steps, watch }).await;
            std::future::pending().await
        }
    }
}

/// Waits for the latency, or less if the client sent a deadline.
async fn wait(
    state: &State,
    operation: Option<Operation>,
    seen: &SeenRequest,
    reaction: Reaction,
) -> Reaction {
    let latency = state.config.latency;
    if latency.is_zero() {
        return reaction;
    }
    let allowed = seen.header("grpc-timeout").and_then(contract::grpc_timeout);
    match (allowed, operation) {
        (Some(allowed), Some(operation)) if allowed < latency => {
            tokio::time::sleep(allowed).await;
            let form = Form {
                dialect: state.config.dialect,
                kind: Kind::of(operation),
            };
            let message = "context deadline exceeded";
            Reaction::Answer(Answer::grpc(504, 4, message, vec![], form))
        }
        _ => {
            tokio::time::sleep(latency).await;
            reaction
        }
    }
}

fn react(state: &State, route: &Route, seen: &SeenRequest) -> Reaction {
    let request = format!("{} {}", seen.method, seen.path);
    let lost = Form {
        dialect: state.config.dialect,
        kind: Kind::Unary,
    };
    let (operation, id) = match route {
        Route::To(operation, id) => (*operation, id),
        Route::WrongMethod => {
            state
                .ledger
                .complain(request, "this path does not take this method");
            let answer = Answer::grpc(501, 12, "Method Not Allowed", vec![], lost);
            return Reaction::Answer(answer);
        }
        Route::Nowhere => {
            state.ledger.complain(request, "no operation has this path");
            return Reaction::Answer(Answer::grpc(404, 5, "Not Found", vec![], lost));
        }
    };
    for complaint in contract::complaints(operation, id, seen) {
        state.ledger.complain(request.clone(), complaint);
    }
    let form = Form {
        kind: Kind::of(operation),
        ..lost
    };
    if !operation.is_storage()
        && let Some(refusal) = contract::unauthorized(seen, &state.config.key, form)
    {
        return Reaction::Answer(refusal);
    }
    let ordinary = || ordinary(state, operation, id, seen, form);
    match state.reply_to(operation) {
        Reply::Ordinary => Reaction::Answer(ordinary()),
        Reply::Answer(answer) => Reaction::Answer(answer),
        Reply::Fault(fault) => inject(fault, form, &state.elsewhere, ordinary),
    }
}

fn ordinary(
    state: &State,
    operation: Operation,
    id: &str,
    seen: &SeenRequest,
    form: Form,
) -> Answer {
    let answer = match operation {
        Operation::GetJob => Ok(state.get_job(id)),
        Operation::ListJobs => state.list_jobs(&seen.query, form),
        Operation::CreateJob => evaluate::create_job(state, &seen.body, form),
        Operation::Evaluate => evaluate::evaluate(state, &seen.body, form),
        Operation::EvaluateLabels => evaluate::evaluate_labels(state, &seen.body, form),
        Operation::CreateBatchJob => batch::create(state, &seen.body, form),
        Operation::ListBatchJobs => batch::list(state, &Query::of(&seen.query), form),
        Operation::CancelBatchJob => batch::cancel(state, id, &seen.body, form),
        Operation::UploadInput => Ok(storage::upload(state, id, seen)),
        Operation::DownloadOutput => Ok(storage::download(state, id, seen)),
    };
    // What is wrong with an invalid request.
    answer.unwrap_or_else(|message| Answer::grpc(400, 3, &message, vec![], form))
}

fn http_response(answer: &Answer, watch: Watch) -> Response<AnswerBody> {
    let mut response = Response::new(AnswerBody::new(answer, watch));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &answer.headers {
        let name = HeaderName::try_from(name).expect("a scripted header has a valid name");
        let value = HeaderValue::try_from(value).expect("a scripted header has a valid value");
        response.headers_mut().append(name, value);
    }
    response
}
