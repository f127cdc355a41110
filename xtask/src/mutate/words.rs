//! The material of edits: messages, names, descriptions and schemas.

use serde_json::{Value, json};

/// Messages that are contained only in requests, only in answers, or in both.
pub(super) const MESSAGES: [&str; 12] = [
    "Job",
    "TokenUsage",
    "ReviewResult",
    "BatchJob",
    "LabelEvaluation",
    "ContentData",
    "CreateJobRequest",
    "Webhook",
    "LabelEvalOptions",
    "CreateBatchJobRequest",
    "EvaluateLabelsRequest",
    "ListJobsResponse",
];

/// Names that could cause problems in Rust or in the generator.
pub(super) const NAMES: [&str; 24] = [
    "ref", "match", "in", "async", "self", "crate", "super", "type", "fn", "client", "body",
    "value", "default", "new", "send", "error", "result", "option", "string", "vec", "map",
    "extra2d", "aB", "deviceID",
];

pub(super) const DESCRIPTIONS: [&str; 9] = [
    "What it is. Left out means none.",
    "Two words, or three.",
    "A text with `code` and \"quotes\" in it.",
    "A [link](https://example.com/a_b?c=d#e) to more.",
    "See `Job::status`, [Job] and <b>bold</b>.",
    "Ends with a backslash \\ and {braces} and %percent.",
    "Größe in Metern – “so” 🙂.",
    "```\\nlet x = ;\\n```\\nMore.",
    "Turns \\u202e round.",
];

/// Schemas, each with a value that must be returned unchanged, if lint accepts the schema.
#[rustfmt::skip]
pub(super) fn shapes() -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("type: string", Some(json!("abc"))),
        ("type: string\nformat: uuid", Some(json!("11111111-1111-4111-8111-111111111111"))),
        ("type: string\nformat: date-time\nnullable: true", Some(json!("2026-01-02T03:04:05Z"))),
        ("type: string\nformat: byte", Some(json!("YWJj"))),
        ("type: string\nformat: uri", Some(json!("https://example.com/"))),
        ("type: string\nformat: int64", Some(json!("12345678901"))),
        ("type: number\nformat: double", Some(json!(0.25))),
        ("type: number\nformat: float", Some(json!(0.5))),
        ("type: integer\nformat: int32", Some(json!(7))),
        ("type: integer", None),
        ("type: number", None),
        ("type: boolean", Some(json!(true))),
        ("type: array\nitems: { type: string }", Some(json!(["a", "b"]))),
        ("type: array\nitems: { type: boolean }", Some(json!([true, false]))),
        ("type: array\nitems: { type: integer, format: int32 }", Some(json!([1, 2]))),
        ("type: array\nitems: { type: number, format: double }", Some(json!([0.5]))),
        ("type: array\nitems: { type: string, format: date-time }", Some(json!(["2026-01-02T03:04:05Z"]))),
        ("type: array\nitems: { $ref: \"#/components/schemas/ReviewResult\" }", Some(json!([{ "score": 0.5 }]))),
        ("type: array\nitems: { $ref: \"#/components/schemas/Outcome\" }", Some(json!(["OUTCOME_TRUE"]))),
        ("type: array\nitems: { type: string, format: int64 }", Some(json!(["12345678901"]))),
        ("type: array\nitems: { type: string, format: uuid }", Some(json!(["11111111-1111-4111-8111-111111111111"]))),
        ("type: array\nitems: { type: array, items: { type: string } }", Some(json!([["a"], ["b"]]))),
        ("type: array\nitems: { type: object, additionalProperties: true }", None),
        ("type: object\nadditionalProperties: { type: string }", Some(json!({ "a": "b" }))),
        ("type: object\nadditionalProperties: { type: number, format: double }", Some(json!({ "a": 0.5 }))),
        ("type: object\nadditionalProperties: { type: integer, format: int32 }", Some(json!({ "a": 1 }))),
        ("type: object\nnullable: true\nadditionalProperties: { type: string, format: date-time }", Some(json!({ "a": "2026-01-02T03:04:05Z" }))),
        ("type: object\nnullable: true\nadditionalProperties: { type: boolean }", Some(json!({ "a": true }))),
        ("type: object\nnullable: true\nadditionalProperties: { $ref: \"#/components/schemas/Outcome\" }", Some(json!({ "a": "OUTCOME_TRUE" }))),
        ("type: object\nnullable: true\nadditionalProperties: { $ref: \"#/components/schemas/ReviewResult\" }", Some(json!({ "a": { "score": 0.5 } }))),
        ("type: object\nnullable: true\nadditionalProperties: { type: array, items: { type: string } }", Some(json!({ "a": ["b"] }))),
        ("type: object\nnullable: true\nadditionalProperties: true", Some(json!({ "a": [1, { "b": null }] }))),
        ("type: object", None),
        ("type: object\nproperties: { a: { type: string } }", None),
        ("allOf:\n  - $ref: \"#/components/schemas/Outcome\"", Some(json!("OUTCOME_TRUE"))),
        ("allOf:\n  - $ref: \"#/components/schemas/JobStatus\"", Some(json!("JOB_STATUS_RUNNING"))),
        ("nullable: true\nallOf:\n  - $ref: \"#/components/schemas/ReviewResult\"", Some(json!({ "score": 0.5 }))),
        ("nullable: true\nallOf:\n  - $ref: \"#/components/schemas/Job\"", Some(json!({ "threshold": 0.5 }))),
        ("$ref: \"#/components/schemas/Outcome\"", None),
        ("type: string\nenum: [A, B]", None),
        ("type: string\npattern: \"^a\"", None),
        ("type: string\nmaxLength: 9", None),
        ("type: string\nx-sensitive: true", Some(json!("hidden-value"))),
        ("type: string\nx-sensitive: false", None),
        ("type: string\nx-sensitiv: true", None),
        ("type: boolean\ndeprecated: true", Some(json!(true))),
        ("oneOf: [{ type: string }, { type: boolean }]", None),
        ("type: [string, \"null\"]", None),
        ("type: strin", None),
    ]
}
