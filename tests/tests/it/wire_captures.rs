//! Every answer recorded from the real gateway and every fixture job decodes, and keeps its values.

use crate::support::codec::decode_as;
use crate::support::meaning::{filled, meaning};
use mock_gateway::{Capture, captures, fixture_jobs};
use serde_json::Value;

/// The schema of a captured answer, if its request was for an operation.
fn schema_of(capture: &Capture) -> &'static str {
    let path = capture.path.split('?').next().unwrap();
    match (capture.status, capture.method.as_str(), path) {
        (_, "POST", "/v1/jobs/stream") => "EvaluateFrame",
        (400.., ..) => "Status",
        (200, "POST", "/v1/jobs") => "CreateJobResponse",
        (200, "GET", "/v1/jobs") => "ListJobsResponse",
        (200, "GET", path) if path.starts_with("/v1/jobs/") => "GetJobResponse",
        other => panic!("no operation answers {other:?}"),
    }
}

/// The JSON values of a body, as they were sent.
fn values(body: &str) -> Vec<Value> {
    let values = serde_json::Deserializer::from_str(body).into_iter();
    values.map(Result::unwrap).collect()
}

/// Everything that the tests of this file read: its name, its schema, its body.
fn bodies() -> Vec<(String, &'static str, Value)> {
    let mut all = Vec::new();
    for capture in captures() {
        for value in values(&capture.body) {
            all.push((capture.name.clone(), schema_of(capture), value));
        }
    }
    for job in fixture_jobs() {
        let value = serde_json::from_str(&job.body).unwrap();
        all.push((job.name, "GetJobResponse", value));
    }
    assert!(all.len() > 30, "only {} bodies", all.len());
    all
}

#[test]
fn every_capture_and_fixture_job_decodes_and_is_stable() {
    for (name, schema, body) in bodies() {
        let read = decode_as(schema, body.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(read.stable, "{name}");
    }
}

#[test]
fn nothing_that_the_contract_names_is_lost_from_a_capture_or_a_fixture_job() {
    for (name, schema, body) in bodies() {
        let read = decode_as(schema, body.to_string().as_bytes()).unwrap();
        assert_eq!(
            meaning(schema, &read.written),
            meaning(schema, &body),
            "{name}"
        );
    }
}

#[test]
fn both_dialects_of_the_same_content_decode_to_equal_values() {
    for (name, schema, body) in bodies() {
        let written = |body: Value| {
            decode_as(schema, body.to_string().as_bytes())
                .unwrap()
                .written
        };
        let sent = written(body.clone());
        let sparse = meaning(schema, &body);
        assert_eq!(written(sparse.clone()), sent, "{name}, sparse");
        assert_eq!(written(filled(schema, &sparse)), sent, "{name}, filled");
    }
}

#[test]
fn the_two_dialects_of_these_tests_are_not_the_same_text() {
    let (mut sparse, mut full) = (String::new(), String::new());
    for (_, schema, body) in bodies() {
        let meaning = meaning(schema, &body);
        sparse += &meaning.to_string();
        full += &filled(schema, &meaning).to_string();
    }
    for unset in ["null", "UNSPECIFIED", "[]"] {
        assert!(!sparse.contains(unset), "{unset}");
        assert!(full.contains(unset), "{unset}");
    }
}

#[test]
fn an_error_decodes_bare_and_as_a_frame() {
    let bare = mock_gateway::capture("create_refused_csam");
    let frame = mock_gateway::capture("stream_refused_first");
    let status: clavata_api::types::Status = clavata_api::decode(bare.body.as_bytes()).unwrap();
    let framed: clavata_api::types::EvaluateFrame =
        clavata_api::decode(frame.body.as_bytes()).unwrap();
    assert_eq!(framed.error, Some(status.clone()));
    assert_eq!(framed.result, None);
    assert_eq!(status.code, 1);
    assert_eq!(status.details[0]["type"], "PRECHECK_FAILURE_TYPE_NCMEC");
}

#[test]
fn the_captures_hold_what_the_wire_rules_are_about() {
    let all: String = captures().iter().map(|c| c.body.as_str()).collect();
    for needle in [
        "\"status\":42",
        "\"customerId\":\"\"",
        "\"metadata\":null",
        "\"labels\":[]",
        "\"contentType\":\"\"",
        "\"uuid\":\"\"",
    ] {
        assert!(all.contains(needle), "no capture holds {needle}");
    }
}
