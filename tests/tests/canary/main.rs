//! Key and content appear nowhere: not in `Debug`, `Display` or the causes of an error, and not
//! in any log, whatever fails. This also tests the spans and events.
//!
//! It is a binary of its own, because it listens to the logs of the whole process.

use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use calls::{Calls, Replies};
use clavata_api_ext::{ApiKey, Clavata, Error, RetryPolicy};
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation, Reply};
use secrets::{CONTENTS, DRESSES, KEY, PASSWORD, check, contents, echo};
use tls::TlsGateway;
use uuid::Uuid;

mod calls;
mod listener;
mod secrets;
#[path = "../it/transport/tls.rs"]
mod tls;
mod transport_spans;

/// A job that every gateway knows.
const JOB: Uuid = Uuid::from_u128(0x5555_5555_5555_4555_8555_5555_5555_5555);

/// A policy that every gateway knows.
const POLICY: Uuid = Uuid::from_u128(0x2222_2222_2222_4222_8222_2222_2222_2222);

#[tokio::test(start_paused = true)]
async fn neither_key_nor_content_is_in_any_text_that_leaves_the_library() {
    let _listening = listener::listen().await;
    let mut errors = 0;
    for fault in Fault::ALL {
        errors += meet(&format!("{fault:?}"), &|_, _| Reply::Fault(*fault)).await;
    }
    for place in 0..ECHOES {
        for (nth, dress) in DRESSES.iter().enumerate() {
            let name = format!("echo {place}, dress {nth}");
            errors += meet(&name, &|operation, said| {
                repeat(place, operation, &dress(said))
            })
            .await;
        }
    }
    errors += meet("no fault", &|_, _| Reply::Ordinary).await;
    // Almost every fault fails every operation.
    assert!(errors > 500, "{errors}");

    let closed = ClosedPort::reserve().unwrap();
    let gateway = MockGateway::builder().key(KEY).start().await;
    let calls = Calls {
        clavata: client(&closed.url()),
        gateway: &gateway,
        name: "a closed port",
        reply: &|_, _| Reply::Ordinary,
        failed: 0,
    };
    assert!(calls.all().await > 8);
    over_http_2().await;
}

/// Over HTTP/2, other libraries write headers and frames, and log them.
async fn over_http_2() {
    tokio::time::resume();
    let gateway = TlsGateway::start("localhost", &["h2"]).await;
    let clavata = Clavata::builder()
        .with_key(KEY)
        .with_base_url(&gateway.url)
        .with_root_certificate(gateway.authority.clone());
    let clavata = clavata.build().unwrap();
    clavata.job(JOB).await.unwrap();
    shows(
        "HTTP/2",
        &clavata.create(POLICY, contents()).send().await.unwrap(),
    );
    let heard = listener::heard();
    assert_eq!(gateway.seen(), [http::Version::HTTP_2; 2]);
    check("what is logged over HTTP/2", &heard);
    // The test does hear our own spans and the logs of the libraries.
    for voice in ["clavata.attempt", "h2::", "reqwest", "rustls"] {
        assert!(heard.contains(voice), "{voice} was not heard");
    }
}

const ECHOES: usize = 13;

/// A gateway that repeats the request in every place that an error reads.
fn repeat(place: usize, operation: Operation, said: &str) -> Reply {
    let status = |code: u8| format!(r#"{{"code":{code},"message":"{said}"}}"#);
    let detail = format!(
        r#"{{"@type":"x.PrecheckFailure","type":"{said}","message":"{said}","details":"{said}"}}"#
    );
    let refusal =
        format!(r#"{{"code":9,"message":"{said}","details":[{detail},"PrecheckFailure {said}"]}}"#);
    let (code, body) = match place {
        0 => (400, status(3)),
        1 => (401, status(16)),
        2 => (429, status(8)),
        3 => (503, status(14)),
        4 => (400, refusal),
        5 => (499, refusal[..refusal.len() - 9].to_owned()),
        6 => (502, format!("<html>{said}</html>")),
        7 => (
            200,
            format!(r#"{{"job":{{"{said}":1,"status":["{said}"]}}}}"#),
        ),
        8 => (200, format!(r#"{{"job":{{"created":"{said}"}}}}"#)),
        9 => {
            let named = format!(r#"{{"metadata":{{"{said}":[1]}}}}"#);
            (200, format!(r#"{{"job":{{"contentData":[{named}]}}}}"#))
        }
        10 => (200, said.to_owned()),
        11 => {
            // The gateway's words in an answer that is not an error.
            let error = format!(r#"{{"errorCode":"{said}","errorMessage":"{said}"}}"#);
            let results = format!(r#"[{{"error":"{said}"}}]"#);
            (
                200,
                format!(r#"{{"error":{error},"results":{results},"state":"{said}"}}"#),
            )
        }
        _ => {
            let frames = [
                "{\"result\":{}}\n".to_owned(),
                format!("{{\"error\":{}}}", status(13)),
            ];
            return Answer::stream(frames, Duration::ZERO).into();
        }
    };
    let body = match operation {
        Operation::Evaluate if code >= 400 => format!("{{\"error\":{body}}}"),
        _ => body,
    };
    Answer::json(code, body)
        .with_header("x-request-id", said)
        .with_header("content-language", said)
        .into()
}

fn client(url: &str) -> Clavata {
    let settings = Clavata::builder()
        .with_key(KEY)
        .with_base_url(url)
        .with_retry(RetryPolicy::default().with_attempts(2))
        .with_answer_limit(1 << 16);
    shows("the builder", &settings);
    let clavata = settings.build().unwrap();
    shows("the client", &clavata);
    clavata
}

/// Makes every call while each operation gets these replies. Returns the number of calls that failed.
async fn meet(name: &str, reply: Replies<'_>) -> usize {
    let gateway = MockGateway::builder().key(KEY).start().await;
    let calls = Calls {
        clavata: client(&gateway.url()),
        gateway: &gateway,
        name,
        reply,
        failed: 0,
    };
    let failed = calls.all().await;
    check(&format!("what is logged ({name})"), &listener::heard());
    failed
}

fn shows(name: &str, value: &impl Debug) {
    check(
        &format!("a Debug ({name})"),
        &format!("{value:?}\n{value:#?}"),
    );
}

/// The error and all of its causes.
fn chain(name: &str, error: &Error) {
    shows(name, error);
    check(&format!("a Display ({name})"), &error.to_string());
    if let Some(refusals) = error.refusals() {
        shows(name, refusals);
        for refusal in refusals {
            shows(name, refusal);
            check(&format!("refusal.message ({name})"), refusal.message());
            check(
                &format!("refusal.content_hash ({name})"),
                refusal.content_hash().unwrap_or_default(),
            );
        }
        refusals
            .raw()
            .iter()
            .for_each(|raw| check(&format!("a raw detail ({name})"), &raw.to_string()));
    }
    check(
        &format!("error.gateway_message ({name})"),
        error.gateway_message().unwrap_or_default(),
    );
    check(
        &format!("error.request_id ({name})"),
        error.request_id().unwrap_or_default(),
    );
    if let Some(completeness) = error.completeness() {
        shows(name, completeness);
        check(name, &completeness.to_string());
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        check(
            &format!("a cause ({name})"),
            &format!("{error}\n{error:?}\n{error:#?}"),
        );
        cause = error.source();
    }
}

#[test]
fn what_cannot_be_built_does_not_say_what_it_was_made_of() {
    shows("a key", &ApiKey::new(KEY).unwrap());
    let broken = format!("{KEY}\n");
    for key in [
        format!("{KEY} {KEY}"),
        format!("{KEY}\u{1F980}"),
        format!("a{broken}b"),
    ] {
        chain("a broken key", &ApiKey::new(&key).unwrap_err());
        let settings = Clavata::builder().with_key(&key);
        shows("a broken key", &settings);
        chain("a broken key", &settings.build().unwrap_err());
    }
    for url in [
        format!("https://user:{PASSWORD}@gateway.example.com"),
        format!("https://{PASSWORD}@gateway.example.com"),
        format!("http://gateway.example.com/?token={PASSWORD}"),
        PASSWORD.to_owned(),
        format!("https://[{PASSWORD}"),
    ] {
        let settings = Clavata::builder().with_key(KEY).with_base_url(&url);
        shows("a base URL", &settings);
        chain("a base URL", &settings.build().unwrap_err());
        let settings = Clavata::builder().with_key(KEY).with_proxy(&url);
        shows("a proxy", &settings);
        if let Err(error) = settings.build() {
            chain("a proxy", &error);
        }
    }
    let settings = Clavata::builder()
        .with_key(KEY)
        .with_root_certificate(PASSWORD);
    shows("a certificate", &settings);
    chain("a certificate", &settings.build().unwrap_err());
}

#[test]
fn the_canaries_are_found_where_they_are() {
    let found = |text: &str| std::panic::catch_unwind(|| check("a test", text)).is_err();
    for dress in DRESSES {
        assert!(found(&dress(&echo(&CONTENTS)).replace("\\\\", "\\")));
    }
    assert!(found(&echo(&CONTENTS)));
    assert!(found(&format!(
        "{:?}",
        contents()[0].try_to_data().unwrap().text
    )));
    assert!(found(&format!(
        "{:?}",
        contents()[1].try_to_data().unwrap().image
    )));
    assert!(!found("nothing"));
}
