//! Every example follows the contract, and the generated types keep all of it.

use crate::support::codec::{CODECS, ENUMS, decode_as};
use crate::support::contract::{enums, messages, operations, schemas, validator};
use crate::support::examples::examples;
use crate::support::meaning::{filled, meaning, schemas_in};
use std::collections::BTreeSet;

#[test]
fn every_example_follows_its_schema_and_names_no_unknown_field() {
    for example in examples() {
        let errors: Vec<String> = validator(example.schema)
            .iter_errors(&example.json())
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", example.file);
    }
}

#[test]
fn the_validator_refuses_what_the_contract_does_not_say() {
    let validator = validator("GetJobResponse");
    let is_valid = |body: &str| validator.is_valid(&serde_json::from_str(body).unwrap());
    assert!(is_valid(r#"{"job": null}"#));
    for body in [
        r#"{"job": {"jobUuid": "no id"}}"#,
        r#"{"job": {"status": "JOB_STATUS_MAYBE"}}"#,
        r#"{"job": {"threshold": "NaN"}}"#,
        r#"{"job": {"misspelled": 1}}"#,
        r#"{"job": {"created": "yesterday"}}"#,
    ] {
        assert!(!is_valid(body), "{body}");
    }
}

#[test]
fn every_example_decodes_and_is_the_same_after_encoding_and_decoding_again() {
    for example in examples() {
        let read = decode_as(example.schema, example.body.as_bytes())
            .unwrap_or_else(|error| panic!("{}: {error}", example.file));
        assert!(read.stable, "{}", example.file);
    }
}

#[test]
fn nothing_that_an_example_says_is_lost_on_the_way_through_the_types() {
    for example in examples() {
        let read = decode_as(example.schema, example.body.as_bytes()).unwrap();
        assert_eq!(
            meaning(example.schema, &read.written),
            meaning(example.schema, &example.json()),
            "{}",
            example.file
        );
    }
}

#[test]
fn an_example_says_the_same_in_both_dialects() {
    for example in examples()
        .iter()
        .filter(|example| example.kind != "request")
    {
        let read = |body: serde_json::Value| {
            decode_as(example.schema, body.to_string().as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", example.file))
                .written
        };
        let sent = read(example.json());
        assert_eq!(
            read(meaning(example.schema, &example.json())),
            sent,
            "{}",
            example.file
        );
        assert_eq!(
            read(filled(example.schema, &example.json())),
            sent,
            "{}",
            example.file
        );
    }
}

#[test]
fn what_the_types_write_for_a_request_follows_the_contract() {
    for example in examples()
        .iter()
        .filter(|example| example.kind == "request")
    {
        let read = decode_as(example.schema, example.body.as_bytes()).unwrap();
        let written = &read.written;
        assert!(
            validator(example.schema).is_valid(written),
            "{}: {written}: {:?}",
            example.file,
            validator(example.schema).validate(written).err()
        );
    }
}

#[test]
fn every_operation_has_an_example_of_each_kind() {
    let examples = examples();
    for operation in operations() {
        let has = |kind: &str| {
            let mut own = examples
                .iter()
                .filter(|example| example.operation == operation.id);
            own.any(|example| example.kind == kind)
        };
        assert!(has("error"), "{} has no example of an error", operation.id);
        assert!(
            has("response") || has("frame"),
            "{} has no example of an answer",
            operation.id
        );
        assert_eq!(
            has("request"),
            operation.spec.get("requestBody").is_some(),
            "{} and the examples of its request",
            operation.id
        );
    }
}

#[test]
fn every_message_and_enum_of_the_contract_is_a_type_and_shown_by_an_example() {
    let of_types: BTreeSet<&str> = CODECS.iter().map(|(name, _)| *name).collect();
    assert_eq!(of_types, messages().into_iter().collect());
    let of_types: BTreeSet<&str> = ENUMS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(of_types, enums().into_iter().collect());

    let mut shown = BTreeSet::new();
    for example in examples() {
        schemas_in(example.schema, &example.json(), &mut shown);
    }
    let all: BTreeSet<&str> = schemas().keys().map(String::as_str).collect();
    let missing: Vec<_> = all.difference(&shown).collect();
    assert!(missing.is_empty(), "no example shows {missing:?}");
}
