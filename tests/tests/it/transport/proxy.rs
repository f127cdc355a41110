//! Proxies that record their requests.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use mock_gateway::capture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A proxy that answers everything itself and records its requests.
pub(crate) struct Proxy {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let requests = seen.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else {
                        break;
                    };
                    head.push(byte);
                }
                let head = String::from_utf8(head).unwrap();
                let answer = if head.starts_with("CONNECT") {
                    "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
                        .to_owned()
                } else {
                    let body = &capture("job_completed").body;
                    format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                        body.len()
                    )
                };
                requests.lock().unwrap().push(head);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, seen }
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// A SOCKS 5 proxy that forwards every connection to one address. It records the requested addresses.
pub(crate) async fn socks(target: std::net::SocketAddr) -> (String, Arc<Mutex<Vec<Vec<u8>>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let wishes = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut greeting = [0; 2];
            stream.read_exact(&mut greeting).await.unwrap();
            let mut methods = vec![0; usize::from(greeting[1])];
            stream.read_exact(&mut methods).await.unwrap();
            stream.write_all(&[5, 0]).await.unwrap();
            let mut wish = [0; 5];
            stream.read_exact(&mut wish).await.unwrap();
            let rest = match wish[3] {
                1 => 3,
                3 => usize::from(wish[4]),
                _ => 15,
            };
            let mut name = vec![0; rest + 2];
            stream.read_exact(&mut name).await.unwrap();
            wishes.lock().unwrap().push([&wish[..], &name].concat());
            let answer = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
            stream.write_all(&answer).await.unwrap();
            let mut there = tokio::net::TcpStream::connect(target).await.unwrap();
            tokio::spawn(async move {
                // It ends when either side closes.
                let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
            });
        }
    });
    (url, asked)
}
