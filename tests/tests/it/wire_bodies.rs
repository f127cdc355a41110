//! Bodies that are too large, endless, compressed, cut off, or missing.

use crate::support::meet::{meet, meet_with_limit};
use clavata_api::Error;
use mock_gateway::{Answer, Fault};
use std::error::Error as _;
use std::io::Write as _;
use std::time::Duration;

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_its_announced_length() {
    let error = meet_with_limit(Answer::json(200, "x".repeat(1001)), 1000)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: 1000, .. }),
        "{error:?}"
    );
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.headers().unwrap().contains_key("content-type"));
    let fits = Answer::json(200, format!("{{{}}}", " ".repeat(998)));
    assert!(meet_with_limit(fits, 1000).await.is_ok());
}

#[tokio::test]
async fn a_body_that_is_announced_too_large_is_not_waited_for() {
    let meeting = meet_with_limit(Fault::StallAt(3), 1000);
    let outcome = tokio::time::timeout(Duration::from_secs(5), meeting).await;
    let error = outcome.expect("it is refused at once").unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_body_without_end_is_refused_while_it_is_read() {
    for limit in [0, 1000, 5_000_000] {
        let error = meet_with_limit(Fault::EndlessBody, limit)
            .await
            .unwrap_err();
        let refused = matches!(error, Error::TooLarge { limit: said, .. } if said == limit);
        assert!(refused, "{error:?}");
    }
}

#[tokio::test]
async fn a_compressed_body_counts_by_what_it_unfolds_to() {
    let packed = |text: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(text).unwrap();
        let body = packer.finish().unwrap();
        let headers = [
            ("content-type", "application/json"),
            ("content-encoding", "gzip"),
        ];
        Answer::raw(200, &headers, body)
    };
    let bomb = packed(&vec![b' '; 64 << 20]);
    assert!(bomb.body().len() < 100_000);
    let error = meet_with_limit(bomb, 1_000_000).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooLarge {
                limit: 1_000_000,
                ..
            }
        ),
        "{error:?}"
    );
    let fits = packed(&[b"{".as_slice(), &[b' '; 998], b"}"].concat());
    assert!(meet_with_limit(fits.clone(), 1000).await.is_ok());
    assert!(meet_with_limit(fits, 999).await.is_err());
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_what_is_known_of_it() {
    for fault in [Fault::ResetAt(7), Fault::CloseAt(7), Fault::LengthTooLong] {
        let error = meet(fault).await.unwrap_err();
        let Error::Body { received, .. } = &error else {
            panic!("{fault:?} became {error:?}");
        };
        assert!(
            *received >= 7 || fault == Fault::ResetAt(7),
            "{fault:?}: {received}"
        );
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.headers().unwrap()["content-type"], "application/json");
        assert!(error.source().is_some());
    }
    for fault in [
        Fault::LengthTooShort,
        Fault::TruncatedJson,
        Fault::InvalidUtf8,
    ] {
        let error = meet(fault).await.unwrap_err();
        assert!(
            matches!(error, Error::Unreadable { .. }),
            "{fault:?}: {error:?}"
        );
    }
    let error = meet(Fault::BrokenGzip).await.unwrap_err();
    assert!(matches!(error, Error::Body { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_without_an_answer_is_a_transport_error() {
    for fault in [
        Fault::CloseBeforeHeaders,
        Fault::CloseInHeaders,
        Fault::HttpGarbage,
    ] {
        let error = meet(fault).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{fault:?}: {error:?}");
        assert_eq!(error.status(), None);
        assert!(error.headers().is_none());
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_right_answer_is_read_however_it_travels() {
    for fault in [
        Fault::Gzip,
        Fault::InformationalFirst,
        Fault::CloseAfterAnswer,
    ] {
        let answer = meet(fault).await.unwrap();
        assert!(answer.job.is_some(), "{fault:?}");
        assert_eq!(answer.status(), 200);
    }
}

#[tokio::test]
async fn the_bytes_say_whether_a_body_is_compressed_and_its_headers_do_not() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(br#"{"job":{}}"#).unwrap();
    let packed = gzip.finish().unwrap();
    let plain = br#"{"job":{}}"#.to_vec();
    for body in [packed, plain] {
        for said in [None, Some("gzip"), Some("x-gzip"), Some("gzip, identity")] {
            let mut headers = vec![("content-type", "application/json")];
            headers.extend(said.map(|said| ("content-encoding", said)));
            let answer = meet(Answer::raw(200, &headers, body.clone())).await;
            let answer = answer.unwrap_or_else(|error| panic!("{said:?}: {error}"));
            assert!(answer.job.is_some(), "{said:?}");
        }
    }
}
