//! Storages that redirect to another host.

use std::net::SocketAddr;

use mock_gateway::{Answer, Operation};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{CSV, Desk, call, said};

const JUDGED: &str = "ref_id,outcome\n1,FALSE\n2,TRUE\n3,FALSE\n";

fn to(status: u16, place: &str) -> Answer {
    Answer::raw(
        status,
        &[("location", place)],
        "<Code>TemporaryRedirect</Code>",
    )
}

/// Another host, which answers one request and returns it.
async fn other(answer: &'static str) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = Vec::new();
        let is_whole = |seen: &[u8]| {
            let text = String::from_utf8_lossy(seen).into_owned();
            let (head, body) = text.split_once("\r\n\r\n")?;
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length = length.map_or(0, |length| length.parse().unwrap());
            (body.len() >= length).then_some(())
        };
        while is_whole(&seen).is_none() {
            assert!(stream.read_buf(&mut seen).await.unwrap() > 0);
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}",
            answer.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        String::from_utf8(seen).unwrap()
    });
    (address, served)
}

#[tokio::test]
async fn an_upload_follows_a_307_and_a_308_with_its_file_and_without_the_key() {
    for status in [307, 308] {
        let desk = Desk::with(CSV).await;
        let (address, served) = other("").await;
        let place = format!("http://{address}/bucket?signature=canary");
        desk.gateway
            .on(Operation::UploadInput)
            .next(to(status, &place));
        // The gateway never learns of that upload, so the run ends after one poll.
        let running = desk
            .run()
            .with_timeout(std::time::Duration::from_millis(300));
        assert!(call(&running.await.unwrap_err()).is_timeout());
        let seen = served.await.unwrap();
        assert!(
            seen.starts_with("PUT /bucket?signature=canary HTTP/1.1\r\n"),
            "{seen}"
        );
        assert!(seen.ends_with(CSV), "{seen}");
        let lower = seen.to_lowercase();
        assert!(
            !lower.contains("authorization") && !lower.contains("test-key"),
            "{seen}"
        );
        assert!(
            !lower.contains("x-clavata") && !lower.contains("referer"),
            "{seen}"
        );
        desk.gateway.finish().await;
    }
}

#[tokio::test]
async fn a_download_follows_a_307_and_a_308_without_the_key() {
    for status in [307, 308] {
        let desk = Desk::with(CSV).await;
        let (address, served) = other(JUDGED).await;
        let place = format!("http://{address}/bucket?signature=canary");
        desk.gateway
            .on(Operation::DownloadOutput)
            .next(to(status, &place));
        let report = desk.run().await.unwrap();
        assert!(report.is_complete());
        assert_eq!(std::fs::read_to_string(report.output()).unwrap(), JUDGED);
        let seen = served.await.unwrap();
        assert!(seen.starts_with("GET /bucket?signature=canary "), "{seen}");
        assert!(!seen.to_lowercase().contains("authorization") && !seen.contains("test-key"));
        desk.gateway.finish().await;
    }
}

#[tokio::test]
async fn a_relative_redirect_counts_from_where_it_came() {
    let desk = Desk::with(CSV).await;
    for operation in [Operation::UploadInput, Operation::DownloadOutput] {
        desk.gateway.on(operation).times(2, to(307, "#again"));
    }
    assert!(desk.run().await.unwrap().is_complete());
    assert_eq!((desk.creates(), desk.uploads()), (1, 3));
}

#[tokio::test]
async fn a_redirect_that_the_rules_forbid_is_not_followed() {
    for operation in [Operation::UploadInput, Operation::DownloadOutput] {
        for place in [
            "http://uploads.example.com/x?signature=canary",
            "ftp://127.0.0.1/x?signature=canary",
            "http://user:canary@127.0.0.1:9/x",
            "http://",
            "",
        ] {
            let desk = Desk::with(CSV).await;
            desk.gateway.on(operation).always(to(307, place));
            let error = desk.run().await.unwrap_err();
            assert!(call(&error).is_unreadable(), "{error:?}");
            assert!(
                call(&error).is_of_storage() && !said(&error).contains("canary"),
                "{error}"
            );
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn other_redirects_and_redirects_without_end_are_not_followed() {
    for operation in [Operation::UploadInput, Operation::DownloadOutput] {
        for status in [301, 302, 303, 307] {
            let desk = Desk::with(CSV).await;
            let place = if status == 307 {
                "#on"
            } else {
                "https://uploads.example.com/x"
            };
            desk.gateway.on(operation).always(to(status, place));
            let error = desk.run().await.unwrap_err();
            let call = call(&error);
            assert!(call.is_unreadable() && call.is_of_storage(), "{error:?}");
            assert!(said(&error).contains("redirects"), "{error}");
            assert!(desk.gateway.strays().is_empty());
        }
    }
}
