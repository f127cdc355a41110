//! Each fault does what its description says, as seen by a plain socket.

use crate::plain::{PATH, Plain, get, open};
use mock_gateway::{Fault, MockGateway, Operation, capture};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

/// How long a busy machine may take for something immediate.
const PLENTY: Duration = Duration::from_secs(30);

async fn meet(fault: Fault) -> (MockGateway, Option<Plain>) {
    meet_within(PLENTY, fault).await
}

async fn meet_within(patience: Duration, fault: Fault) -> (MockGateway, Option<Plain>) {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(fault);
    let answer = timeout(patience, get(&gateway, PATH)).await;
    assert_eq!(gateway.counts(Operation::GetJob).bodies, 1, "{fault:?}");
    (gateway, answer.ok())
}

fn right() -> &'static str {
    &capture("job_completed").body
}

#[tokio::test]
async fn faults_of_the_connection_break_it_where_they_say() {
    let half = right().len() / 2;
    for (fault, bytes, broken) in [
        (
            Fault::ResetBeforeHeaders,
            0,
            Some(ErrorKind::ConnectionReset),
        ),
        (Fault::CloseBeforeHeaders, 0, None),
        (Fault::ResetInBody, half, Some(ErrorKind::ConnectionReset)),
        (Fault::CloseInBody, half, None),
        (Fault::ResetAt(7), 7, Some(ErrorKind::ConnectionReset)),
        (Fault::CloseAt(7), 7, None),
        (Fault::LengthTooLong, right().len(), None),
    ] {
        let (_gateway, answer) = meet(fault).await;
        let answer = answer.unwrap();
        assert_eq!(answer.body, right().as_bytes()[..bytes], "{fault:?}");
        assert_eq!(answer.broken, broken, "{fault:?}");
        if bytes > 0 {
            let length: usize = answer.header("content-length").unwrap().parse().unwrap();
            let extra = if fault == Fault::LengthTooLong { 10 } else { 0 };
            assert_eq!(length, right().len() + extra, "{fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn stalls_last_until_the_client_leaves_which_is_recorded() {
    for fault in [
        Fault::StallBeforeHeaders,
        Fault::StallInBody,
        Fault::StallAt(3),
        Fault::SlowDrip,
        Fault::EndlessBody,
    ] {
        let patience = Duration::from_millis(400);
        let (gateway, answer) = meet_within(patience, fault).await;
        assert!(answer.is_none(), "{fault:?} ended");
        let recorded = async {
            while gateway.departures().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PLENTY, recorded).await.unwrap();
        let departures = gateway.departures();
        assert_eq!(departures.len(), 1, "{fault:?}");
        let after = departures[0].after;
        assert!(after >= patience, "{fault:?} {after:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn half_a_body_comes_before_a_stall() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(Fault::StallInBody);
    let key = [("authorization", "Bearer test-key")];
    let mut stream = open(&gateway, "GET", PATH, &key, "").await;
    let mut seen = Vec::new();
    let endless = stream.read_to_end(&mut seen);
    assert!(timeout(Duration::from_millis(100), endless).await.is_err());
    let half = &right().as_bytes()[..right().len() / 2];
    assert!(seen.ends_with(half));
}

#[tokio::test]
async fn strange_bytes_come_as_described() {
    let (_gateway, answer) = meet(Fault::HttpGarbage).await;
    assert!(answer.unwrap().bytes.starts_with(b"SSH-2.0"));
    let (_gateway, answer) = meet(Fault::InformationalFirst).await;
    let bytes = String::from_utf8(answer.unwrap().bytes).unwrap();
    assert!(bytes.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103"));
    assert!(bytes.ends_with(right()));
    let (_gateway, answer) = meet(Fault::CloseInHeaders).await;
    assert_eq!(answer.unwrap().bytes.len(), 30);
    let (_gateway, answer) = meet(Fault::OversizedHeader).await;
    assert_eq!(answer.unwrap().header("x-padding").unwrap().len(), 1 << 20);
    let (_gateway, answer) = meet(Fault::LengthTooShort).await;
    let answer = answer.unwrap();
    let length = (right().len() - 10).to_string();
    assert_eq!(answer.header("content-length"), Some(&*length));
    assert_eq!(answer.body, right().as_bytes());
}

#[tokio::test]
async fn spoilt_bodies_come_in_whole_answers() {
    let body = |fault| async move { meet(fault).await.1.unwrap() };
    let half = &right().as_bytes()[..right().len() / 2];
    assert_eq!(body(Fault::TruncatedJson).await.body, half);
    assert_eq!(body(Fault::CutAt(5)).await.text(), &right()[..5]);
    assert!(String::from_utf8(body(Fault::InvalidUtf8).await.body).is_err());
    assert_eq!(body(Fault::JsonNull).await.text(), "null");
    assert_eq!(body(Fault::JsonEmptyObject).await.text(), "{}");
    let brackets = body(Fault::NestedBrackets).await;
    assert_eq!(brackets.text().matches('[').count(), 100_000);
    let wrong = body(Fault::WrongContentType).await;
    assert!(wrong.header("content-type").unwrap().starts_with("text/"));
    assert_eq!(wrong.text(), right());

    let whole = body(Fault::Gzip).await;
    let broken = body(Fault::BrokenGzip).await;
    for (answer, unpacks) in [(whole, true), (broken, false)] {
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        let mut text = String::new();
        let mut reader = flate2::read::GzDecoder::new(&answer.body[..]);
        let unpacked = std::io::Read::read_to_string(&mut reader, &mut text);
        assert_eq!(unpacked.is_ok() && text == right(), unpacks);
    }
}

#[tokio::test]
async fn every_other_fault_is_a_status_as_its_description_says() {
    for fault in Fault::ALL {
        let described = fault.description().get(..3).unwrap().parse::<u16>();
        let Ok(status) = described else { continue };
        if status == 100 {
            continue;
        }
        let (_gateway, answer) = meet(*fault).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, status, "{fault:?}");
        let kind = answer.header("content-type").unwrap_or_default();
        if status >= 400 && kind.starts_with("application/json") {
            assert!(answer.json()["code"].is_number(), "{fault:?}");
        }
        let names = fault.description().contains("`Retry-After: ");
        let after = answer.header("retry-after");
        if names {
            let told = format!("`Retry-After: {}`", after.unwrap());
            assert!(fault.description().contains(&told), "{fault:?}");
        } else {
            assert_eq!(
                after.is_some(),
                *fault == Fault::RateLimitedDate,
                "{fault:?}"
            );
        }
        if let Some(details) = match fault {
            Fault::RefusedWithoutDetail | Fault::PreconditionPlain => Some(0),
            Fault::RefusedOne | Fault::PreconditionRefused => Some(1),
            Fault::RefusedThree | Fault::RefusedUnreadable => Some(3),
            _ => None,
        } {
            let body = answer.json();
            let found = body["details"].as_array().unwrap();
            assert_eq!(found.len(), details, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_redirect_leads_to_a_host_that_reports_a_key() {
    for fault in [Fault::Redirect302, Fault::Redirect307, Fault::Redirect308] {
        let (gateway, answer) = meet(fault).await;
        let location = answer.unwrap().header("location").unwrap().to_owned();
        assert!(!location.starts_with(&gateway.url()));
        let address = location.trim_start_matches("http://").split('/').next();
        let mut stream = tokio::net::TcpStream::connect(address.unwrap())
            .await
            .unwrap();
        let request =
            "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: secret\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes())
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with(right()));
        assert_eq!(gateway.strays().len(), 1);
        assert!(gateway.unexpected()[0].reason.contains("API key"));
        gateway.allow_unexpected();
    }
}
