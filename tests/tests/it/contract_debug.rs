//! Fields that the contract marks as sensitive never appear in `Debug`.

use std::sync::Arc;

use crate::support::client::client;
use crate::support::codec::decode_as;
use crate::support::contract::{messages, name_of, schemas};
use clavata_api::Call;
use clavata_api::types::CreateJobRequest;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use serde_json::{Map, Value, json};

const CANARY: &str = "canary";

/// A body with every field set, and with the canary in every sensitive one.
fn body(schema: &Value, sensitive: bool) -> Value {
    let text = if sensitive { CANARY } else { "plain" };
    if let Some(reference) = schema.get("$ref") {
        return body(&schemas()[name_of(reference)], sensitive);
    }
    if let Some(all) = schema.get("allOf") {
        return body(&all[0], sensitive);
    }
    if let Some(names) = schema["enum"].as_array() {
        return names[1].clone();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (_, Some("uuid")) => json!("55555555-5555-4555-8555-555555555555"),
        (_, Some("date-time")) => json!("2024-01-02T03:04:05Z"),
        (_, Some("int64")) => json!("7"),
        (Some("string"), _) => json!(text),
        (Some("number" | "integer"), _) => json!(1),
        (Some("boolean"), _) => json!(true),
        (Some("array"), _) if schema["items"].get("anyOf").is_some() => json!([{"@type": "x"}]),
        (Some("array"), _) => json!([body(&schema["items"], sensitive)]),
        _ => {
            if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
                return json!({ text: body(values, sensitive) });
            }
            let fields = schema["properties"].as_object().into_iter().flatten();
            let set = fields.map(|(name, field)| {
                let sensitive = sensitive || field["x-sensitive"] == true;
                (name.clone(), body(field, sensitive))
            });
            Value::Object(set.collect::<Map<_, _>>())
        }
    }
}

#[test]
fn no_debug_of_any_message_prints_what_is_sensitive() {
    let mut with_canary = 0;
    for message in messages() {
        let body = body(&schemas()[message], false).to_string();
        let read = decode_as(message, body.as_bytes())
            .unwrap_or_else(|error| panic!("{message}: {error}"));
        assert!(!read.debug.contains(CANARY), "{message}: {}", read.debug);
        if body.contains(CANARY) {
            with_canary += 1;
            assert!(read.debug.contains("hidden"), "{message}: {}", read.debug);
            // It is hidden, not lost.
            assert!(read.written.to_string().contains(CANARY), "{message}");
        }
        if body.contains("plain") {
            assert!(read.debug.contains("plain"), "{message} hides too much");
        }
    }
    assert!(with_canary >= 12, "only {with_canary} messages were tried");
}

#[test]
fn the_contract_marks_what_is_known_to_be_sensitive() {
    let mut marked = Vec::new();
    for message in messages() {
        for (name, field) in schemas()[message]["properties"]
            .as_object()
            .into_iter()
            .flatten()
        {
            if field["x-sensitive"] == true {
                marked.push(format!("{message}.{name}"));
            }
        }
    }
    for known in [
        "ContentData.text",
        "ContentData.image",
        "ContentData.imageUrl",
        "ContentData.metadata",
        "PolicyEvaluationReport.contentMetadata",
        "Webhook.url",
        "Webhook.extraHeaders",
        "EvaluateLabelsRequest.globalContext",
        "BatchJob.outputFileUrl",
        "CreateBatchJobRequest.webhookUrl",
        "CreateBatchJobResponse.inputFileUploadUrl",
    ] {
        assert!(marked.contains(&known.to_owned()), "{known} is not marked");
    }
}

#[test]
fn what_is_not_there_looks_different_from_what_is_hidden() {
    let read = decode_as("ContentData", b"{}").unwrap();
    assert!(read.debug.contains("unset") && !read.debug.contains("hidden"));
}

#[test]
fn the_debug_of_a_request_prints_neither_key_nor_content() {
    let mut call = Call::default();
    let mut key = HeaderValue::from_static("Bearer canary");
    key.set_sensitive(true);
    Arc::make_mut(&mut call.headers).insert(AUTHORIZATION, key);
    let client = client("http://localhost", call);
    let body = body(&schemas()["CreateJobRequest"], false).to_string();
    let body: CreateJobRequest = clavata_api::decode(body.as_bytes()).unwrap();
    let shown = format!("{:?} {client:?}", client.create_job().body(body));
    assert!(!shown.contains(CANARY), "{shown}");
}

#[test]
fn no_debug_of_an_error_prints_what_the_gateway_says() {
    let refusal = json!({"code": 1, "message": CANARY, "details": [
        {"@type": "t/x.PrecheckFailure", "type": 1, "message": CANARY, "details": CANARY},
    ]});
    let status: clavata_api::types::Status = serde_json::from_value(refusal.clone()).unwrap();
    let refused = clavata_api::ResponseValue::new(
        status,
        reqwest::StatusCode::BAD_REQUEST,
        reqwest::header::HeaderMap::new(),
    );
    let refused = clavata_api::Error::Refused(refused);
    for body in [
        refusal.to_string(),
        format!("{refusal} {CANARY}"),
        format!("{{\"a\": {refusal}"),
    ] {
        let error = clavata_api::decode::<CreateJobRequest>(body.as_bytes()).unwrap_err();
        assert!(error.status().is_some());
        for shown in [
            format!("{error:?} {error}"),
            format!("{refused:?} {refused}"),
        ] {
            assert!(!shown.contains(CANARY), "{shown}");
        }
    }
}
