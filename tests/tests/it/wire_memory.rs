//! Memory for small inputs: no reader needs more than a fixed multiple of their size.

use std::io::Write as _;

use crate::transport::{client, get};
use clavata_api::types::{GetJobResponse, ListJobsResponse, Status};
use clavata_api_ext::{Level, flatten};
use mock_gateway::{Answer, MockGateway, Operation};

const MANY: usize = 400_000;

fn list(before: &str, item: &str, after: &str) -> Vec<u8> {
    let items = format!("{item},").repeat(MANY);
    format!("{before}{items}{item}{after}").into_bytes()
}

fn is_spent(said: &impl std::fmt::Display) -> bool {
    said.to_string().contains("more than 16 times its size")
}

#[test]
fn a_page_of_empty_jobs_is_bounded_job_by_job_too() {
    let page = list(r#"{"jobs":["#, "{}", "]}");
    assert!(is_spent(
        &clavata_api::decode::<ListJobsResponse>(&page).unwrap_err()
    ));
    let value = clavata_api::read(&page);
    assert!(value.answer.is_none());
    assert!(is_spent(&value.unreadable[0]), "{:?}", value.unreadable);
    let usual = list(
        r#"{"jobs":["#,
        r#"{"jobUuid":"44444444-4444-4444-8444-000000000001","status":3,"threshold":0.5}"#,
        "]}",
    );
    assert!(clavata_api::read(&usual).unreadable.is_empty());
}

#[test]
fn lists_of_next_to_nothing_are_refused_by_decoding_and_by_rows_from_bytes() {
    for (before, after) in [
        (
            r#"{"job":{"results":[{"report":{"sectionEvaluationReports":["#,
            "]}}]}}",
        ),
        (
            r#"{"job":{"results":[{"report":{"sectionEvaluationReports":[{"assertionEvaluationReports":["#,
            "]}]}}]}}",
        ),
    ] {
        let job = list(before, "{}", after);
        let decoded = clavata_api::decode::<GetJobResponse>(&job);
        assert!(is_spent(&decoded.unwrap_err()), "{before}");
        let mut rows = 0;
        let read = flatten::for_each_row(&job, Level::All, |_| rows += 1);
        assert!(is_spent(&read.unwrap_err()), "{before}");
        assert_eq!(rows, 0, "{before}");
    }
}

#[test]
fn the_details_of_an_error_are_bounded_and_stay_there() {
    for detail in [
        r#"{"a":1}"#,
        r#"{"a":[{},{},{},{}]}"#,
        r#"{"a":{"b":{"c":{}}}}"#,
    ] {
        let error = list(r#"{"code":9,"details":["#, detail, "]}");
        match clavata_api::decode::<Status>(&error) {
            Err(why) => assert!(is_spent(&why), "{why}"),
            // What is not parsed is kept as text.
            Ok(status) => assert!(
                status
                    .details
                    .last()
                    .is_some_and(serde_json::Value::is_string)
            ),
        }
    }
    let hit = r#"{"@type":"t/x.PrecheckFailure","type":1,"details":"md5::hit"}"#;
    let error = list(r#"{"code":9,"details":["#, hit, "]}");
    let status: Status = clavata_api::decode(&error).unwrap();
    assert_eq!(clavata_api::refusals_in(&status).len(), MANY + 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_too_dense_is_said_to_be_and_not_asked_for_again() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![b' '; 32 << 20]).unwrap();
    let body = packer.finish().unwrap();
    let gateway = MockGateway::start().await;
    let headers = [
        ("content-type", "application/json"),
        ("content-encoding", "gzip"),
    ];
    gateway
        .on(Operation::GetJob)
        .always(Answer::raw(200, &headers, body));
    let error = get(&client(&gateway)).await.unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    assert!(error.to_string().contains("more than 256 times"), "{error}");
    assert_eq!(gateway.counts(Operation::GetJob).heads, 1);
    gateway.finish().await;
}
