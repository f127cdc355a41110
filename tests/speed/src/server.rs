//! A loopback server in its own process, so that its work is not counted as the client's.

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// A running server. Dropping it ends the server.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Starts this program again as a server.
    pub fn start(arguments: &[&str]) -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut url)
            .expect("its address");
        Self {
            child,
            url: url.trim().to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, and how long the server waits before sending it.
#[derive(Clone)]
pub struct Reply {
    pub body: Bytes,
    pub after: Duration,
}

/// Serves until the process is ended. `reply` gets the body of each request.
pub async fn serve(reply: impl Fn(&[u8]) -> Reply + Clone + Send + 'static) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("its address"));
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            continue;
        };
        let _ = socket.set_nodelay(true);
        let reply = reply.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request: Request<hyper::body::Incoming>| {
                let reply = reply.clone();
                async move {
                    let request = request.into_body().collect().await;
                    let request = request.map(|body| body.to_bytes()).unwrap_or_default();
                    let reply = reply(&request);
                    if !reply.after.is_zero() {
                        tokio::time::sleep(reply.after).await;
                    }
                    let response = Response::builder()
                        .header("content-type", "application/json")
                        .body(Full::new(reply.body))
                        .expect("a response");
                    Ok::<_, Infallible>(response)
                }
            });
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(socket), answer)
                .await;
        });
    }
}
