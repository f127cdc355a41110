//! The evaluate stream: how soon an answer is there once it has arrived, and how many a second.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use clavata_api_ext::{Clavata, Content, Level, flatten};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

use crate::overhead::median;

/// The policy that the answers are about.
const POLICY: Uuid = Uuid::from_u128(0x11111111_1111_4111_8111_111111111111);

/// Milliseconds from the moment the first answer is written to the socket until the caller has it.
pub async fn first_answer(rounds: usize) -> f64 {
    let frame = crate::input::frames(1, 10);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let clavata = client(&format!(
        "http://{}",
        listener.local_addr().expect("its address")
    ));
    let mut waits = Vec::new();
    for _ in 0..rounds {
        let server = async {
            let (mut socket, _) = listener.accept().await.expect("a client");
            read_request(&mut socket).await;
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
            socket.write_all(head.as_bytes()).await.expect("a head");
            tokio::time::sleep(Duration::from_millis(5)).await;
            let chunk = format!("{:x}\r\n{frame}\r\n", frame.len());
            socket.write_all(chunk.as_bytes()).await.expect("a frame");
            let written = Instant::now();
            tokio::time::sleep(Duration::from_millis(20)).await;
            socket.write_all(b"0\r\n\r\n").await.expect("an end");
            written
        };
        let asked = async {
            let mut evaluation = clavata
                .evaluate(POLICY, [Content::text("a")])
                .send()
                .await
                .expect("a stream");
            evaluation.next().await.expect("an answer").expect("one");
            let there = Instant::now();
            while evaluation.next().await.expect("an end").is_some() {}
            there
        };
        let (written, there) = tokio::join!(server, asked);
        waits.push(there.saturating_duration_since(written).as_secs_f64() * 1e3);
    }
    median(waits.into_iter())
}

/// The seconds that `count` answers take through the stream, over those of rows from the same bytes.
pub async fn throughput(count: usize, rounds: usize) -> f64 {
    let body = crate::input::frames(count, 10);
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let clavata = client(&format!(
        "http://{}",
        listener.local_addr().expect("its address")
    ));
    // On a thread of its own, so that sending is not counted as receiving.
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.expect("a client");
            let mut request = Vec::new();
            let mut buffer = vec![0; 1 << 16];
            while !is_whole(&request) {
                let read = socket.read(&mut buffer).expect("a request");
                request.extend_from_slice(&buffer[..read]);
            }
            socket.write_all(response.as_bytes()).expect("a body");
        }
    });
    let mut ratios = Vec::new();
    for _ in 0..rounds {
        let contents = (0..count).map(|_| Content::text("a"));
        let mut evaluation = clavata
            .evaluate(POLICY, contents)
            .send()
            .await
            .expect("a stream");
        let start = Instant::now();
        let mut rows = 0;
        while let Some(answer) = evaluation.next().await.expect("answers") {
            rows += answer.rows().count();
        }
        assert!(rows > count);
        let streamed = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut rows = 0;
        flatten::for_each_row(body.as_bytes(), Level::All, |_| rows += 1).expect("rows");
        ratios.push(start.elapsed().as_secs_f64() / streamed);
    }
    median(ratios.into_iter())
}

fn client(url: &str) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .build()
        .expect("a client")
}

async fn read_request(socket: &mut tokio::net::TcpStream) {
    let mut request = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    while !is_whole(&request) {
        let read = socket.read(&mut buffer).await.expect("a request");
        request.extend_from_slice(&buffer[..read]);
        if read == 0 {
            break;
        }
    }
}

/// Whether a request has come to the end that its head promises.
fn is_whole(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|end| end == b"\r\n\r\n") else {
        return false;
    };
    let length = String::from_utf8_lossy(&request[..head])
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| {
            line.strip_prefix("content-length:")?
                .trim()
                .parse::<usize>()
                .ok()
        });
    request.len() >= head + 4 + length.unwrap_or(0)
}
