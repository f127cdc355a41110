//! Wire rule 1: missing values, ids, lists and maps; and what an error says about the rest.

use clavata_api::decode;
use clavata_api::types::{
    EvaluateLabelsRequest, GetJobResponse, Job, PolicyEvaluationReport, SectionEvaluationReport,
    Status,
};
use proptest::prelude::*;

fn job(fields: &str) -> Job {
    let body = format!(r#"{{"job": {{{fields}}}}}"#);
    let answer: GetJobResponse =
        decode(body.as_bytes()).unwrap_or_else(|error| panic!("{fields}: {error}"));
    answer.job.expect("the job is there")
}

/// The path, `Display` and `Debug` of the error for a job with these fields.
fn refused(fields: &str) -> (String, String) {
    let body = format!(r#"{{"job": {{{fields}}}}}"#);
    match decode::<GetJobResponse>(body.as_bytes()) {
        Ok(answer) => panic!("{fields} became {answer:?}"),
        Err(error) => (
            error.path().unwrap_or_default().to_owned(),
            format!("{error} {error:?} {error:#?}"),
        ),
    }
}

#[test]
fn null_absent_and_empty_are_the_same_for_every_kind_of_field() {
    let absent = job("");
    assert_eq!(absent, Job::default());
    for fields in [
        r#""jobUuid": null, "status": null, "contentData": null, "created": null, "threshold": null"#,
        r#""jobUuid": "", "status": "", "contentData": [], "created": "", "threshold": 0"#,
        r#""jobUuid": "", "status": 0, "results": [], "threshold": "0""#,
        r#""status": "JOB_STATUS_UNSPECIFIED", "jobType": "JOB_TYPE_UNSPECIFIED", "threshold": """#,
    ] {
        assert_eq!(job(fields), absent, "{fields}");
    }
}

#[test]
fn an_empty_id_is_none_and_a_whole_one_is_itself() {
    assert_eq!(job(r#""jobUuid": """#).job_uuid, None);
    for id in [
        "55555555-5555-4555-8555-555555555555",
        "55555555-5555-4555-8555-AAAAAAAAAAAA",
        "55555555-5555-4555-8555-55555555555",
        "job-17",
        "<string>",
        " ",
    ] {
        let read = job(&format!(r#""jobUuid": "{id}""#)).job_uuid.unwrap();
        assert_eq!(read.to_string(), id);
        assert_eq!(read.as_uuid(), id.parse().ok(), "{id}");
    }
}

#[test]
fn a_malformed_time_is_an_error_that_names_its_place_and_hides_its_text() {
    for (field, text) in [
        ("created", "canary yesterday"),
        ("created", "2023-11-14"),
        ("created", "2023-11-14T22:13:20"),
        ("created", "2023-02-30T00:00:00Z"),
        ("created", "2023-11-14T25:00:00Z"),
        ("created", "2023-11-14T22:13:20.Z"),
        ("created", "2023-11-14T22:13:2canaryZ"),
        ("completed", "0"),
        // In UTC, it is outside the years of RFC 3339.
        ("completed", "9999-12-31T23:59:59-01:00"),
        ("completed", "0000-01-01T00:00:00+01:00"),
    ] {
        let (path, shown) = refused(&format!(r#""{field}": "{text}""#));
        assert_eq!(path, format!("job.{field}"), "{text}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn a_value_of_the_wrong_type_is_an_error_that_names_its_place_and_hides_its_text() {
    for (field, json) in [
        ("results", r#""canary""#),
        ("results", r#"{"canary": 1}"#),
        ("status", "[]"),
        ("jobUuid", "[\"canary\"]"),
        ("jobUuid", "4242424242"),
        ("jobUuid", "true"),
        ("created", "4242424242"),
        ("threshold", r#""canary""#),
        ("threshold", r#""canary\", expected""#),
        ("threshold", r#""nan""#),
        ("threshold", r#""inf""#),
        ("threshold", r#""1e999""#),
        ("threshold", "true"),
        ("threshold", "{}"),
        (
            "contentData[0].contentHash",
            "[{\"contentHash\": 4242424242}]",
        ),
        (
            "contentData[0].contentHash",
            "[{\"contentHash\": 42424.24242}]",
        ),
    ] {
        let name = field.split('[').next().unwrap();
        let (path, shown) = refused(&format!(r#""{name}": {json}"#));
        assert_eq!(path, format!("job.{field}"), "{json}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(!shown.contains("4242"), "{shown}");
    }
}

#[test]
fn the_keys_of_a_map_are_content_and_stay_out_of_an_error() {
    let metadata = r#""contentData": [{"metadata": {"canary": []}}]"#;
    let (path, shown) = refused(metadata);
    assert_eq!(path, "job.contentData[0].metadata.*");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn the_place_of_a_cut_is_the_innermost_value_that_is_known() {
    for (cut, place) in [
        (
            r#"{"job": {"contentData": [{"metadata": {"canary": "x"}}, {"#,
            "job.contentData[1]",
        ),
        (r#"{"job": {"status": "JOB_STATUS_COMPLETED""#, "job"),
        (r#"{"job": {"#, "job"),
    ] {
        let error = decode::<GetJobResponse>(cut.as_bytes()).unwrap_err();
        assert_eq!(error.path(), Some(place), "{cut}");
    }
}

#[test]
fn a_list_is_no_message() {
    // If read by position, a list could pass for a verdict.
    for fields in [
        r#""results": [[]]"#,
        r#""results": [{"report": ["", "", ""]}]"#,
        r#""results": [{"report": {"reviewResult": ["OUTCOME_FALSE", 0.1]}}]"#,
    ] {
        let (path, _) = refused(fields);
        assert!(path.starts_with("job.results[0]"), "{path}");
    }
    assert!(decode::<GetJobResponse>(b"[]").is_err());
    assert!(decode::<Status>(br#"[5, "not found", []]"#).is_err());
}

#[test]
fn a_null_element_of_a_list_is_an_empty_element_so_that_counts_stay_right() {
    let job = job(r#""contentData": [null, {"contentHash": "a"}, null], "results": [null]"#);
    assert_eq!(job.content_data.len(), 3);
    assert_eq!(job.content_data[1].content_hash.as_deref(), Some("a"));
    assert_eq!(job.results.len(), 1);
    assert_eq!(job.results[0].report, None);
    let status: Status = decode(br#"{"details": [null, {"@type": "x"}]}"#).unwrap();
    assert_eq!(status.details.len(), 2);
    let ids = br#"{"labelVersionIds": [null, "", "77777777-7777-4777-8777-777777777777"]}"#;
    let request: EvaluateLabelsRequest = decode(ids).unwrap();
    assert_eq!(request.label_version_ids.len(), 3);
    assert!(request.label_version_ids[0].is_nil());
}

#[test]
fn a_map_keeps_its_empty_keys_and_values() {
    let report: PolicyEvaluationReport = decode(
        br#"{"contentMetadata": {"": "plain", "id": "", "none": null}, "labelMatches": {"": 0, "a": "NaN"}}"#,
    )
    .unwrap();
    assert_eq!(report.content_metadata.len(), 3);
    assert_eq!(report.content_metadata[""], "plain");
    assert_eq!(report.label_matches.len(), 2);
    assert!(report.label_matches["a"].is_nan());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_survives_the_way_out_and_in(text in any::<String>()) {
        let mut label = SectionEvaluationReport::default();
        label.name = text;
        let again: SectionEvaluationReport = decode(&serde_json::to_vec(&label).unwrap()).unwrap();
        prop_assert_eq!(again, label);
    }
}
