//! Bodies: the media types that the generator can take.

use serde_json::Value;

use super::document::Object;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "several-media-types",
        asks: "A body has one media type: the generator panics at a second one.",
        check: several,
    },
    Rule {
        name: "request-media-type",
        asks: "A request body is JSON: the generator cannot make forms and multipart bodies.",
        check: request,
    },
    Rule {
        name: "media-type-without-schema",
        asks: "Every media type has a schema: the generator panics at JSON without one.",
        check: without_schema,
    },
    Rule {
        name: "request-body-optional",
        asks: "A request body is `required: true`.",
        check: optional,
    },
];

fn bodies(contract: &Contract) -> impl Iterator<Item = Object<'_>> {
    contract
        .document
        .objects()
        .filter(|o| matches!(o.kind, Kind::RequestBody | Kind::Response) && !o.is_reference())
}

fn media_types<'a>(body: &Object<'a>) -> Vec<&'a String> {
    let content = body.map.get("content").and_then(Value::as_object);
    content.into_iter().flat_map(|c| c.keys()).collect()
}

fn several(contract: &Contract, report: &mut Report<'_>) {
    for body in bodies(contract) {
        let types = media_types(&body);
        if types.len() > 1 {
            let types: Vec<&str> = types.into_iter().map(String::as_str).collect();
            report.contract(
                &body.at("content"),
                format!("a body of several media types: {}", types.join(", ")),
                "keep one of them",
            );
        }
    }
}

fn request(contract: &Contract, report: &mut Report<'_>) {
    for body in bodies(contract).filter(|o| o.kind == Kind::RequestBody) {
        let types = media_types(&body);
        if types.is_empty() {
            report.contract(
                body.pointer,
                "a request body without content",
                "add `content` with application/json",
            );
        }
        for media_type in types {
            if media_type != "application/json" {
                report.contract(
                    &body.at("content"),
                    format!("a request body of type {media_type}"),
                    "use application/json",
                );
            }
        }
    }
}

fn without_schema(contract: &Contract, report: &mut Report<'_>) {
    for media_type in contract.document.all(Kind::MediaType) {
        if !media_type.map.contains_key("schema") {
            report.contract(
                media_type.pointer,
                format!("{} without a schema", media_type.name()),
                "add `schema` with a `$ref` to what it holds",
            );
        }
    }
}

fn optional(contract: &Contract, report: &mut Report<'_>) {
    for body in bodies(contract).filter(|o| o.kind == Kind::RequestBody) {
        if body.map.get("required") != Some(&Value::Bool(true)) {
            report.contract(
                body.pointer,
                "a request body that may be left out",
                "add `required: true`; the generated client always sends it",
            );
        }
    }
}
