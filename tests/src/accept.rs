//! Accepts connections, and passes each to HTTP or to a plan.

use crate::ledger::Ledger;
use crate::redirect_target;
use crate::respond::respond;
use crate::state::State;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Accepts connections until it is aborted, which cuts them all.
pub(crate) async fn accept(listener: TcpListener, other: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                connections.spawn(serve(stream, state.clone()));
            }
            Ok((stream, _)) = other.accept() => {
                connections.spawn(serve_elsewhere(stream, state.ledger.clone()));
            }
            Some(ended) = connections.join_next() => {
                if ended.is_err_and(|error| error.is_panic()) {
                    let reason = "it panicked while answering; see the message above";
                    state.ledger.complain("the mock gateway itself".to_owned(), reason);
                }
            }
        }
    }
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let _ = stream.set_nodelay(true);
    let (hand_over, mut plans) = mpsc::channel(1);
    let service = service_fn(move |request| respond(state.clone(), hand_over.clone(), request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let plan = tokio::select! {
        biased;
        plan = plans.recv() => plan,
        // A broken connection is a client that left, which its exchange has recorded.
        _ = &mut connection => None,
    };
    if let Some(plan) = plan {
        plan.play(connection.into_parts().io.into_inner()).await;
    }
}

async fn serve_elsewhere(stream: TcpStream, ledger: Arc<Ledger>) {
    let service = service_fn(move |request| redirect_target::answer(ledger.clone(), request));
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
