//! The messages of request bodies.

use crate::protojson::{Field, Kind, Schema};

const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        oneof: None,
    }
}

const fn content(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        oneof: Some("clavata.shared.v1.ContentData.content"),
    }
}

static CONTENT_DATA: Schema = Schema(&[
    content("text", Kind::Text),
    content("image", Kind::Bytes),
    content("imageUrl", Kind::Text),
    field("metadata", Kind::Map),
    field("contentHash", Kind::Text),
    field("contentType", Kind::Text),
    field("labels", Kind::Texts),
]);

static OPTIONS: Schema = Schema(&[field("options", Kind::Map)]);

static WEBHOOK: Schema = Schema(&[field("url", Kind::Text), field("extraHeaders", Kind::Map)]);

pub(crate) static CREATE_JOB: Schema = Schema(&[
    field("contentData", Kind::Messages(&CONTENT_DATA)),
    field("policyId", Kind::Text),
    field("threshold", Kind::Double),
    field("expedited", Kind::Bool),
    field("webhook", Kind::Message(&WEBHOOK)),
    field("options", Kind::Message(&OPTIONS)),
]);

pub(crate) static EVALUATE: Schema = Schema(&[
    field("contentData", Kind::Messages(&CONTENT_DATA)),
    field("policyId", Kind::Text),
    field("threshold", Kind::Double),
    field("expedited", Kind::Bool),
    field("includeEvaluationReport", Kind::Bool),
    field("options", Kind::Message(&OPTIONS)),
]);

static LABEL_EVAL_OPTIONS: Schema = Schema(&[
    field("bypassCache", Kind::Bool),
    field("expedited", Kind::Bool),
    field("bundleSize", Kind::Int64),
    field("threshold", Kind::Double),
    field("stack", Kind::Text),
]);

pub(crate) static EVALUATE_LABELS: Schema = Schema(&[
    field("contentData", Kind::Message(&CONTENT_DATA)),
    field("labelVersionIds", Kind::Texts),
    field("threshold", Kind::Double),
    field("includeEvaluationReport", Kind::Bool),
    field("globalContext", Kind::Text),
    field("labelEvalOptions", Kind::Message(&LABEL_EVAL_OPTIONS)),
]);

pub(crate) static CREATE_BATCH_JOB: Schema = Schema(&[
    field("name", Kind::Text),
    field("policyId", Kind::Text),
    field("webhookUrl", Kind::Text),
]);

pub(crate) static CANCEL_BATCH_JOB: Schema = Schema(&[field("batchJobId", Kind::Text)]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protojson::parse;

    fn error(body: &str) -> String {
        let error = parse(&CREATE_JOB, body.as_bytes()).unwrap_err();
        error.replace('\u{a0}', " ")
    }

    #[test]
    fn a_whole_request_is_understood_by_json_and_by_proto_names() {
        let body = r#"{"content_data":[{"text":"a\u00e9","metadata":{"id":"1"}},{"image":"aGk"},{"imageUrl":null}],
            "policyId":"p","threshold":"0.5","expedited":true,"webhook":{"url":"https://x"},"options":{"options":{}}} trailing"#;
        let message = parse(&CREATE_JOB, body.as_bytes()).unwrap();
        let contents = message.messages("contentData");
        assert_eq!(contents[0].text("text"), "aé");
        assert_eq!(contents[0].map("metadata"), [("id".into(), "1".into())]);
        assert_eq!(
            contents[1].get("image"),
            Some(&crate::protojson::Value::Bytes(b"hi".to_vec()))
        );
        assert!((message.double("threshold") - 0.5).abs() < 1e-9);
    }

    #[test]
    fn mistakes_are_named_as_protobuf_names_them() {
        for (body, message) in [
            (r#"{"x":1}"#, r#"proto: (line 1:2): unknown field "x""#),
            (
                "{\n \"policyId\": \"a\", \"policyId\": \"b\"}",
                r#"proto: (line 2:19): duplicate field "policyId""#,
            ),
            (
                r#"{"policyId":5}"#,
                "proto: (line 1:13): invalid value for string field policyId: 5",
            ),
            (
                r#"{"threshold":"much"}"#,
                r#"proto: (line 1:14): invalid value for double field threshold: "much""#,
            ),
            (
                r#"{"expedited":"true"}"#,
                r#"proto: (line 1:14): invalid value for bool field expedited: "true""#,
            ),
            (
                r#"{"contentData":[{"image":"%%%"}]}"#,
                r#"proto: (line 1:26): invalid value for bytes field image: "%%%""#,
            ),
            (
                r#"{"contentData":{"text":"a"}}"#,
                "proto: syntax error (line 1:16): unexpected token {",
            ),
            (
                r#"{"contentData":[null]}"#,
                "proto: syntax error (line 1:17): unexpected token null",
            ),
            ("[]", "proto: syntax error (line 1:1): unexpected token ["),
            (r#"{"policyId":"a"#, "unexpected EOF"),
        ] {
            assert_eq!(error(body), message, "{body}");
        }
    }

    #[test]
    fn an_empty_body_is_an_empty_message() {
        assert_eq!(parse(&CREATE_JOB, b" \n").unwrap().text("policyId"), "");
    }
}
