//! A plain HTTP/1.1 client over a socket: it shows what the gateway really sends.

use mock_gateway::MockGateway;
use std::fmt::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A job that every gateway knows.
pub(crate) const PATH: &str = "/v1/jobs/55555555-5555-4555-8555-555555555555";

/// The answer, as far as it arrived.
#[derive(Debug)]
pub(crate) struct Plain {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// The body, with the chunked coding decoded as far as it is complete.
    pub(crate) body: Vec<u8>,
    /// Everything that arrived, unchanged.
    pub(crate) bytes: Vec<u8>,
    /// How the connection ended, if it broke.
    pub(crate) broken: Option<std::io::ErrorKind>,
}

impl Plain {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The JSON values of a streamed body, one per line.
    pub(crate) fn lines(&self) -> Vec<serde_json::Value> {
        let lines = self.text().lines();
        lines.map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}

pub(crate) async fn get(gateway: &MockGateway, path: &str) -> Plain {
    send(gateway, "GET", path, &[], "").await
}

pub(crate) async fn post(gateway: &MockGateway, path: &str, body: impl ToString) -> Plain {
    let kind = [("content-type", "application/json")];
    send(gateway, "POST", path, &kind, &body.to_string()).await
}

/// Sends with the test key.
pub(crate) async fn send(
    gateway: &MockGateway,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Plain {
    let mut all = vec![("authorization", "Bearer test-key")];
    all.extend_from_slice(headers);
    send_bare(gateway, method, path, &all, body).await
}

/// Sends these headers and no others, then reads to the end.
pub(crate) async fn send_bare(
    gateway: &MockGateway,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Plain {
    let mut stream = open(gateway, method, path, headers, body).await;
    let (mut bytes, mut buffer, mut broken) = (Vec::new(), vec![0; 16 * 1024], None);
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) => {
                broken = Some(error.kind());
                break;
            }
        }
    }
    parse(bytes, broken)
}

/// Sends a request. The caller reads the answer.
pub(crate) async fn open(
    gateway: &MockGateway,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> TcpStream {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let chunked = headers.iter().any(|(name, _)| *name == "transfer-encoding");
    if !body.is_empty() && !chunked {
        let _ = write!(head, "content-length: {}\r\n", body.len());
    }
    let mut stream = TcpStream::connect(gateway.address()).await.unwrap();
    let request = format!("{head}\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

fn parse(bytes: Vec<u8>, broken: Option<std::io::ErrorKind>) -> Plain {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
    let head = String::from_utf8_lossy(&bytes[..end.unwrap_or(0)]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split(' ').nth(1)?.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let raw = end.map_or(&[][..], |end| &bytes[end + 4..]);
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(raw) } else { raw.to_vec() };
    Plain {
        status: status.unwrap_or(0),
        headers,
        body,
        bytes,
        broken,
    }
}

fn unchunk(mut raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = raw.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&raw[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        let rest = &raw[end + 2..];
        if size == 0 || rest.len() < size + 2 {
            body.extend_from_slice(&rest[..size.min(rest.len())]);
            break;
        }
        body.extend_from_slice(&rest[..size]);
        raw = &rest[size + 2..];
    }
    body
}
