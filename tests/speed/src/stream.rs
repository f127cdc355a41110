//! The evaluate stream: how soon the caller has an answer once it has arrived, and what it costs.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use clavata_api::json::Frames;
use clavata_api_ext::flatten::{self, Flattener};
use clavata_api_ext::{Clavata, Content, ContentResult, Evaluated, Level, Verdict};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

use crate::overhead::median;

/// The policy that the answers are about.
const POLICY: Uuid = Uuid::from_u128(0x11111111_1111_4111_8111_111111111111);

/// Milliseconds from when the first answer is written to the socket until the caller has it.
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

/// What answers of a stream cost: processor time of the thread that reads them, divided by that of validating
/// the same bytes.
#[derive(Debug, serde::Serialize)]
pub struct Cost {
    /// Reading the bytes from the socket and dropping them.
    pub socket: f64,
    /// The stream to verdicts, including the socket.
    pub verdicts: f64,
    /// The stream to verdicts, without the cost of the socket.
    pub verdicts_alone: f64,
    /// The stream to all rows of each answer, without the cost of the socket.
    pub rows_alone: f64,
    /// Bytes in memory to verdicts: frames, and answers that are kept.
    pub in_memory: f64,
    /// Bytes in memory to all rows, with nothing kept.
    pub rows_in_memory: f64,
}

/// Measures all of these alternately, on `count` answers.
pub async fn cost(count: usize, rounds: usize) -> Cost {
    let body: &'static str = crate::input::frames(count, 10).leak();
    let url = serve(body);
    let clavata = client(&url);
    let by_hand = reqwest::Client::new();
    let mut all = Vec::new();
    for _ in 0..rounds {
        let validate = Timer::start();
        for line in body.lines() {
            serde_json::from_str::<serde::de::IgnoredAny>(line).expect("a value");
        }
        let validate = validate.seconds();

        let mut response = by_hand.post(&url).send().await.expect("a response");
        let socket = Timer::start();
        let mut length = 0;
        while let Some(chunk) = response.chunk().await.expect("a body") {
            length += chunk.len();
        }
        let socket = socket.seconds();
        assert_eq!(length, body.len());

        let verdicts = streamed(&clavata, count, |answer| {
            usize::from(answer.verdict() == Verdict::Clear)
        });
        let rows = streamed(&clavata, count, |answer| answer.rows().count());
        let (verdicts, rows) = (verdicts.await, rows.await);

        let memory = Timer::start();
        assert_eq!(kept(body), count);
        let memory = memory.seconds();

        let flat = Timer::start();
        let mut seen = 0;
        flatten::for_each_row(body.as_bytes(), Level::All, |_| seen += 1).expect("rows");
        let flat = flat.seconds();
        assert!(seen > count);
        let costs = [
            socket,
            verdicts,
            verdicts - socket,
            rows - socket,
            memory,
            flat,
        ];
        all.push(costs.map(|seconds| seconds / validate));
    }
    let of = |at: usize| median(all.iter().map(|costs| costs[at]));
    Cost {
        socket: of(0),
        verdicts: of(1),
        verdicts_alone: of(2),
        rows_alone: of(3),
        in_memory: of(4),
        rows_in_memory: of(5),
    }
}

/// The seconds that the answers of a stream and the work on each take.
async fn streamed(clavata: &Clavata, count: usize, each: impl Fn(&Evaluated) -> usize) -> f64 {
    let contents = (0..count).map(|_| Content::text("a"));
    let evaluation = clavata.evaluate(POLICY, contents).send();
    let mut evaluation = evaluation.await.expect("a stream");
    let timer = Timer::start();
    let (mut answers, mut found) = (0, 0);
    while let Some(answer) = evaluation.next().await.expect("answers") {
        answers += 1;
        found += each(&answer);
    }
    let seconds = timer.seconds();
    std::hint::black_box(found);
    assert_eq!(answers, count);
    seconds
}

/// Keeps each answer and asks for its verdict. Returns the number of answers.
fn kept(body: &str) -> usize {
    let (mut frames, mut flattener) = (Frames::new(1 << 24), Flattener::new(Level::All));
    let mut answers = 0;
    for chunk in body.as_bytes().chunks(1 << 16) {
        frames.push(chunk);
        while let Some(line) = frames.line().map(<[u8]>::to_vec) {
            let length = line.len();
            let answer = flattener.keep(line).expect("an answer");
            let result = ContentResult::of_kept(answers, &answer);
            let _ = std::hint::black_box(result.verdict());
            frames.skip_line(length);
            answers += 1;
        }
    }
    answers
}

/// The processor time of the current thread.
struct Timer(f64);

impl Timer {
    fn start() -> Self {
        Self(Self::now())
    }

    fn seconds(&self) -> f64 {
        Self::now() - self.0
    }

    fn now() -> f64 {
        // The system counts it when the thread yields.
        std::thread::sleep(Duration::from_millis(1));
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = text
            .split_whitespace()
            .next()
            .and_then(|text| text.parse::<f64>().ok());
        nanoseconds.unwrap_or(f64::NAN) / 1e9
    }
}

/// Answers each request with the same body, on its own thread, so that sending is not counted as
/// receiving. Returns the address.
fn serve(body: &'static str) -> String {
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
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
    url
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

/// Whether a request is complete, as its head promises.
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
