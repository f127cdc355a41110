//! Shared by the tests of the transport.

pub(crate) mod http2;
pub(crate) mod proxy;
pub(crate) mod tls;

use std::net::Ipv4Addr;
use std::time::Duration;

use clavata_api_ext::{Clavata, ClavataBuilder, Content, Error, RetryPolicy};
use mock_gateway::MockGateway;
use uuid::Uuid;

/// A job that every gateway knows.
pub(crate) const JOB: Uuid = Uuid::from_u128(0x5555_5555_5555_4555_8555_5555_5555_5555);

/// A policy that every gateway knows.
pub(crate) const POLICY: Uuid = Uuid::from_u128(0x2222_2222_2222_4222_8222_2222_2222_2222);

/// The settings of a client whose pauses are exact.
pub(crate) fn steady(url: impl Into<String>) -> ClavataBuilder {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .with_retry(RetryPolicy::default().without_jitter())
}

/// A client of this gateway whose pauses are exact.
pub(crate) fn client(gateway: &MockGateway) -> Clavata {
    steady(gateway.url()).build().unwrap()
}

/// Gets the job that every gateway knows.
pub(crate) async fn get(clavata: &Clavata) -> Result<(), Error> {
    clavata.job(JOB).await.map(drop)
}

/// Creates a job.
pub(crate) async fn create(clavata: &Clavata) -> Result<(), Error> {
    let job = clavata.create(POLICY, [Content::text("some text")]);
    job.send().await.map(drop)
}

/// Evaluates two inputs to the end of the stream.
pub(crate) async fn evaluate(clavata: &Clavata) -> Result<(), Error> {
    let contents = [Content::text("some text"), Content::text("another one")];
    let mut evaluation = clavata.evaluate(POLICY, contents).send().await?;
    while evaluation.next().await?.is_some() {}
    Ok(())
}

/// A port that listens but does not accept connections, because its queue is full.
pub(crate) struct Deaf {
    pub(crate) url: String,
    _held: (tokio::net::TcpListener, Vec<std::net::TcpStream>),
}

impl Deaf {
    pub(crate) fn listen() -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let enter = || std::net::TcpStream::connect_timeout(&address, Duration::from_millis(50));
        let queue = std::iter::repeat_with(enter).map_while(Result::ok);
        let queue: Vec<_> = queue.take(100).collect();
        assert!(queue.len() < 100, "the queue has no end");
        Self {
            url: format!("http://{address}"),
            _held: (listener, queue),
        }
    }
}
