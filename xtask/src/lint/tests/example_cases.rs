//! Cases that break examples.

use super::Case;

const COMPLETED: &str = "get_job.response.completed.json";
const CSAM: &str = "get_job.error.499-csam.json";

pub(super) const CASES: &[Case] = &[
    ("example-name", |draft| {
        let text = draft.examples[COMPLETED].clone();
        draft
            .examples
            .insert("get_job.answer.completed.json".to_owned(), text);
    }),
    ("example-name", |draft| {
        let text = draft.examples[CSAM].clone();
        draft
            .examples
            .insert("get_job.error.csam.json".to_owned(), text);
    }),
    ("example-operation", |draft| {
        let text = draft.examples[COMPLETED].clone();
        draft
            .examples
            .insert("fetch_job.response.completed.json".to_owned(), text);
    }),
    ("example-operation", |draft| {
        draft
            .examples
            .insert("get_job.request.empty.json".to_owned(), "{}".to_owned());
    }),
    ("example-operation", |draft| {
        let text = draft.examples["evaluate.frame.result.json"].clone();
        draft
            .examples
            .insert("evaluate.response.all.json".to_owned(), text);
    }),
    ("example-missing", |draft| {
        draft.remove_examples("get_job.response");
    }),
    ("example-missing", |draft| {
        draft.remove_examples("create_job.request");
    }),
    ("example-missing", |draft| {
        draft.remove_examples("create_job.error");
    }),
    ("example-missing", |draft| {
        draft.remove_examples("evaluate.frame");
    }),
    ("example-json", |draft| {
        draft.edit_example(COMPLETED, "{", "{,");
    }),
    ("example-json", |draft| {
        draft.edit_example(CSAM, "\"code\": 1,", "\"code\": 1, \"code\": 1,");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(COMPLETED, "\"threshold\": 0.5", "\"threshold\": \"half\"");
    }),
    ("example-invalid", |draft| {
        let id = "55555555-5555-4555-8555-555555555555";
        draft.edit_example(COMPLETED, id, "not-a-uuid");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(
            "create_job.request.text.json",
            "\"policyId\"",
            "\"threshold\"",
        );
        draft.edit_example(
            "create_job.request.text.json",
            "\"11111111-1111-4111-8111-111111111111\"",
            "0.5",
        );
    }),
    ("example-invalid", |draft| {
        // A detail with a known type must match it, though other details may be anything.
        draft.edit_example(CSAM, "\"md5::00000000000000000000000000000abc\"", "7");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(CSAM, "\"matchConfidence\"", "\"confidence\"");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(COMPLETED, "\"customerId\"", "\"accountId\"");
    }),
    ("example-invalid", |draft| {
        draft.edit_example("evaluate.frame.error-csam.json", "\"message\"", "\"text\"");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(COMPLETED, "\"JOB_STATUS_COMPLETED\"", "\"COMPLETED\"");
    }),
    ("example-invalid", |draft| {
        draft.edit_example(CSAM, "\"PRECHECK_FAILURE_TYPE_NCMEC\"", "\"NCMEC\"");
    }),
    ("example-status", |draft| {
        draft.edit_example(CSAM, "\"code\": 1", "\"code\": 5");
    }),
    ("example-status", |draft| {
        draft.edit_example("evaluate.error.499-csam.json", "\"code\": 1", "\"code\": 0");
    }),
    ("example-sparse", |draft| {
        draft.edit_example(
            "get_job.response.pending-sparse.json",
            "\"jobUuid\"",
            "\"completed\": null, \"jobUuid\"",
        );
    }),
    ("example-sparse", |draft| {
        draft.edit_example(
            "get_job.response.pending-sparse.json",
            "\"jobUuid\"",
            "\"results\": [], \"jobUuid\"",
        );
    }),
];
