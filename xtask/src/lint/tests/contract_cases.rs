//! Cases that break keys, references, operations, parameters, bodies, responses and descriptions.

use serde_json::json;

use super::Case;
use super::draft::{field, operation};

pub(super) const CASES: &[Case] = &[
    ("openapi", |draft| {
        draft.set("/openapi", json!("3.1.0"));
    }),
    ("openapi", |draft| draft.remove("/openapi")),
    ("openapi", |draft| {
        draft.set(&(operation("get_job") + "/sumary"), json!("Get"));
    }),
    ("openapi", |draft| {
        draft.set(&(field("Job", "created") + "/nulable"), json!(true));
    }),
    ("extension", |draft| {
        draft.set("/components/schemas/Job/x-sensitive", json!(true));
    }),
    ("extension", |draft| {
        draft.set(&(field("Job", "created") + "/x-sensitive"), json!("yes"));
    }),
    ("extension", |draft| {
        let numbers = json!({ "ZERO": 0 });
        draft.set(&(field("Job", "created") + "/x-enum-numbers"), numbers);
    }),
    ("extension", |draft| {
        let frame = json!("#/components/schemas/EvaluateFrame");
        draft.set("/components/responses/Failed/x-frame-schema", frame);
    }),
    ("extension", |draft| {
        draft.set(&(field("Job", "created") + "/x-secret"), json!(true));
    }),
    ("openapi", |draft| {
        draft.set("/components/responses/Refused/schema", json!({}));
    }),
    ("openapi", |draft| draft.set("/servers", json!("none"))),
    ("openapi", |draft| {
        draft.set(&field("ListJobsResponse", "remark"), json!("a text"));
    }),
    ("unresolved-reference", |draft| {
        let target = json!({ "$ref": "#/components/schemas/Jobs" });
        draft.set(&(field("ListJobsResponse", "jobs") + "/items"), target);
    }),
    ("unresolved-reference", |draft| {
        let target = json!({ "$ref": "job.yaml#/Job" });
        draft.set(&(field("ListJobsResponse", "jobs") + "/items"), target);
    }),
    ("unresolved-reference", |draft| {
        let content = "/components/responses/StreamRefused/content/application~1json";
        draft.set(
            &format!("{content}/x-frame-schema"),
            json!("#/components/schemas/Frame"),
        );
        draft.remove_examples("evaluate.error");
        draft.examples.insert(
            "evaluate.error.503-unavailable.json".to_owned(),
            r#"{"error": {"code": 14}}"#.to_owned(),
        );
    }),
    ("reference-siblings", |draft| {
        let items = field("ListJobsResponse", "jobs") + "/items";
        draft.set(&(items + "/description"), json!("One of the jobs."));
    }),
    ("unreachable-component", |draft| {
        let orphan = json!({
            "type": "object",
            "description": "Nobody needs this one.",
            "properties": { "name": { "type": "string", "description": "A name for it." } },
        });
        draft.set("/components/schemas/Orphan", orphan);
    }),
    ("unreachable-component", |draft| {
        let scheme =
            json!({ "type": "http", "scheme": "basic", "description": "Nobody uses this one." });
        draft.set("/components/securitySchemes/basic", scheme);
    }),
    ("operation-id", |draft| {
        draft.remove(&(operation("get_job") + "/operationId"));
        draft.remove_examples("get_job");
    }),
    ("operation-id-duplicate", |draft| {
        draft.set(
            &(operation("list_batch_jobs") + "/operationId"),
            json!("list_jobs"),
        );
        draft.remove_examples("list_batch_jobs");
    }),
    ("operation-id", |draft| {
        draft.set(
            &(operation("list_batch_jobs") + "/operationId"),
            json!("listBatchJobs"),
        );
        let examples = std::mem::take(&mut draft.examples);
        draft.examples = examples
            .into_iter()
            .map(|(file, text)| (file.replace("list_batch_jobs", "listBatchJobs"), text))
            .collect();
    }),
    ("undeclared-tag", |draft| {
        draft.set(&(operation("get_job") + "/tags"), json!(["Job"]));
    }),
    ("undeclared-tag", |draft| {
        draft.remove(&(operation("get_job") + "/tags"));
    }),
    ("undeclared-security", |draft| {
        draft.set(&(operation("get_job") + "/security"), json!([]));
    }),
    ("path-parameter", |draft| {
        draft.remove(&(operation("get_job") + "/parameters"));
    }),
    ("path-parameter", |draft| {
        draft.rename("/paths", "/v1/jobs/{jobUuid}", "/v1/jobs/one");
    }),
    ("openapi", |draft| {
        draft.remove(&(operation("get_job") + "/parameters/0/required"));
    }),
    ("parameter-duplicate", |draft| {
        draft.set(
            &(operation("list_batch_jobs") + "/parameters/0/name"),
            json!("states"),
        );
    }),
    ("parameter-place", |draft| {
        draft.set(
            &(operation("list_batch_jobs") + "/parameters/0/in"),
            json!("cookie"),
        );
    }),
    ("parameter-place", |draft| {
        draft.set(
            &(operation("list_jobs") + "/parameters/0/in"),
            json!("header"),
        );
    }),
    ("openapi", |draft| {
        draft.remove(&(operation("list_batch_jobs") + "/parameters/0/schema"));
    }),
    ("parameter-schema", |draft| {
        let parameter = operation("list_batch_jobs") + "/parameters/0";
        for key in ["schema", "style", "explode"] {
            draft.remove(&format!("{parameter}/{key}"));
        }
        let content = json!({ "application/json": { "schema": { "type": "string" } } });
        draft.set(&format!("{parameter}/content"), content);
    }),
    ("parameter-name", |draft| {
        draft.set(
            &(operation("list_batch_jobs") + "/parameters/0/name"),
            json!("batch_job_ids"),
        );
    }),
    ("one-media-type", |draft| {
        let text = json!({ "schema": { "type": "string" } });
        draft.set("/components/responses/Failed/content/text~1html", text);
    }),
    ("request-body", |draft| {
        let content = operation("create_job") + "/requestBody/content";
        draft.rename(&content, "application/json", "multipart/form-data");
    }),
    ("media-type-schema", |draft| {
        let stream = operation("evaluate") + "/responses/200/content/application~1x-ndjson";
        draft.remove(&(stream + "/schema"));
    }),
    ("request-body", |draft| {
        draft.remove(&(operation("create_job") + "/requestBody/required"));
    }),
    ("responses", |draft| {
        draft.remove(&(operation("list_jobs") + "/responses/5XX"));
    }),
    ("responses", |draft| {
        let target = json!({ "$ref": "#/components/responses/Failed" });
        draft.set(&(operation("get_job") + "/responses/default"), target);
    }),
    ("responses", |draft| {
        let accepted = json!({
            "description": "It was taken, and will be done later.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/GetJobResponse" } } },
        });
        draft.set(&(operation("get_job") + "/responses/202"), accepted);
    }),
    ("responses", |draft| {
        let target = json!({ "$ref": "#/components/responses/Refused" });
        draft.set(&(operation("get_job") + "/responses/499"), target);
    }),
    ("refused-key", |draft| {
        let header = json!({ "schema": { "type": "string" } });
        let headers = json!({ "Retry-After": header });
        draft.set("/components/responses/Refused/headers", headers);
    }),
    ("error-schema", |draft| {
        let other = json!({
            "description": "It failed in a way of its own.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/BatchJobError" } } },
        });
        draft.set(&(operation("list_jobs") + "/responses/5XX"), other);
    }),
    ("error-schema", |draft| {
        let inline = json!({
            "description": "It failed like all the others.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Status" } } },
        });
        draft.set(&(operation("list_jobs") + "/responses/5XX"), inline);
    }),
    ("one-media-type", |draft| {
        let empty = json!({ "description": "It failed without a word." });
        draft.set(&(operation("list_jobs") + "/responses/5XX"), empty);
    }),
    ("summary", |draft| {
        draft.remove(&(operation("get_job") + "/summary"));
    }),
    ("summary", |draft| {
        draft.set(&(operation("get_job") + "/summary"), json!("Get one job."));
    }),
    ("description", |draft| {
        draft.remove(&(operation("get_job") + "/description"));
    }),
    ("description", |draft| {
        draft.remove(&(operation("get_job") + "/parameters/0/description"));
    }),
    ("description", |draft| {
        draft.set("/components/responses/Failed/description", json!("Failed."));
    }),
    ("description", |draft| {
        draft.remove("/components/schemas/Job/description");
    }),
    ("description", |draft| {
        draft.set(&(field("Job", "created") + "/description"), json!("  "));
    }),
    ("description", |draft| {
        draft.set(
            &(field("Job", "created") + "/description"),
            json!("when it was created"),
        );
    }),
    ("description", |draft| {
        draft.remove("/tags/0/description");
    }),
];
