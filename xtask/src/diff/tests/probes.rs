//! Edits of the contract, each with a caller's code that uses what it changes.

use super::edited;

/// An edit of the contract, and code that uses what it changes.
pub(super) struct Probe {
    pub(super) name: &'static str,
    /// The replaced texts and their replacements.
    edits: &'static [(&'static str, &'static str)],
    pub(super) code: &'static str,
}

impl Probe {
    /// The contract after the edit.
    pub(super) fn edit(&self, contract: &str) -> String {
        let edits = self.edits.iter();
        edits.fold(contract.to_owned(), |text, (from, to)| {
            edited(&text, from, to)
        })
    }
}

#[rustfmt::skip]
pub(super) const PROBES: [Probe; 16] = [
    Probe {
        name: "field_renamed",
        edits: &[(
            "        multiplier:\n",
            "        factor:\n",
        )],
        code: "let usage = types::TokenUsage::default(); let _: f32 = usage.multiplier;",
    },
    Probe {
        name: "field_retyped",
        edits: &[(
            "          type: integer\n          format: int32\n          description: The number of content",
            "          type: string\n          format: int64\n          description: The number of content",
        )],
        code: "let usage = types::TokenUsage::default(); let _: i32 = usage.input_tokens;",
    },
    Probe {
        name: "field_gone",
        edits: &[(
            "        stack:\n          type: string\n          description: The name of the evaluation stack to use. Left out means the account's default.\n",
            "",
        )],
        code: "let options = types::LabelEvalOptions::default(); let _: Option<String> = options.stack;",
    },
    Probe {
        name: "field_required",
        edits: &[(
            "      required: [name, policyId]\n",
            "      required: [name, policyId, webhookUrl]\n",
        )],
        code: "let request = types::CreateBatchJobRequest::default(); let _: Option<String> = request.webhook_url;",
    },
    Probe {
        name: "answer_in_request",
        edits: &[
            ("        bypassCache:\n", "        error:\n          description: An error to show. Left out means none.\n          allOf:\n            - $ref: \"#/components/schemas/BatchJobError\"\n        bypassCache:\n"),
            ("    BatchJobError:\n", "    BatchJobError:\n      x-both-ways: true\n"),
        ],
        code: "let error = types::BatchJobError::default(); let _: String = error.error_message;",
    },
    Probe {
        name: "method_renamed",
        edits: &[(
            "operationId: cancel_batch_job",
            "operationId: stop_batch_job",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.cancel_batch_job(); }",
    },
    Probe {
        name: "setter_renamed",
        edits: &[(
            "        - name: pageToken\n",
            "        - name: pageMark\n",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.list_jobs().page_token(String::new()); }",
    },
    Probe {
        name: "setter_retyped",
        edits: &[(
            "          description: Only batch jobs in one of these states; repeat the parameter for each state. Left out means any state.\n          schema:\n            type: array\n            items:\n              $ref: \"#/components/schemas/BatchJobState\"\n",
            "          description: Only batch jobs in one of these states; repeat the parameter for each state. Left out means any state.\n          schema:\n            type: array\n            items:\n              type: string\n",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.list_batch_jobs().states(vec![types::BatchJobState::Error]); }",
    },
    Probe {
        name: "value_gone",
        edits: &[
            ("        - PRECHECK_MATCH_CONFIDENCE_LOW\n", "        - PRECHECK_MATCH_CONFIDENCE_FAR\n"),
            ("        PRECHECK_MATCH_CONFIDENCE_LOW: 4\n", "        PRECHECK_MATCH_CONFIDENCE_FAR: 4\n"),
            ("        PRECHECK_MATCH_CONFIDENCE_LOW: A", "        PRECHECK_MATCH_CONFIDENCE_FAR: A"),
        ],
        code: "let _ = types::PrecheckMatchConfidence::Low;",
    },
    Probe {
        name: "field_new",
        edits: &[(
            "        extraHeaders:\n",
            "        secret:\n          type: string\n          description: A secret to sign with. Left out means none.\n        extraHeaders:\n",
        )],
        code: "let _ = types::Webhook::default().url(String::new());",
    },
    Probe {
        name: "field_respelled",
        edits: &[(
            "        inputFileUploadUrl:\n",
            "        inputFileUploadURL:\n",
        )],
        code: "let answer = types::CreateBatchJobResponse::default(); let _: String = answer.input_file_upload_url;",
    },
    Probe {
        name: "value_new",
        edits: &[
            ("        - JOB_TYPE_TEST\n", "        - JOB_TYPE_TEST\n        - JOB_TYPE_GIFT\n"),
            ("        JOB_TYPE_TEST: 4\n", "        JOB_TYPE_TEST: 4\n        JOB_TYPE_GIFT: 5\n"),
            ("        JOB_TYPE_TEST: A job", "        JOB_TYPE_TEST: A test.\n        JOB_TYPE_GIFT: A job"),
        ],
        code: "let kind = types::JobType::Test; match kind { types::JobType::Test => {} _ => {} }",
    },
    Probe {
        name: "limit_lower",
        edits: &[(
            "          maxItems: 10\n",
            "          maxItems: 5\n",
        )],
        code: "let request = types::EvaluateLabelsRequest::default(); let _: usize = request.label_version_ids.len();",
    },
    Probe {
        name: "path_moved",
        edits: &[(
            "  /v1/labels/evaluate:\n",
            "  /v2/labels/evaluate:\n",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.evaluate_labels(); }",
    },
    Probe {
        name: "parameter_required",
        edits: &[(
            "        - name: batchJobIds\n          in: query\n",
            "        - name: batchJobIds\n          in: query\n          required: true\n",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.list_batch_jobs().batch_job_ids(vec![String::new()]); }",
    },
    Probe {
        name: "deprecated",
        edits: &[(
            "      operationId: create_job\n",
            "      operationId: create_job\n      deprecated: true\n",
        )],
        code: "fn of(client: &clavata_api::Client) { let _ = client.create_job(); }",
    },
];
