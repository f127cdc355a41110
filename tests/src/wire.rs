//! Controls a connection below HTTP.

use crate::answer::Answer;
use crate::ledger::Watch;
use bytes::Bytes;
use http::StatusCode;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// One step of a plan.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Bytes),
    /// 16 bytes per second.
    Drip(Bytes),
    /// The same bytes repeatedly, until the client leaves.
    Endless(Bytes),
    Pause(Duration),
    /// Nothing, until the client leaves.
    Stall,
    /// RST.
    Reset,
    /// FIN.
    Close,
}

/// The plan for a connection whose request has been read, with the watch of that exchange.
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) watch: Watch,
}

impl Plan {
    /// Runs the plan to its end, or until the client leaves, which the watch records.
    pub(crate) async fn play(self, mut stream: TcpStream) {
        for step in self.steps {
            let stays = match step {
                Step::Send(bytes) => stream.write_all(&bytes).await.is_ok(),
                Step::Drip(bytes) => drip(&mut stream, &bytes).await,
                Step::Endless(bytes) => {
                    endless(&mut stream, &bytes).await;
                    false
                }
                Step::Pause(duration) => stays_for(&mut stream, duration).await,
                Step::Stall => {
                    gone(&mut stream).await;
                    false
                }
                Step::Reset => stream.set_zero_linger().is_ok(),
                Step::Close => stream.shutdown().await.is_ok(),
            };
            if !stays {
                return;
            }
        }
        self.watch.finish();
    }
}

/// A short pause after each 256 KiB lets a paused clock advance, so a client's timeout can end it.
async fn endless(stream: &mut TcpStream, bytes: &[u8]) {
    let breath = (256 * 1024 / bytes.len()).max(1);
    for round in 1_usize.. {
        if stream.write_all(bytes).await.is_err() {
            return;
        }
        if round.is_multiple_of(breath) {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    for piece in bytes.chunks(16) {
        if stream.write_all(piece).await.is_err()
            || !stays_for(stream, Duration::from_secs(1)).await
        {
            return false;
        }
    }
    true
}

async fn stays_for(stream: &mut TcpStream, duration: Duration) -> bool {
    tokio::select! {
        () = sleep(duration) => true,
        () = gone(stream) => false,
    }
}

/// Returns once the client has closed or reset its side.
async fn gone(stream: &mut TcpStream) {
    let mut ignored = [0; 256];
    while stream.read(&mut ignored).await.is_ok_and(|count| count > 0) {}
}

fn head(answer: &Answer) -> String {
    let reason = StatusCode::from_u16(answer.status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason.unwrap_or("-"));
    for (name, value) in &answer.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head
}

/// The answer as bytes. The body breaks off after `limit` bytes. With chunked coding, only a complete
/// body has its last chunk.
pub(crate) fn framed(answer: &Answer, limit: usize) -> Bytes {
    let body = answer.body();
    let cut = &body[..limit.min(body.len())];
    if !answer.chunked {
        return [with_length_of(answer, body.len()).as_bytes(), cut]
            .concat()
            .into();
    }
    let mut bytes = head(answer) + "transfer-encoding: chunked\r\n\r\n";
    let _ = write!(bytes, "{:x}\r\n", cut.len());
    let end: &[u8] = if limit == usize::MAX {
        b"\r\n0\r\n\r\n"
    } else {
        b"\r\n"
    };
    if cut.is_empty() {
        bytes.truncate(bytes.len() - 3);
        let end: &[u8] = if limit == usize::MAX {
            b"0\r\n\r\n"
        } else {
            b""
        };
        return [bytes.as_bytes(), end].concat().into();
    }
    [bytes.as_bytes(), cut, end].concat().into()
}

/// The complete answer as bytes, with a length that may be wrong.
pub(crate) fn with_length(answer: &Answer, length: usize) -> Bytes {
    let head = with_length_of(answer, length);
    [head.as_bytes(), &answer.body()].concat().into()
}

fn with_length_of(answer: &Answer, length: usize) -> String {
    let mut head = head(answer);
    let _ = write!(head, "content-length: {length}\r\n\r\n");
    head
}
