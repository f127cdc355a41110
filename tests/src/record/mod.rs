//! Records what goes over the wire, without its secrets, and replays it.

mod exchange;
mod forward;
mod recorder;
mod replay;
mod scrub;

pub use recorder::Recorder;
pub use replay::Replay;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// Answers requests. `None` cuts the connection.
trait Respond: Send + Sync + 'static {
    fn respond(
        &self,
        request: Request<Incoming>,
    ) -> impl Future<Output = Option<Response<Full<Bytes>>>> + Send;
}

/// A server on the loopback interface that runs until it is dropped.
struct Server {
    address: SocketAddr,
    task: JoinHandle<Infallible>,
}

impl Server {
    async fn start(port: u16, responder: Arc<impl Respond>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    continue;
                };
                let responder = responder.clone();
                connections.spawn(async move {
                    let service = service_fn(move |request| {
                        let responder = responder.clone();
                        async move { responder.respond(request).await.ok_or("it is cut") }
                    });
                    // A broken connection is a client that left, or one that was cut.
                    let _ = http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, task })
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
