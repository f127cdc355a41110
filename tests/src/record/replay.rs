//! Replays a recording.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;

use super::exchange::Exchange;
use super::scrub;
use super::{Respond, Server};
use crate::operation::{Route, route};

/// A gateway that answers as a [`Recorder`](super::Recorder) saw another one answer.
///
/// Each request gets the first unused answer to its operation, method and path. Any other request is unexpected: it
/// gets the status 501, and [`finish`](Self::finish) panics. Neither key nor body is compared, and no answer is used
/// twice.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
/// use mock_gateway::Replay;
/// # let folder = std::env::temp_dir().join(format!("replay-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let replay = Replay::start(&folder).await?;
/// // … a client with the base URL `replay.url()` and any key …
/// replay.finish();
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct Replay {
    server: Server,
    stage: Arc<Stage>,
}

#[derive(Default)]
struct Stage(Mutex<Left>);

#[derive(Default)]
struct Left {
    exchanges: Vec<Exchange>,
    unexpected: Vec<String>,
}

impl Stage {
    fn left(&self) -> MutexGuard<'_, Left> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Replay {
    /// Reads the recording in a folder, and serves it on a free port of the loopback interface.
    ///
    /// # Errors
    /// If the folder cannot be read, or a `.json` file in it is not a recorded exchange.
    pub async fn start(folder: impl AsRef<Path>) -> io::Result<Self> {
        Self::start_at(folder, 0).await
    }

    /// Like [`start`](Self::start), on this port; 0 chooses a free one.
    ///
    /// # Errors
    /// As [`start`](Self::start), and if the port is not available.
    pub async fn start_at(folder: impl AsRef<Path>, port: u16) -> io::Result<Self> {
        let left = Left {
            exchanges: Exchange::read_all(folder.as_ref())?,
            unexpected: Vec::new(),
        };
        let stage = Arc::new(Stage(Mutex::new(left)));
        let server = Server::start(port, stage.clone()).await?;
        Ok(Self { server, stage })
    }

    /// The base URL.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The requests that are not in the recording, by method and operation.
    pub fn unexpected(&self) -> Vec<String> {
        self.stage.left().unexpected.clone()
    }

    /// The number of answers that were not requested yet.
    pub fn unplayed(&self) -> usize {
        self.stage.left().exchanges.len()
    }

    /// Stops it, and asserts that the whole recording was requested and nothing else.
    ///
    /// # Panics
    /// If any answer was not requested, or another request was.
    pub fn finish(self) {
        let unexpected = self.unexpected();
        assert!(unexpected.is_empty(), "unexpected requests: {unexpected:?}");
        let unplayed = self.unplayed();
        assert_eq!(unplayed, 0, "answers were not requested");
    }
}

impl Respond for Stage {
    async fn respond(&self, request: Request<Incoming>) -> Option<Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        body.collect().await.ok()?;
        let operation = match route(&head.method, head.uri.path()) {
            Route::To(operation, _) => operation.name(),
            _ => "no operation",
        };
        let path = scrub::path(head.uri.path());
        let mut left = self.left();
        let is_asked = |exchange: &Exchange| {
            (exchange.operation.as_str(), exchange.path.as_str()) == (operation, path.as_str())
                && exchange.method == head.method.as_str()
        };
        let Some(at) = left.exchanges.iter().position(is_asked) else {
            left.unexpected.push(format!("{} {operation}", head.method));
            let body = r#"{"code":12,"message":"the recording has no unused answer to this request","details":[]}"#;
            let answer = Response::builder().status(501);
            return answer
                .header("content-type", "application/json")
                .body(Full::from(body))
                .ok();
        };
        let exchange = left.exchanges.remove(at);
        let mut answer = Response::builder()
            .status(exchange.status)
            .header("content-type", &exchange.content_type);
        if let Some(wait) = &exchange.retry_after {
            answer = answer.header("retry-after", wait);
        }
        answer.body(Full::from(exchange.body())).ok()
    }
}

impl std::fmt::Debug for Replay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replay")
            .field("address", &self.server.address)
            .field("unplayed", &self.unplayed())
            .finish_non_exhaustive()
    }
}
