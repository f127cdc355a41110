//! Rules for bodies.

use super::{Check, Rule};
use crate::model::Node;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "one-media-type",
        asks: "A body has one media type: the generator panics if there are two, or if only some bodies have one.",
        check: Check::Body(|body, report| {
            let types: Vec<String> = body.media_types.iter().map(Node::name).collect();
            let (what, fix) = match types.as_slice() {
                [_] => return,
                [] => (
                    "has no content".to_owned(),
                    "add `content` with application/json",
                ),
                several => (
                    format!("has several media types: {}", several.join(", ")),
                    "keep one",
                ),
            };
            report.key(
                body,
                "content",
                format!("the body {} {what}", body.name()),
                fix,
            );
        }),
    },
    Rule {
        name: "media-type-schema",
        asks: "Every media type has a schema: the generator panics on JSON without one.",
        check: Check::Body(|body, report| {
            for media_type in body.media_types.iter().filter(|one| !one.has("schema")) {
                let what = format!("{} has no schema", media_type.name());
                report.node(
                    media_type,
                    what,
                    "add `schema` with a `$ref` to its content",
                );
            }
        }),
    },
    Rule {
        name: "request-body",
        asks: "A request body is JSON and `required: true`: the generator does not support forms and always sends the body.",
        check: Check::Body(|body, report| {
            if !body.is_request {
                return;
            }
            for media_type in &body.media_types {
                let name = media_type.name();
                if name != "application/json" {
                    let what = format!("the request body is {name}");
                    report.node(media_type, what, "use application/json");
                }
            }
            if !body.is_true("required") {
                report.node(body, "the request body is optional", "add `required: true`");
            }
        }),
    },
];
