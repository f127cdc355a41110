//! What HTTP/2 proves about a request, with frames written by hand.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::transport::{create, evaluate, get, steady};
use clavata_api_ext::{Clavata, Error, RetryPolicy};
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

const NO_ERROR: u32 = 0;
const REFUSED_STREAM: u32 = 7;
/// All error codes of RFC 9113, and an unknown one.
const REASONS: std::ops::RangeInclusive<u32> = 0..=14;

/// What happens to a request.
#[derive(Clone, Copy, Debug)]
enum Act {
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

#[derive(Default)]
struct Server {
    acts: Mutex<VecDeque<Act>>,
    seen: Mutex<usize>,
    made: Mutex<usize>,
}

impl Server {
    async fn start(acts: impl IntoIterator<Item = Act>) -> (Arc<Self>, String) {
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

    fn counts(&self) -> (usize, usize) {
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

fn client(url: &str) -> Clavata {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .http2_prior_knowledge()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .unwrap();
    let short = Duration::from_millis(1);
    steady(url)
        .with_http_client(http)
        .with_retry(RetryPolicy::default().with_pause(short, short))
        .build()
        .unwrap()
}

/// Creates a job. Returns the result, and the numbers of requests and of jobs.
async fn meet(acts: impl IntoIterator<Item = Act>) -> (Result<(), Error>, usize, usize) {
    let (server, url) = Server::start(acts).await;
    let outcome = create(&client(&url)).await;
    let (seen, made) = server.counts();
    (outcome, seen, made)
}

#[tokio::test]
async fn a_create_that_http2_refused_unprocessed_is_sent_again_and_made_once() {
    let left = REASONS.map(Act::Leave);
    for act in left.chain([Act::Reset(REFUSED_STREAM)]) {
        for times in 1..=3 {
            let (outcome, seen, made) = meet(vec![act; times]).await;
            assert!(outcome.is_ok(), "{act:?}: {outcome:?}");
            assert_eq!((seen, made), (times + 1, 1), "{act:?}");
        }
        let (outcome, seen, made) = meet([act; 9]).await;
        let error = outcome.unwrap_err();
        assert!(
            !error.may_have_been_sent() && error.marker().is_none(),
            "{act:?}: {error}"
        );
        assert_eq!(error.type_name(), "not_taken");
        assert_eq!((seen, made), (4, 0), "{act:?}");
    }
}

#[tokio::test]
async fn a_create_that_http2_may_have_begun_is_never_sent_again() {
    let reset = REASONS
        .filter(|reason| *reason != REFUSED_STREAM)
        .map(Act::Reset);
    let left = REASONS.map(Act::LeaveDone);
    for act in reset.chain(left).chain([Act::Announce, Act::RefuseLate]) {
        let (outcome, seen, made) = meet([act]).await;
        let error = outcome.expect_err(&format!("{act:?}"));
        assert!(error.may_have_been_billed(), "{act:?}: {error}");
        assert!(error.marker().is_some(), "{act:?}");
        assert_eq!((seen, made), (1, 1), "{act:?}");
    }
}

#[tokio::test]
async fn refused_first_and_lost_then_is_one_job_that_is_told_of() {
    for lost in [Act::Reset(8), Act::LeaveDone(NO_ERROR), Act::Announce] {
        let (outcome, seen, made) =
            meet([Act::Leave(NO_ERROR), Act::Reset(REFUSED_STREAM), lost]).await;
        assert!(outcome.unwrap_err().may_have_been_billed(), "{lost:?}");
        assert_eq!((seen, made), (3, 1), "{lost:?}");
    }
}

#[tokio::test]
async fn what_reads_is_repeated_after_any_of_it() {
    for act in [
        Act::Reset(2),
        Act::Leave(NO_ERROR),
        Act::LeaveDone(2),
        Act::Announce,
    ] {
        let (server, url) = Server::start([act]).await;
        get(&client(&url)).await.unwrap();
        assert_eq!(server.counts().0, 2, "{act:?}");
    }
}

#[tokio::test]
async fn an_evaluation_that_was_refused_unprocessed_has_billed_nothing() {
    for (act, billed) in [(Act::Leave(NO_ERROR), false), (Act::Reset(2), true)] {
        let (server, url) = Server::start([act; 4]).await;
        let error = evaluate(&client(&url)).await.unwrap_err();
        assert_eq!(error.may_have_been_billed(), billed, "{error}");
        assert_eq!(server.counts().0, 4, "{act:?}");
    }
}

#[tokio::test]
async fn what_a_server_says_as_it_leaves_is_not_repeated() {
    let mut told = 0;
    for act in [
        Act::Leave(2),
        Act::LeaveDone(2),
        Act::LeaveDone(0),
        Act::Announce,
    ] {
        let (_, url) = Server::start([act; 9]).await;
        let clavata = client(&url);
        for outcome in [
            create(&clavata).await,
            get(&clavata).await,
            evaluate(&clavata).await,
        ] {
            let Err(error) = outcome else {
                continue;
            };
            let mut said = format!("{error} {error:?}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                let _ = write!(said, " {error} {error:?}");
                cause = error.source();
            }
            assert!(
                !said.contains("test-key") && !said.contains("some text"),
                "{act:?}: {said}"
            );
            told += usize::from(said.contains("ended the HTTP/2"));
        }
    }
    assert!(told >= 2, "{told}");
}
