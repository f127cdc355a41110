//! A stream that is cut at any byte.

use clavata_api_ext::{Clavata, Evaluated, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::asking::{POLICY, contents, drain, frame};

/// Answers each request with `head` and `body`, then closes the connection.
async fn raw_server(responses: Vec<Vec<u8>>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for response in responses {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            // The body is JSON: its last byte closes it.
            while !(request.windows(4).any(|w| w == b"\r\n\r\n") && request.ends_with(b"}")) {
                let read = socket.read(&mut buffer).await.unwrap();
                request.extend_from_slice(&buffer[..read]);
                if read == 0 {
                    break;
                }
            }
            socket.write_all(&response).await.unwrap();
            socket.shutdown().await.unwrap();
        }
    });
    url
}

#[tokio::test]
async fn a_stream_cut_at_any_byte_never_looks_complete_and_never_loses_an_answer() {
    let frames = [frame(0), frame(1), frame(2)];
    let body = format!("{}\n{}\n\n{}", frames[1], frames[0], frames[2]);
    let ends = [
        frames[1].len(),
        frames[1].len() + 1 + frames[0].len(),
        body.len(),
    ];
    // A clean end (the length is right) and a broken one (the last chunk never comes).
    let clean = |cut: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            cut.len()
        );
        [head.as_bytes(), cut].concat()
    };
    let broken = |cut: &[u8]| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        let chunk = format!("{:x}\r\n", body.len() + 1);
        [head.as_bytes(), chunk.as_bytes(), cut].concat()
    };
    let cuts: Vec<&[u8]> = (0..=body.len()).map(|n| &body.as_bytes()[..n]).collect();
    let mut responses: Vec<Vec<u8>> = cuts.iter().map(|cut| clean(cut)).collect();
    responses.extend(cuts.iter().map(|cut| broken(cut)));
    let url = raw_server(responses).await;
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap();
    for (round, is_clean) in [(0, true), (1, false)] {
        for length in 0..=body.len() {
            let whole = ends.iter().filter(|end| **end <= length).count();
            let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
            let (answers, error) = drain(&mut evaluation).await;
            assert_eq!(answers.len(), whole, "cut at {length}, round {round}");
            let expected: Vec<_> = [1, 0, 2][..whole].iter().map(|n| Some(*n)).collect();
            let inputs: Vec<_> = answers.iter().map(Evaluated::input).collect();
            assert_eq!(inputs, expected, "cut at {length}");
            let complete = is_clean && length == body.len();
            assert_eq!(error.is_none(), complete, "cut at {length}: {error:?}");
            if let Some(error) = error {
                assert!(error.is_stopped_early(), "cut at {length}: {error:?}");
                // After the last answer, the part that was cut off may be about any input.
                let counts = if whole == 3 { 0 } else { whole };
                let completeness = error.completeness().unwrap();
                assert_eq!(completeness.answered(), counts, "cut at {length}");
                assert_eq!(completeness.unanswered().count(), 3 - counts);
                // An error is returned once.
                assert!(evaluation.next().await.unwrap().is_none());
            }
        }
    }
}
