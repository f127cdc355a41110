//! Failures between the client and object storage.

use std::io::Write as _;

use clavata_batch::{BatchError, BatchProgress};
use flate2::Compression;
use flate2::write::GzEncoder;
use mock_gateway::{Answer, Fault, Operation};

use super::{CSV, Desk, call, said};

fn expired(body: &str) -> Answer {
    Answer::raw(403, &[("content-type", "application/xml")], body.to_owned())
}

#[tokio::test]
async fn an_upload_address_that_has_expired_is_said_so() {
    let desk = Desk::with(CSV).await;
    let body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    desk.gateway.on(Operation::UploadInput).next(expired(body));
    let error = desk.run().await.unwrap_err();
    let BatchError::UploadExpired { status, code, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (*status, code.as_deref()),
        (Some(403), Some("AccessDenied"))
    );
    assert!(said(&error).contains("start over"), "{error}");
    assert_eq!((desk.creates(), desk.uploads()), (1, 1));
    assert!(desk.run().start_over().await.unwrap().is_complete());
}

#[tokio::test]
async fn after_four_hours_nothing_is_uploaded() {
    let desk = Desk::with(CSV).await;
    desk.gateway
        .on(Operation::UploadInput)
        .next(Fault::NotFound);
    desk.run().await.unwrap_err();
    let state = std::fs::read_to_string(&desk.state).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let hours = chrono::TimeDelta::hours(4);
    state["created"] = serde_json::json!(chrono::Utc::now() - hours);
    std::fs::write(&desk.state, state.to_string()).unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(matches!(
        error,
        BatchError::UploadExpired { status: None, .. }
    ));
    assert_eq!(desk.uploads(), 1);
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_does_not_replace_what_is_being_judged() {
    for fault in [Fault::ResetBeforeHeaders, Fault::CloseBeforeHeaders] {
        let desk = Desk::with(CSV).await;
        desk.gateway.on(Operation::UploadInput).next(fault);
        assert!(desk.run().await.unwrap().is_complete(), "{fault:?}");
        assert_eq!(desk.uploads(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn an_upload_that_failed_is_sent_again() {
    for fault in [Fault::Unavailable, Fault::Text500, Fault::Html502] {
        let desk = Desk::with(CSV).await;
        desk.gateway.on(Operation::UploadInput).next(fault);
        assert!(desk.run().await.unwrap().is_complete(), "{fault:?}");
        assert_eq!((desk.creates(), desk.uploads()), (1, 2), "{fault:?}");
    }
}

#[tokio::test]
async fn a_download_that_breaks_off_begins_again() {
    for fault in [
        Fault::ResetInBody,
        Fault::CloseInBody,
        Fault::LengthTooLong,
        Fault::Unavailable,
        Fault::CloseBeforeHeaders,
    ] {
        let desk = Desk::with(CSV).await;
        desk.gateway.on(Operation::DownloadOutput).times(2, fault);
        let report = desk.run().await.unwrap();
        assert!(report.is_complete(), "{fault:?}");
        assert_eq!(desk.gateway.counts(Operation::DownloadOutput).bodies, 3);
        assert_eq!(desk.files(), ["comments.csv", "judged.csv"]);
    }
}

#[tokio::test]
async fn a_download_that_never_comes_leaves_no_output_and_can_be_continued() {
    let desk = Desk::with(CSV).await;
    let downloads = desk.gateway.on(Operation::DownloadOutput);
    downloads.always(Fault::ResetInBody);
    let error = desk.run().await.unwrap_err();
    let call = call(&error);
    assert!(call.is_unreadable() && call.is_transient(), "{error:?}");
    assert_eq!(call.attempts(), 4);
    assert!(!desk.output.exists() && desk.state.exists());
    downloads.reset();
    assert!(desk.run().await.unwrap().is_complete());
    assert_eq!((desk.creates(), desk.uploads()), (1, 1));
}

#[tokio::test]
async fn a_download_address_that_has_expired_is_renewed() {
    let desk = Desk::with(CSV).await;
    let downloads = desk.gateway.on(Operation::DownloadOutput);
    downloads.times(2, expired(""));
    assert!(desk.run().await.unwrap().is_complete());
    assert_eq!(desk.gateway.counts(Operation::DownloadOutput).bodies, 3);
}

#[tokio::test]
async fn a_download_that_stays_refused_is_an_error() {
    let desk = Desk::with(CSV).await;
    desk.gateway
        .on(Operation::DownloadOutput)
        .always(expired("<Code>AccessDenied</Code>"));
    let error = desk.run().await.unwrap_err();
    assert_eq!(
        call(&error).refused_by_storage(),
        Some((403, Some("AccessDenied")))
    );
    assert!(!call(&error).is_auth(), "the key was not even sent");
    assert_eq!(desk.gateway.counts(Operation::DownloadOutput).bodies, 3);
}

#[tokio::test]
async fn content_does_not_travel_in_the_clear() {
    for address in ["http://uploads.example.com/x", "ftp://127.0.0.1/x", "x"] {
        let desk = Desk::with(CSV).await;
        let body = format!(r#"{{"batchJobId":"ID","inputFileUploadUrl":"{address}"}}"#);
        let create = desk.gateway.on(Operation::CreateBatchJob);
        create.next(Answer::json(200, body));
        let error = desk.run().await.unwrap_err();
        assert!(call(&error).is_unreadable(), "{error:?}");
        assert!(!said(&error).contains(address) || address == "x", "{error}");
    }
}

#[tokio::test]
async fn a_file_that_changes_after_its_check_is_not_uploaded() {
    for other in [CSV.replace("hello", "jello"), CSV[..20].to_owned()] {
        let desk = Desk::with(CSV).await;
        let input = desk.input.clone();
        let run = desk.run().on_progress(move |progress| {
            if matches!(progress, BatchProgress::Created { .. }) {
                std::fs::write(&input, &other).unwrap();
            }
        });
        let error = run.await.unwrap_err();
        assert!(matches!(error, BatchError::File { .. }));
        assert!(said(&error).contains("changed"), "{error}");
        assert_eq!(desk.uploads(), 0);
        std::fs::write(&desk.input, CSV).unwrap();
        assert!(desk.run().await.unwrap().is_complete());
    }
}

#[tokio::test]
async fn an_output_that_is_stored_as_gzip_is_decompressed() {
    let plain = b"ref_id,outcome,error\n1,FALSE,\n2,TRUE,\n3,FALSE,\n";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(plain).unwrap();
    let gzip = gzip.finish().unwrap();
    // A cut one is downloaded again.
    for body in [&gzip[..], &gzip[..gzip.len() - 9]] {
        let desk = Desk::with(CSV).await;
        let stored = Answer::raw(200, &[("content-encoding", "gzip")], body.to_vec());
        let download = desk.gateway.on(Operation::DownloadOutput);
        download.next(stored);
        let report = desk.run().await.unwrap();
        assert!(report.is_complete(), "{report:?}");
        let output = std::fs::read(&desk.output).unwrap();
        assert_eq!(output == plain, body == gzip);
        desk.gateway.finish().await;
    }
}
