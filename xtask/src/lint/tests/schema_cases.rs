//! Cases that break names, types, messages and enums.

use serde_json::json;

use super::Case;
use super::draft::{field, operation};

const OUTCOME: &str = "/components/schemas/Outcome";

pub(super) const CASES: &[Case] = &[
    ("field-shape", |draft| {
        let list = json!({ "type": "array", "description": "Whatever there is.", "items": { "type": "object", "additionalProperties": true } });
        draft.set(&field("BatchJob", "more"), list);
    }),
    ("field-shape", |draft| {
        let maps = json!({ "type": "object", "description": "Whatever there is.", "nullable": true, "additionalProperties": { "type": "object", "additionalProperties": { "type": "string" } } });
        draft.set(&field("BatchJob", "more"), maps);
    }),
    ("answer-in-request", |draft| {
        let answer = json!({
            "description": "The batch job before it. Left out means none.",
            "nullable": true,
            "allOf": [{ "$ref": "#/components/schemas/BatchJob" }],
        });
        draft.set(&field("CreateBatchJobRequest", "before"), answer);
    }),
    ("answer-in-request", |draft| {
        draft.remove("/components/schemas/ContentData/x-both-ways");
    }),
    ("direction-controls", |draft| {
        let description = format!("{}/description", field("BatchJob", "name"));
        draft.set(&description, json!("Turned \u{202e} round."));
    }),
    ("parameter-shape", |draft| {
        let parameter = operation("list_jobs") + "/parameters/0";
        draft.set(&(parameter + "/explode"), json!(false));
    }),
    ("parameter-shape", |draft| {
        let parameter = operation("list_batch_jobs") + "/parameters/0";
        let schema = json!({ "$ref": "#/components/schemas/BatchJob" });
        draft.set(&(parameter + "/schema"), schema);
    }),
    ("parameter-name-taken", |draft| {
        let parameter = operation("list_batch_jobs") + "/parameters/0";
        draft.set(&(parameter + "/name"), json!("send"));
    }),
    ("schema-name", |draft| {
        draft.rename(
            "/components/schemas",
            "ListBatchJobsResponse",
            "v1ListBatchJobsResponse",
        );
        let schema =
            operation("list_batch_jobs") + "/responses/200/content/application~1json/schema";
        draft.set(
            &schema,
            json!({ "$ref": "#/components/schemas/v1ListBatchJobsResponse" }),
        );
    }),
    ("field-name", |draft| {
        draft.set(
            &field("BatchJob", "size_hint"),
            json!({ "type": "string", "description": "How large it may become." }),
        );
    }),
    ("enum-value-name", |draft| {
        for section in ["x-enum-numbers", "x-enum-descriptions"] {
            draft.rename(&format!("{OUTCOME}/{section}"), "OUTCOME_FAILED", "FAILED");
        }
        draft.set(&format!("{OUTCOME}/enum/3"), json!("FAILED"));
        draft
            .examples
            .retain(|_, text| !text.contains("OUTCOME_FAILED"));
    }),
    ("type-missing", |draft| {
        draft.remove(&(field("BatchJob", "name") + "/type"));
    }),
    ("unknown-format", |draft| {
        draft.set(
            &field("BatchJob", "host"),
            json!({ "type": "string", "format": "hostname", "description": "Where it runs." }),
        );
    }),
    ("unknown-format", |draft| {
        let size = json!({ "type": "integer", "format": "int64", "description": "How many bytes it has." });
        draft.set(&field("BatchJob", "size"), size);
    }),
    ("unknown-format", |draft| {
        let size = json!({ "type": "number", "description": "How many bytes it has." });
        draft.set(&field("BatchJob", "size"), size);
    }),
    ("type-missing", |draft| {
        draft.set(
            &field("BatchJob", "notes"),
            json!({ "type": "array", "description": "What people wrote about it." }),
        );
    }),
    ("all-of-one", |draft| {
        let both = json!({
            "description": "Two messages in one.",
            "nullable": true,
            "allOf": [
                { "$ref": "#/components/schemas/BatchJobError" },
                { "$ref": "#/components/schemas/BatchJob" },
            ],
        });
        draft.set(&field("CancelBatchJobResponse", "both"), both);
    }),
    ("field-reference", |draft| {
        let reference = json!({ "$ref": "#/components/schemas/Outcome" });
        draft.set(&field("AssertionEvaluationReport", "result"), reference);
    }),
    ("refused-key", |draft| {
        let either = json!({
            "description": "One thing or the other.",
            "oneOf": [{ "type": "string" }, { "type": "boolean" }],
        });
        draft.set(&field("BatchJob", "either"), either);
    }),
    ("refused-key", |draft| {
        draft.set(&(field("BatchJob", "name") + "/pattern"), json!("^[a-z]*"));
    }),
    ("refused-key", |draft| {
        draft.set("/components/schemas/BatchJob/title", json!("A batch job"));
    }),
    ("schema-kind", |draft| {
        let name = json!({ "type": "string", "description": "A name with a name." });
        draft.set("/components/schemas/BatchName", name);
        let reference = json!({
            "description": "A second name for it.",
            "nullable": true,
            "allOf": [{ "$ref": "#/components/schemas/BatchName" }],
        });
        draft.set(&field("BatchJob", "second"), reference);
    }),
    ("schema-nullable", |draft| {
        draft.set("/components/schemas/ReviewResult/nullable", json!(true));
    }),
    ("nested-type", |draft| {
        let nested = json!({
            "type": "object",
            "description": "Who made it, and when.",
            "properties": { "who": { "type": "string", "description": "The name of a person." } },
        });
        draft.set(&field("BatchJob", "origin"), nested);
    }),
    ("nested-type", |draft| {
        let anything = json!({ "type": "object", "description": "Anything at all." });
        draft.set(&field("BatchJob", "origin"), anything);
    }),
    ("required-undeclared", |draft| {
        draft.set("/components/schemas/Webhook/required/1", json!("uri"));
        draft
            .examples
            .retain(|_, text| !text.contains("\"webhook\""));
    }),
    ("answer-required", |draft| {
        draft.set(
            "/components/schemas/CreateBatchJobResponse/required",
            json!(["name"]),
        );
    }),
    ("answer-limit", |draft| {
        draft.set(
            &(field("ListJobsResponse", "jobs") + "/maxItems"),
            json!(1000),
        );
    }),
    ("answer-limit", |draft| {
        draft.set(&(field("BatchJob", "name") + "/maxLength"), json!(1000));
    }),
    ("answer-nullable", |draft| {
        draft.set(&(field("Job", "completed") + "/nullable"), json!(false));
        draft
            .examples
            .retain(|_, text| !text.contains("\"completed\": null"));
    }),
    ("nested-type", |draft| {
        let nested = json!({
            "type": "string",
            "description": "How it is colored.",
            "enum": ["COLOR_UNSPECIFIED"],
            "default": "COLOR_UNSPECIFIED",
            "x-enum-numbers": { "COLOR_UNSPECIFIED": 0 },
            "x-enum-descriptions": { "COLOR_UNSPECIFIED": "No color." },
        });
        draft.set(&field("BatchJob", "color"), nested);
    }),
    ("enum-type", |draft| {
        draft.set(&format!("{OUTCOME}/enum/4"), json!(4));
    }),
    ("enum-zero", |draft| {
        for section in ["x-enum-numbers", "x-enum-descriptions"] {
            draft.rename(
                &format!("{OUTCOME}/{section}"),
                "OUTCOME_UNSPECIFIED",
                "OUTCOME_NONE",
            );
        }
        draft.set(&format!("{OUTCOME}/enum/0"), json!("OUTCOME_NONE"));
        draft.set(&format!("{OUTCOME}/default"), json!("OUTCOME_NONE"));
        draft
            .examples
            .retain(|_, text| !text.contains("OUTCOME_UNSPECIFIED"));
    }),
    ("enum-zero", |draft| {
        draft.remove(&format!("{OUTCOME}/default"));
    }),
    ("enum-zero", |draft| {
        draft.set(&format!("{OUTCOME}/default"), json!("OUTCOME_FALSE"));
    }),
    ("enum-duplicate", |draft| {
        draft.set(&format!("{OUTCOME}/enum/4"), json!("OUTCOME_FAILED"));
    }),
    ("enum-numbers", |draft| {
        draft.remove(&format!("{OUTCOME}/x-enum-numbers"));
    }),
    ("enum-numbers", |draft| {
        draft.remove(&format!("{OUTCOME}/x-enum-numbers/OUTCOME_TRUE"));
    }),
    ("enum-numbers", |draft| {
        draft.set(&format!("{OUTCOME}/x-enum-numbers/OUTCOME_TRUE"), json!(1));
    }),
    ("enum-numbers", |draft| {
        draft.set(
            &format!("{OUTCOME}/x-enum-numbers/OUTCOME_UNSPECIFIED"),
            json!(-1),
        );
    }),
    ("enum-descriptions", |draft| {
        draft.remove(&format!("{OUTCOME}/x-enum-descriptions"));
    }),
    ("enum-descriptions", |draft| {
        draft.remove(&format!("{OUTCOME}/x-enum-descriptions/OUTCOME_TRUE"));
    }),
    ("enum-descriptions", |draft| {
        draft.set(
            &format!("{OUTCOME}/x-enum-descriptions/OUTCOME_TRUE"),
            json!(""),
        );
    }),
    ("enum-nullable", |draft| {
        draft.set(&(field("Job", "status") + "/nullable"), json!(true));
    }),
];
