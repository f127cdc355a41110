//! Which attempts opened a connection of their own, and which took one that had been used before.
//!
//! A server may close an idle connection at any time, and a request that was on its way then finds
//! it dead. That says nothing about how the gateway fares, so it is told apart from an attempt that
//! failed on a connection of its own. reqwest does not tell; but it opens connections within the
//! attempt's own task, where a layer around its connector sees each of them.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    static OPENED: Cell<bool>;
}

/// Runs an attempt, and says whether it opened a connection.
pub(crate) async fn watch<F: Future>(attempt: F) -> (F::Output, bool) {
    // On the heap: an attempt is large, and would be moved into each layer around it.
    let watched = Box::pin(async {
        let output = attempt.await;
        (output, OPENED.with(Cell::get))
    });
    OPENED.scope(Cell::new(false), watched).await
}

/// The layer that sees connections being opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, connector: S) -> Watched<S> {
        Watched(connector)
    }
}

/// A connector that is watched.
#[derive(Clone, Debug)]
pub(crate) struct Watched<S>(S);

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.0.call(request);
        Box::pin(async move {
            let connected = connecting.await?;
            // Outside of an attempt if the pool finished what an attempt had begun.
            let _ = OPENED.try_with(|opened| opened.set(true));
            Ok(connected)
        })
    }
}
