//! An HTTP/2 server whose frames are written by hand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const REFUSED_STREAM: u32 = 7;

/// What happens to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// `RST_STREAM`. The work was done, unless the code is `REFUSED_STREAM`.
    Reset(u32),
    /// GOAWAY with a last stream below the request's stream, then the end of the connection.
    Leave(u32),
    /// The work is done; GOAWAY with the request's own stream as the last, then the end.
    LeaveDone(u32),
    /// The work is done; GOAWAY that leaves all streams open, then the end.
    Announce,
    /// The work is done, an answer begins, and `RST_STREAM` says `REFUSED_STREAM`.
    RefuseLate,
}

/// A server that does this to its requests, one after another, and then answers.
#[derive(Default)]
pub(crate) struct Server {
    acts: Mutex<VecDeque<Act>>,
    seen: Mutex<usize>,
    made: Mutex<usize>,
}

impl Server {
    pub(crate) async fn start(acts: impl IntoIterator<Item = Act>) -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Arc::new(Self {
            acts: Mutex::new(acts.into_iter().collect()),
            ..Self::default()
        });
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = accepting.clone();
                tokio::spawn(async move { server.serve(stream).await.ok() });
            }
        });
        (server, url)
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut preface = [0; 24];
        stream.read_exact(&mut preface).await?;
        frame(&mut stream, SETTINGS, 0, 0, &[]).await?;
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head).await?;
            let length =
                usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2]);
            let mut payload = vec![0; length];
            stream.read_exact(&mut payload).await?;
            let (kind, flags) = (head[3], head[4]);
            let mut ends = false;
            let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
            match kind {
                SETTINGS | PING if flags & ACK == 0 => {
                    frame(
                        &mut stream,
                        kind,
                        ACK,
                        0,
                        &payload[..if kind == PING { 8 } else { 0 }],
                    )
                    .await?;
                }
                HEADERS | DATA if flags & END_STREAM != 0 => {
                    ends = self.answer(&mut stream, id).await?;
                }
                _ => {}
            }
            if ends {
                // Until the client has read everything and disconnects.
                stream.shutdown().await?;
                tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
                return Ok(());
            }
        }
    }

    /// Answers a request. Returns whether the connection ends.
    async fn answer(&self, stream: &mut TcpStream, id: u32) -> std::io::Result<bool> {
        *self.seen.lock().unwrap() += 1;
        let act = self.acts.lock().unwrap().pop_front();
        let done = !matches!(act, Some(Act::Reset(REFUSED_STREAM) | Act::Leave(_)));
        *self.made.lock().unwrap() += usize::from(done);
        // A server may add text to GOAWAY, such as what it received.
        let leave = |last: u32, reason: u32| {
            let fixed = [last.to_be_bytes(), reason.to_be_bytes()].concat();
            [&fixed[..], b"you sent test-key and some text"].concat()
        };
        match act {
            Some(Act::Reset(reason)) => {
                frame(stream, RST_STREAM, 0, id, &reason.to_be_bytes()).await?;
            }
            Some(Act::Leave(reason)) => {
                frame(stream, GOAWAY, 0, 0, &leave(id - 1, reason)).await?;
                return Ok(true);
            }
            Some(Act::LeaveDone(reason)) => {
                frame(stream, GOAWAY, 0, 0, &leave(id, reason)).await?;
                return Ok(true);
            }
            Some(Act::Announce) => {
                frame(stream, GOAWAY, 0, 0, &leave(0x7fff_ffff, NO_ERROR)).await?;
                return Ok(true);
            }
            Some(Act::RefuseLate) => {
                frame(stream, HEADERS, END_HEADERS, id, &[0x88]).await?;
                frame(stream, RST_STREAM, 0, id, &REFUSED_STREAM.to_be_bytes()).await?;
            }
            None => {
                // `:status: 200`, the eighth entry of HPACK's static table.
                frame(stream, HEADERS, END_HEADERS, id, &[0x88]).await?;
                let job = r#"{"job":{"jobUuid":"55555555-5555-4555-8555-555555555555"}}"#;
                frame(stream, DATA, END_STREAM, id, job.as_bytes()).await?;
            }
        }
        Ok(false)
    }

    /// The numbers of requests and of jobs.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (*self.seen.lock().unwrap(), *self.made.lock().unwrap())
    }
}

async fn frame(
    stream: &mut TcpStream,
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) -> std::io::Result<()> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend(id.to_be_bytes());
    bytes.extend(payload);
    stream.write_all(&bytes).await
}
