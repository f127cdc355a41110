// Made by `cargo xtask codegen` from openapi/clavata.yaml, with progenitor 0.15.1.
// Do not edit: change the contract and run it again.

/// The messages and enums of the contract.
pub mod types {
    use std::collections::BTreeMap;
    use crate::wire::Id;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    crate::wire::message! {
        /// The answer of get job.
        pub struct GetJobResponse {
            /// The job. Null if the gateway knows nothing about it.
            #[wire("job")]
            pub job: Option<Job>,
        }
    }

    crate::wire::message! {
        /// One page of jobs.
        pub struct ListJobsResponse {
            /// The jobs of this page. It may be empty even if more pages follow.
            #[wire("jobs")]
            pub jobs: Vec<Job>,
            /// What to send as `pageToken` to get the next page. Empty on the last page.
            #[wire("nextPageToken")]
            pub next_page_token: String,
        }
    }

    crate::wire::message! {
        /// An evaluation job, which compares a policy with one or more pieces of content. Whether its content may pass depends on all of its results and on its status.
        pub struct Job {
            /// The id of the job.
            #[wire("jobUuid")]
            pub job_uuid: Option<Id>,
            /// The account that owns the job. Empty when the server does not say.
            #[wire("customerId")]
            pub customer_id: Option<Id>,
            /// The policy that judges the content. Empty or missing when unset, as for a job made by evaluate labels.
            #[wire("policyId")]
            pub policy_id: Option<Id>,
            /// The version of the policy that judges the content. Empty or missing when unset.
            #[wire("policyVersionId")]
            pub policy_version_id: Option<Id>,
            /// The published label that judges the content, for a job made by evaluate labels. Empty or missing otherwise.
            #[wire("labelId")]
            pub label_id: Option<Id>,
            /// The version of that label. Empty or missing if the job was not made by evaluate labels.
            #[wire("labelVersionId")]
            pub label_version_id: Option<Id>,
            /// The progress of the job. Only the results of a completed job can be trusted to be complete.
            #[wire("status")]
            pub status: JobStatus,
            /// How the job came to be, for billing and statistics.
            #[wire("jobType")]
            pub job_type: JobType,
            /// The pieces of content of the job, by hash and metadata; the content itself is never sent back. When jobs are listed, empty for a job that is not completed.
            #[wire("contentData")]
            pub content_data: Vec<ContentData>,
            /// One result for each piece of content, once the job is completed. Fewer than the pieces of content means that some are missing.
            #[wire("results")]
            pub results: Vec<JobResult>,
            /// When the job was created. Null when the server does not say.
            #[wire("created")]
            pub created: Option<DateTime<Utc>>,
            /// When the job last changed. Null when the server does not say.
            #[wire("updated")]
            pub updated: Option<DateTime<Utc>>,
            /// When the job was completed. Null until then.
            #[wire("completed")]
            pub completed: Option<DateTime<Utc>>,
            /// The threshold that the job was created with, in 0..1. 0 means that none was given and the server's default (0.5) applied; each report says which one was used. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("threshold")]
            pub threshold: f64,
        }
    }

    crate::wire::message! {
        /// What a job found for one piece of content.
        pub struct JobResult {
            /// The job that this result belongs to. Empty when the server does not say.
            #[wire("jobUuid")]
            pub job_uuid: Option<Id>,
            /// The report. Null if the evaluation made none, which never means that the content may pass.
            #[wire("report")]
            pub report: Option<PolicyEvaluationReport>,
            /// When the result was made. Null when the server does not say.
            #[wire("created")]
            pub created: Option<DateTime<Utc>>,
        }
    }

    crate::wire::message! {
        /// The result of judging one piece of content against a whole policy: the overall outcome, one report for each label, and one for the policy's exception block if it has one.
        pub struct PolicyEvaluationReport {
            /// The policy that judged the content. Empty when unset.
            #[wire("policyId")]
            pub policy_id: Option<Id>,
            /// The human-readable title of the policy. Titles change and may repeat, so use `policyId` to tell policies apart.
            #[wire("policyKey")]
            pub policy_key: String,
            /// The version of the policy that judged the content. Empty when unset.
            #[wire("policyVersionId")]
            pub policy_version_id: Option<Id>,
            /// The published label that judged the content, if evaluate labels was called. Empty or missing otherwise.
            #[wire("labelId")]
            pub label_id: Option<Id>,
            /// The version of that label. Empty or missing if evaluate labels was not called.
            #[wire("labelVersionId")]
            pub label_version_id: Option<Id>,
            /// The overall outcome as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
            #[deprecated]
            #[wire("result")]
            pub result: Outcome,
            /// One report for each label of the policy, in the policy's order. Labels may share a name.
            #[wire("sectionEvaluationReports")]
            pub section_evaluation_reports: Vec<SectionEvaluationReport>,
            /// The exception block of the policy as a whole. Null if the policy has none.
            #[wire("exceptionEvaluationReport")]
            pub exception_evaluation_report: Option<ExceptionEvaluationReport>,
            /// The hash of the content, as `algorithm::hash`, such as `fnv1a128::00000000000000000000000000000000`. Empty when unset.
            #[wire("contentHash")]
            pub content_hash: String,
            /// The metadata that the caller attached to the content, returned unchanged. Null or empty when there was none.
            #[wire("contentMetadata", hidden = true)]
            pub content_metadata: BTreeMap<String, String>,
            /// The overall outcome and score. Null if the server made no review; then the deprecated `result` decides and there is no score.
            #[wire("reviewResult")]
            pub review_result: Option<ReviewResult>,
            /// The lowest score, 0 to 1, that counted as a match in this report. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("threshold")]
            pub threshold: f64,
            /// The score of each label that matched, by the label's name. A summary of the label reports: labels that share a name share an entry. Null or empty when nothing matched or the server does not fill it.
            #[wire("labelMatches")]
            pub label_matches: BTreeMap<String, f32>,
            /// What the evaluation cost. Null when the server does not say.
            #[wire("tokenUsage")]
            pub token_usage: Option<TokenUsage>,
        }
    }

    crate::wire::message! {
        /// The result of judging one piece of content against one label (a LABEL or SECTION block) of the policy.
        pub struct SectionEvaluationReport {
            /// The name of the label. Not unique within a policy.
            #[wire("name")]
            pub name: String,
            /// The outcome of the label as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
            #[deprecated]
            #[wire("result")]
            pub result: Outcome,
            /// What should happen on a match, in the words of the policy's author, such as "block, review". Empty when there is none.
            #[wire("message")]
            pub message: String,
            /// One report for each rule of the label, in the label's order.
            #[wire("assertionEvaluationReports")]
            pub assertion_evaluation_reports: Vec<AssertionEvaluationReport>,
            /// The exception block of this label. Null if the label has none.
            #[wire("exceptionEvaluationReport")]
            pub exception_evaluation_report: Option<ExceptionEvaluationReport>,
            /// The outcome and score of the label. Null if the server made no review; then the deprecated `result` decides and there is no score.
            #[wire("reviewResult")]
            pub review_result: Option<ReviewResult>,
        }
    }

    crate::wire::message! {
        /// The result of judging one piece of content against one rule.
        pub struct AssertionEvaluationReport {
            /// The outcome of the rule. A rule has no review, so this is the one that counts.
            #[wire("result")]
            pub result: Outcome,
            /// The text of the rule as the policy's author wrote it. Empty when the server does not say.
            #[wire("message")]
            pub message: String,
            /// The certainty that the rule holds, in 0..1; -1 means that its evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("score")]
            pub score: f64,
        }
    }

    crate::wire::message! {
        /// The result of judging one piece of content against an exception block (EXCEPT WHEN or UNLESS) of a policy or a label.
        pub struct ExceptionEvaluationReport {
            /// The outcome of the block as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
            #[deprecated]
            #[wire("result")]
            pub result: Outcome,
            /// One report for each rule of the block, in the block's order.
            #[wire("assertionEvaluationReports")]
            pub assertion_evaluation_reports: Vec<AssertionEvaluationReport>,
            /// The outcome and score of the block. Null if the server made no review; then the deprecated `result` decides and there is no score.
            #[wire("reviewResult")]
            pub review_result: Option<ReviewResult>,
        }
    }

    crate::wire::message! {
        /// The outcome of a policy, label or exception block, with its score.
        pub struct ReviewResult {
            /// The outcome. Unspecified means that the deprecated `result` next to it decides.
            #[wire("outcome")]
            pub outcome: Outcome,
            /// The certainty that it holds, in 0..1; -1 means that the evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("score")]
            pub score: f64,
        }
    }

    crate::wire::message! {
        /// What one evaluation cost.
        pub struct TokenUsage {
            /// The number of content tokens that were sent to be judged.
            #[wire("inputTokens")]
            pub input_tokens: i32,
            /// The number of tokens that the account is billed for, after the multiplier.
            #[wire("billedTokens")]
            pub billed_tokens: i32,
            /// The factor between sent and billed tokens; it grows with the complexity of the policy.
            #[wire("multiplier")]
            pub multiplier: f32,
        }
    }

    crate::wire::request! {
        /// One piece of content. A request sets exactly one of `text`, `image` and `imageUrl`, and may add `metadata`; an item with two of them is refused. An answer has only `contentHash` and `metadata`.
        pub struct ContentData {
            /// The text to judge. Requests only.
            #[wire("text", hidden = true)]
            pub text: Option<String>,
            /// The bytes of the image file to judge, in base64. Requests only.
            #[wire("image", hidden = true)]
            pub image: Option<String>,
            /// The URL from which the server can fetch the image to judge, without credentials. Requests only.
            #[wire("imageUrl", hidden = true)]
            pub image_url: Option<String>,
            /// Anything that the caller wants returned with the result, such as an id of its own: results come in no particular order. Null or empty when there is none.
            #[wire("metadata", hidden = true)]
            pub metadata: BTreeMap<String, String>,
            /// The hash of the content, as `algorithm::hash`, computed by the server. Answers only; empty until it is known.
            #[wire("contentHash")]
            pub content_hash: Option<String>,
        }
    }

    crate::wire::request! {
        /// What to judge, by which policy, and how.
        pub struct CreateJobRequest {
            /// The pieces of content, at least one. Each gets a result of its own.
            #[wire("contentData", always = true)]
            pub content_data: Vec<ContentData>,
            /// The policy that judges the content.
            #[wire("policyId", always = true)]
            pub policy_id: Uuid,
            /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
            #[wire("threshold")]
            pub threshold: Option<f64>,
            /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
            #[wire("expedited")]
            pub expedited: Option<bool>,
            /// The webhook to call when the job has ended. If left out, none is called; poll get job instead.
            #[wire("webhook")]
            pub webhook: Option<Webhook>,
            /// Further settings of the evaluation. Left out means the server's own.
            #[wire("options")]
            pub options: Option<JobOptions>,
        }
    }

    crate::wire::message! {
        /// The answer of create job.
        pub struct CreateJobResponse {
            /// The new job. Keep its id to poll it.
            #[wire("job")]
            pub job: Option<Job>,
        }
    }

    crate::wire::request! {
        /// An HTTP POST that the server sends when a job has ended. It is not signed, so get the job to confirm what it says.
        pub struct Webhook {
            /// The URL to call. It must be https.
            #[wire("url", always = true, hidden = true)]
            pub url: String,
            /// Headers to send with the call. Each is sent as `X-Webhook-<name>`, so none can replace one of the server's own headers.
            #[wire("extraHeaders", hidden = true)]
            pub extra_headers: BTreeMap<String, String>,
        }
    }

    crate::wire::request! {
        /// Further settings of an evaluation.
        pub struct JobOptions {
            /// The settings by name. The names are agreed between the account and the vendor.
            #[wire("options")]
            pub options: BTreeMap<String, String>,
        }
    }

    crate::wire::request! {
        /// What to judge at once, by which policy, and how. Like a create job request, but without a webhook.
        pub struct EvaluateRequest {
            /// The pieces of content, at least one. Each gets a result of its own, in no particular order.
            #[wire("contentData", always = true)]
            pub content_data: Vec<ContentData>,
            /// The policy that judges the content.
            #[wire("policyId", always = true)]
            pub policy_id: Uuid,
            /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
            #[wire("threshold")]
            pub threshold: Option<f64>,
            /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
            #[wire("expedited")]
            pub expedited: Option<bool>,
            /// Whether reports in the answer contain a report for each rule of a label. A preview: the gateway may change it. Left out means false.
            #[wire("includeEvaluationReport")]
            pub include_evaluation_report: Option<bool>,
            /// Further settings of the evaluation. Left out means the server's own.
            #[wire("options")]
            pub options: Option<JobOptions>,
        }
    }

    crate::wire::message! {
        /// One result of a stream.
        pub struct EvaluateResponse {
            /// The job that was created for this call; the same in every result of a stream.
            #[wire("jobUuid")]
            pub job_uuid: Option<Id>,
            /// The hash of the content that this result is about, as `algorithm::hash`. Empty when unset.
            #[wire("contentHash")]
            pub content_hash: String,
            /// The report. Null if the evaluation made none, which never means that the content may pass.
            #[wire("policyEvaluationReport")]
            pub policy_evaluation_report: Option<PolicyEvaluationReport>,
        }
    }

    crate::wire::message! {
        /// One JSON value of a stream. Exactly one of its fields is set; an error is the last frame.
        pub struct EvaluateFrame {
            /// A result. Null or missing in an error frame.
            #[wire("result")]
            pub result: Option<EvaluateResponse>,
            /// Why the stream ends before all results were sent. Null or missing in a result frame.
            #[wire("error")]
            pub error: Option<Status>,
        }
    }

    crate::wire::request! {
        /// Which piece of content to judge, by which label versions, and how.
        pub struct EvaluateLabelsRequest {
            /// The one piece of content to judge.
            #[wire("contentData")]
            pub content_data: Option<ContentData>,
            /// The published label versions that judge it, 1 to 10. The results come in this order.
            #[wire("labelVersionIds", always = true)]
            pub label_version_ids: Vec<Uuid>,
            /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
            #[wire("threshold")]
            pub threshold: Option<f64>,
            /// Whether reports in the answer contain a report for each rule of a label. A preview: the gateway may change it. Left out means false.
            #[wire("includeEvaluationReport")]
            pub include_evaluation_report: Option<bool>,
            /// A text that replaces the account's global context for this call. Left out means the account's own.
            #[wire("globalContext", hidden = true)]
            pub global_context: Option<String>,
            /// Finer settings of the evaluation. Left out means the server's own.
            #[wire("labelEvalOptions")]
            pub label_eval_options: Option<LabelEvalOptions>,
        }
    }

    crate::wire::request! {
        /// Finer settings of a label evaluation, each optional.
        pub struct LabelEvalOptions {
            /// Whether to judge anew even if the server has a cached answer. Left out means false.
            #[wire("bypassCache")]
            pub bypass_cache: Option<bool>,
            /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
            #[wire("expedited")]
            pub expedited: Option<bool>,
            /// The number of queries that the server bundles into one, as a decimal string. Left out means the server's choice.
            #[wire("bundleSize")]
            pub bundle_size: Option<i64>,
            /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
            #[wire("threshold")]
            pub threshold: Option<f64>,
            /// The name of the evaluation stack to use. Left out means the account's default.
            #[wire("stack")]
            pub stack: Option<String>,
        }
    }

    crate::wire::message! {
        /// The answer of evaluate labels.
        pub struct EvaluateLabelsResponse {
            /// The hash of the content that was judged, as `algorithm::hash`. Empty when unset.
            #[wire("contentHash")]
            pub content_hash: String,
            /// One result for each label version, in the order of the request.
            #[wire("results")]
            pub results: Vec<EvaluateLabelsResult>,
        }
    }

    crate::wire::message! {
        /// The result for one label version, either an evaluation or an error.
        pub struct EvaluateLabelsResult {
            /// The label. Empty when the server does not say.
            #[wire("labelId")]
            pub label_id: Option<Id>,
            /// The label version, as the request named it.
            #[wire("labelVersionId")]
            pub label_version_id: Option<Id>,
            /// The job that was created for this label version. Empty if none was created.
            #[wire("jobUuid")]
            pub job_uuid: Option<Id>,
            /// The evaluation. Null if it failed; `error` says why.
            #[wire("evaluation")]
            pub evaluation: Option<LabelEvaluation>,
            /// Why this label version could not be evaluated, although the call succeeded. Empty or missing if it could.
            #[wire("error")]
            pub error: String,
        }
    }

    crate::wire::message! {
        /// The result of judging the content against one label version.
        pub struct LabelEvaluation {
            /// The certainty that the label matches, in 0..1; -1 means that the evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("score")]
            pub score: f64,
            /// Whether the label matches.
            #[wire("outcome")]
            pub outcome: Outcome,
            /// The lowest score that counted as a match; the default if the request named none. May be sent as the string "NaN", "Infinity" or "-Infinity".
            #[wire("threshold")]
            pub threshold: f64,
            /// The full report, with the rules of the label. Null when the server leaves it out.
            #[wire("report")]
            pub report: Option<PolicyEvaluationReport>,
        }
    }

    crate::wire::message! {
        /// A job that judges a whole CSV file in the background.
        pub struct BatchJob {
            /// The id of the batch job. It is not promised to be a UUID.
            #[wire("batchJobId")]
            pub batch_job_id: String,
            /// The name that the caller gave it.
            #[wire("name")]
            pub name: String,
            /// The progress of the batch job.
            #[wire("state")]
            pub state: BatchJobState,
            /// When it was created. Null when the server does not say.
            #[wire("createdAt")]
            pub created_at: Option<DateTime<Utc>>,
            /// When it last changed. Null when the server does not say.
            #[wire("updatedAt")]
            pub updated_at: Option<DateTime<Utc>>,
            /// The policy that judges the content. Empty when unset.
            #[wire("policyId")]
            pub policy_id: Option<Id>,
            /// The version of the policy that was active when the batch job started. Empty before that.
            #[wire("policyVersionId")]
            pub policy_version_id: Option<Id>,
            /// Where to download the CSV of results. A presigned URL, so the API key must not be sent to it. Empty until the batch job is completed.
            #[wire("outputFileUrl", hidden = true)]
            pub output_file_url: String,
        }
    }

    crate::wire::request! {
        /// The name of a new batch job, and the policy that judges it.
        pub struct CreateBatchJobRequest {
            /// A name by which people can find it.
            #[wire("name", always = true)]
            pub name: String,
            /// The policy that judges the content.
            #[wire("policyId", always = true)]
            pub policy_id: Uuid,
            /// A URL to call when the batch job has ended. Left out means none; poll list batch jobs instead.
            #[wire("webhookUrl", hidden = true)]
            pub webhook_url: Option<String>,
        }
    }

    crate::wire::message! {
        /// The answer of create batch job.
        pub struct CreateBatchJobResponse {
            /// The id of the new batch job. Empty if none was created.
            #[wire("batchJobId")]
            pub batch_job_id: String,
            /// The name that the caller gave it.
            #[wire("name")]
            pub name: String,
            /// Why no batch job was created, although the call succeeded. Null if one was created.
            #[wire("error")]
            pub error: Option<BatchJobError>,
            /// Where to upload the CSV, within 4 hours. A presigned URL, so the API key must not be sent to it. Empty or missing if no batch job was created.
            #[wire("inputFileUploadUrl", hidden = true)]
            pub input_file_upload_url: String,
        }
    }

    crate::wire::message! {
        /// The answer of list batch jobs.
        pub struct ListBatchJobsResponse {
            /// The batch jobs that match the filters; empty if none does.
            #[wire("batchJobs")]
            pub batch_jobs: Vec<BatchJob>,
        }
    }

    crate::wire::request! {
        /// The body of cancel batch job, which has no fields.
        pub struct CancelBatchJobRequest {}
    }

    crate::wire::message! {
        /// The answer of cancel batch job.
        pub struct CancelBatchJobResponse {
            /// The id of the batch job.
            #[wire("batchJobId")]
            pub batch_job_id: String,
            /// The state after the request. Unspecified or missing if the server does not say.
            #[wire("state")]
            pub state: BatchJobState,
            /// Why it could not be canceled, although the call succeeded. Null if it could.
            #[wire("error")]
            pub error: Option<BatchJobError>,
        }
    }

    crate::wire::message! {
        /// What is wrong with a batch job.
        pub struct BatchJobError {
            /// The kind of error.
            #[wire("errorCode")]
            pub error_code: BatchJobErrorCode,
            /// The error in words. Empty if there is none.
            #[wire("errorMessage")]
            pub error_message: String,
        }
    }

    crate::wire::message! {
        /// The body of every error, as gRPC defines it.
        pub struct Status {
            /// The gRPC status code, 0 to 16, such as 5 for NOT_FOUND. It says more than the HTTP status, which several codes share.
            #[wire("code")]
            pub code: i32,
            /// The error in words. Programs should not parse it.
            #[wire("message")]
            pub message: String,
            /// Further information, one object per fact. For refused content, one `PrecheckFailure` for each refused item; read them all.
            #[wire("details")]
            pub details: Vec<::serde_json::Value>,
        }
    }

    crate::wire::open_enum! {
        /// The outcome of an evaluation. Only FALSE counts in favor of the content, and nothing else may be read as FALSE.
        pub enum Outcome {
            /// `OUTCOME_UNSPECIFIED`: The server gave no outcome.
            #[wire("OUTCOME_UNSPECIFIED", 0)]
            Unspecified,
            /// `OUTCOME_FALSE`: The content was judged and does not match.
            #[wire("OUTCOME_FALSE", 1)]
            False,
            /// `OUTCOME_TRUE`: The content was judged and matches.
            #[wire("OUTCOME_TRUE", 2)]
            True,
            /// `OUTCOME_FAILED`: The evaluation failed, so nothing is known about the content.
            #[wire("OUTCOME_FAILED", 3)]
            Failed,
        }
    }

    crate::wire::open_enum! {
        /// The status of a job.
        pub enum JobStatus {
            /// `JOB_STATUS_UNSPECIFIED`: The server gave no status; as a filter, any status.
            #[wire("JOB_STATUS_UNSPECIFIED", 0)]
            Unspecified,
            /// `JOB_STATUS_PENDING`: The job is waiting to be started.
            #[wire("JOB_STATUS_PENDING", 1)]
            Pending,
            /// `JOB_STATUS_RUNNING`: The job is running and has no complete results yet.
            #[wire("JOB_STATUS_RUNNING", 2)]
            Running,
            /// `JOB_STATUS_COMPLETED`: The job has ended and its results are available; some evaluations in it may have failed.
            #[wire("JOB_STATUS_COMPLETED", 3)]
            Completed,
            /// `JOB_STATUS_FAILED`: The job has ended without complete results.
            #[wire("JOB_STATUS_FAILED", 4)]
            Failed,
            /// `JOB_STATUS_CANCELED`: The job was stopped before it was done.
            #[wire("JOB_STATUS_CANCELED", 5)]
            Canceled,
        }
    }

    crate::wire::open_enum! {
        /// How a job came to be, for billing and statistics.
        pub enum JobType {
            /// `JOB_TYPE_UNSPECIFIED`: The server gave no type.
            #[wire("JOB_TYPE_UNSPECIFIED", 0)]
            Unspecified,
            /// `JOB_TYPE_STANDARD`: An ordinary job, created by an API call.
            #[wire("JOB_TYPE_STANDARD", 1)]
            Standard,
            /// `JOB_TYPE_BATCH`: A job created while a batch job was processed.
            #[wire("JOB_TYPE_BATCH", 2)]
            Batch,
            /// `JOB_TYPE_FREE`: A job on the free plan.
            #[wire("JOB_TYPE_FREE", 3)]
            Free,
            /// `JOB_TYPE_TEST`: A job created to try something out.
            #[wire("JOB_TYPE_TEST", 4)]
            Test,
        }
    }

    crate::wire::open_enum! {
        /// The state of a batch job. ERROR, COMPLETED and CANCELLED (with two Ls, unlike the status of a job) are final.
        pub enum BatchJobState {
            /// `BATCH_JOB_STATE_UNSPECIFIED`: The server gave no state.
            #[wire("BATCH_JOB_STATE_UNSPECIFIED", 0)]
            Unspecified,
            /// `BATCH_JOB_STATE_ERROR`: It has ended with an error and has no results to download.
            #[wire("BATCH_JOB_STATE_ERROR", 1)]
            Error,
            /// `BATCH_JOB_STATE_INITIALIZED`: It was created and is waiting for its CSV to be uploaded.
            #[wire("BATCH_JOB_STATE_INITIALIZED", 2)]
            Initialized,
            /// `BATCH_JOB_STATE_QUEUED`: The CSV was uploaded and is waiting to be read.
            #[wire("BATCH_JOB_STATE_QUEUED", 3)]
            Queued,
            /// `BATCH_JOB_STATE_PREPROCESSING`: The CSV is being read and checked.
            #[wire("BATCH_JOB_STATE_PREPROCESSING", 4)]
            Preprocessing,
            /// `BATCH_JOB_STATE_PREPROCESSED`: The CSV was read and its content is ready to be judged.
            #[wire("BATCH_JOB_STATE_PREPROCESSED", 5)]
            Preprocessed,
            /// `BATCH_JOB_STATE_SUBMITTED`: The content was submitted and is being judged.
            #[wire("BATCH_JOB_STATE_SUBMITTED", 6)]
            Submitted,
            /// `BATCH_JOB_STATE_POSTPROCESSING`: The content was judged and the output file is being made.
            #[wire("BATCH_JOB_STATE_POSTPROCESSING", 7)]
            Postprocessing,
            /// `BATCH_JOB_STATE_POSTPROCESSED`: The output file was made but is not yet available.
            #[wire("BATCH_JOB_STATE_POSTPROCESSED", 8)]
            Postprocessed,
            /// `BATCH_JOB_STATE_COMPLETED`: It has ended and its results can be downloaded.
            #[wire("BATCH_JOB_STATE_COMPLETED", 9)]
            Completed,
            /// `BATCH_JOB_STATE_CANCELLED`: It was stopped before it was done.
            #[wire("BATCH_JOB_STATE_CANCELLED", 10)]
            Cancelled,
        }
    }

    crate::wire::open_enum! {
        /// What is wrong with a batch job.
        pub enum BatchJobErrorCode {
            /// `BATCH_JOB_ERROR_UNSPECIFIED`: The server did not say what kind of error it is.
            #[wire("BATCH_JOB_ERROR_UNSPECIFIED", 0)]
            Unspecified,
            /// `BATCH_JOB_ERROR_INVALID_INPUT_FILE`: The CSV cannot be used, for example because of its columns.
            #[wire("BATCH_JOB_ERROR_INVALID_INPUT_FILE", 1)]
            InvalidInputFile,
            /// `BATCH_JOB_ERROR_INVALID_POLICY`: The policy does not exist or cannot be used.
            #[wire("BATCH_JOB_ERROR_INVALID_POLICY", 2)]
            InvalidPolicy,
            /// `BATCH_JOB_ERROR_INVALID_POLICY_VERSION`: The version of the policy does not exist or cannot be used.
            #[wire("BATCH_JOB_ERROR_INVALID_POLICY_VERSION", 3)]
            InvalidPolicyVersion,
            /// `BATCH_JOB_ERROR_INVALID_PRIORITY`: The priority is not one that the account may use.
            #[wire("BATCH_JOB_ERROR_INVALID_PRIORITY", 4)]
            InvalidPriority,
        }
    }

    crate::wire::open_enum! {
        /// Why an item of content was refused before any policy judged it.
        pub enum PrecheckFailureType {
            /// `PRECHECK_FAILURE_TYPE_UNSPECIFIED`: The server did not say why.
            #[wire("PRECHECK_FAILURE_TYPE_UNSPECIFIED", 0)]
            Unspecified,
            /// `PRECHECK_FAILURE_TYPE_NCMEC`: The content matches known child sexual abuse material. A legal duty starts here.
            #[wire("PRECHECK_FAILURE_TYPE_NCMEC", 1)]
            Ncmec,
            /// `PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT`: The image is in a format that the server does not read.
            #[wire("PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT", 2)]
            UnsupportedImageFormat,
            /// `PRECHECK_FAILURE_TYPE_INVALID_IMAGE`: The image is damaged, or is not an image at all.
            #[wire("PRECHECK_FAILURE_TYPE_INVALID_IMAGE", 3)]
            InvalidImage,
        }
    }

    crate::wire::open_enum! {
        /// How close a match with known material is.
        pub enum PrecheckMatchConfidence {
            /// `PRECHECK_MATCH_CONFIDENCE_UNSPECIFIED`: The server gave no confidence, as for refusals that are not a match.
            #[wire("PRECHECK_MATCH_CONFIDENCE_UNSPECIFIED", 0)]
            Unspecified,
            /// `PRECHECK_MATCH_CONFIDENCE_EXACT`: The hash of the file is a known one; this may be enforced automatically.
            #[wire("PRECHECK_MATCH_CONFIDENCE_EXACT", 1)]
            Exact,
            /// `PRECHECK_MATCH_CONFIDENCE_HIGH`: A perceptual match that is almost a duplicate.
            #[wire("PRECHECK_MATCH_CONFIDENCE_HIGH", 2)]
            High,
            /// `PRECHECK_MATCH_CONFIDENCE_MEDIUM`: A perceptual match with moderate similarity.
            #[wire("PRECHECK_MATCH_CONFIDENCE_MEDIUM", 3)]
            Medium,
            /// `PRECHECK_MATCH_CONFIDENCE_LOW`: A perceptual match with low similarity, which a person should review.
            #[wire("PRECHECK_MATCH_CONFIDENCE_LOW", 4)]
            Low,
        }
    }
}
/// What the contract says beside its types: operations, limits, and which states are ends. Not for users, for a limit
/// that the contract drops is gone here.
pub mod contract {
    use super::types;
    /// The public REST gateway. Port 443 of the same host speaks gRPC and cannot answer REST requests.
    pub const SERVER: &str = "https://gateway.app.clavata.ai:8443";
    /// What stands before the key in the header `Authorization`.
    pub const AUTHORIZATION_SCHEME: &str = "Bearer";
    /// An operation of the API.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Operation {
        /// Its `operationId`, which is the name of the client's method.
        pub id: &'static str,
        /// Its HTTP method.
        pub method: &'static str,
        /// Its path, with the names of its parameters in braces.
        pub path: &'static str,
    }
    /// Every operation.
    pub const OPERATIONS: &[Operation] = &[
        GET_JOB,
        LIST_JOBS,
        CREATE_JOB,
        EVALUATE,
        EVALUATE_LABELS,
        LIST_BATCH_JOBS,
        CREATE_BATCH_JOB,
        CANCEL_BATCH_JOB,
    ];
    /// Get one job
    pub const GET_JOB: Operation = Operation {
        id: "get_job",
        method: "GET",
        path: "/v1/jobs/{jobUuid}",
    };
    /// List jobs, one page at a time
    pub const LIST_JOBS: Operation = Operation {
        id: "list_jobs",
        method: "GET",
        path: "/v1/jobs",
    };
    /// Create a job
    pub const CREATE_JOB: Operation = Operation {
        id: "create_job",
        method: "POST",
        path: "/v1/jobs",
    };
    /// Evaluate content and stream the results
    pub const EVALUATE: Operation = Operation {
        id: "evaluate",
        method: "POST",
        path: "/v1/jobs/stream",
    };
    /// Evaluate one piece of content against labels
    pub const EVALUATE_LABELS: Operation = Operation {
        id: "evaluate_labels",
        method: "POST",
        path: "/v1/labels/evaluate",
    };
    /// List batch jobs
    pub const LIST_BATCH_JOBS: Operation = Operation {
        id: "list_batch_jobs",
        method: "GET",
        path: "/v1/batch-jobs",
    };
    /// Create a batch job
    pub const CREATE_BATCH_JOB: Operation = Operation {
        id: "create_batch_job",
        method: "POST",
        path: "/v1/batch-jobs",
    };
    /// Cancel a batch job
    pub const CANCEL_BATCH_JOB: Operation = Operation {
        id: "cancel_batch_job",
        method: "POST",
        path: "/v1/batch-jobs/{batchJobId}/cancel",
    };
    /// `minimum` of `pageSize`.
    pub const LIST_JOBS_PAGE_SIZE_MINIMUM: i32 = 1;
    /// `maximum` of `pageSize`.
    pub const LIST_JOBS_PAGE_SIZE_MAXIMUM: i32 = 1000;
    /// `minItems` of `contentData`.
    pub const CREATE_JOB_REQUEST_CONTENT_DATA_MIN_ITEMS: usize = 1;
    /// `minimum` of `threshold`.
    pub const CREATE_JOB_REQUEST_THRESHOLD_MINIMUM: f64 = 0.0;
    /// `maximum` of `threshold`.
    pub const CREATE_JOB_REQUEST_THRESHOLD_MAXIMUM: f64 = 1.0;
    /// `minItems` of `contentData`.
    pub const EVALUATE_REQUEST_CONTENT_DATA_MIN_ITEMS: usize = 1;
    /// `minimum` of `threshold`.
    pub const EVALUATE_REQUEST_THRESHOLD_MINIMUM: f64 = 0.0;
    /// `maximum` of `threshold`.
    pub const EVALUATE_REQUEST_THRESHOLD_MAXIMUM: f64 = 1.0;
    /// `minItems` of `labelVersionIds`.
    pub const EVALUATE_LABELS_REQUEST_LABEL_VERSION_IDS_MIN_ITEMS: usize = 1;
    /// `maxItems` of `labelVersionIds`.
    pub const EVALUATE_LABELS_REQUEST_LABEL_VERSION_IDS_MAX_ITEMS: usize = 10;
    /// `minimum` of `threshold`.
    pub const EVALUATE_LABELS_REQUEST_THRESHOLD_MINIMUM: f64 = 0.0;
    /// `maximum` of `threshold`.
    pub const EVALUATE_LABELS_REQUEST_THRESHOLD_MAXIMUM: f64 = 1.0;
    /// `minimum` of `threshold`.
    pub const LABEL_EVAL_OPTIONS_THRESHOLD_MINIMUM: f64 = 0.0;
    /// `maximum` of `threshold`.
    pub const LABEL_EVAL_OPTIONS_THRESHOLD_MAXIMUM: f64 = 1.0;
    /// The values of [`JobStatus`](types::JobStatus) that nothing follows.
    pub const JOB_STATUS_ENDS: &[types::JobStatus] = &[
        types::JobStatus::Completed,
        types::JobStatus::Failed,
        types::JobStatus::Canceled,
    ];
    /// The values of [`BatchJobState`](types::BatchJobState) that nothing follows.
    pub const BATCH_JOB_STATE_ENDS: &[types::BatchJobState] = &[
        types::BatchJobState::Error,
        types::BatchJobState::Completed,
        types::BatchJobState::Cancelled,
    ];
}
impl crate::decode::FieldNames for crate::decode::Contract {
    const SORTED: &'static [&'static str] = &[
        "assertionEvaluationReports",
        "assertion_evaluation_reports",
        "batchJobId",
        "batchJobs",
        "batch_job_id",
        "batch_jobs",
        "billedTokens",
        "billed_tokens",
        "bundleSize",
        "bundle_size",
        "bypassCache",
        "bypass_cache",
        "code",
        "completed",
        "contentData",
        "contentHash",
        "contentMetadata",
        "content_data",
        "content_hash",
        "content_metadata",
        "created",
        "createdAt",
        "created_at",
        "customerId",
        "customer_id",
        "details",
        "error",
        "errorCode",
        "errorMessage",
        "error_code",
        "error_message",
        "evaluation",
        "exceptionEvaluationReport",
        "exception_evaluation_report",
        "expedited",
        "extraHeaders",
        "extra_headers",
        "globalContext",
        "global_context",
        "image",
        "imageUrl",
        "image_url",
        "includeEvaluationReport",
        "include_evaluation_report",
        "inputFileUploadUrl",
        "inputTokens",
        "input_file_upload_url",
        "input_tokens",
        "job",
        "jobType",
        "jobUuid",
        "job_type",
        "job_uuid",
        "jobs",
        "labelEvalOptions",
        "labelId",
        "labelMatches",
        "labelVersionId",
        "labelVersionIds",
        "label_eval_options",
        "label_id",
        "label_matches",
        "label_version_id",
        "label_version_ids",
        "message",
        "metadata",
        "multiplier",
        "name",
        "nextPageToken",
        "next_page_token",
        "options",
        "outcome",
        "outputFileUrl",
        "output_file_url",
        "policyEvaluationReport",
        "policyId",
        "policyKey",
        "policyVersionId",
        "policy_evaluation_report",
        "policy_id",
        "policy_key",
        "policy_version_id",
        "report",
        "result",
        "results",
        "reviewResult",
        "review_result",
        "score",
        "sectionEvaluationReports",
        "section_evaluation_reports",
        "stack",
        "state",
        "status",
        "text",
        "threshold",
        "tokenUsage",
        "token_usage",
        "updated",
        "updatedAt",
        "updated_at",
        "url",
        "webhook",
        "webhookUrl",
        "webhook_url",
    ];
}
#[cfg(feature = "client")]
pub use client::{Client, builder};
#[cfg(feature = "client")]
mod client {
    use super::types;
    use crate::error::Error;
    use crate::parameters::encode_path;
    use crate::response::{ByteStream, ResponseValue};
    #[derive(Clone, Debug)]
    /// Client for Clavata
    ///
    /// Clavata judges text and images against policies that its customers write. A policy is made of labels, a label of rules, and both may have an exception block. A job compares one policy with one or more pieces of content and yields one report for each piece. Bodies are protobuf JSON: in an answer, an unset message is `null` or left out, an unset string is `""` (including ids), an unset list is `[]`, and an unset enum is its `…_UNSPECIFIED` name. New fields and new enum values may appear at any time and are not an error.
    ///
    /// Version: 1.0.0
    pub struct Client {
        pub(crate) base: crate::base::Base,
        pub(crate) client: reqwest::Client,
        pub(crate) inner: crate::call::Call,
    }
    impl Client {
        /// A client for the gateway at `baseurl` (scheme, host and port), which sends through
        /// `client` and does with each request what `inner` says.
        pub fn new(
            baseurl: &str,
            client: reqwest::Client,
            inner: crate::call::Call,
        ) -> Self {
            Self {
                base: crate::base::Base::parse(baseurl),
                client,
                inner,
            }
        }
        /// The same client with other settings for each request. It shares the address and the
        /// connections, so it costs next to nothing.
        pub fn with_call(&self, inner: crate::call::Call) -> Self {
            Self {
                base: self.base.clone(),
                client: self.client.clone(),
                inner,
            }
        }
        /// What it does with each request.
        pub fn call(&self) -> &crate::call::Call {
            &self.inner
        }
    }
    impl Client {
        /// Get one job
        ///
        /// Returns one job with its status and, once it is completed, one result for each piece of content. Poll it to wait for a job that was created without a webhook. Reading changes nothing, so the call may be repeated freely.
        ///
        /// Sends a `GET` request to `/v1/jobs/{jobUuid}`
        pub fn get_job(&self) -> builder::GetJob<'_> {
            builder::GetJob::new(self)
        }
        /// List jobs, one page at a time
        ///
        /// Returns the account's jobs that match every given filter. Jobs that are not completed have only basic fields, without results. The gateway ignores a query parameter that it does not know, so a misspelled filter returns everything.
        ///
        /// Sends a `GET` request to `/v1/jobs`
        pub fn list_jobs(&self) -> builder::ListJobs<'_> {
            builder::ListJobs::new(self)
        }
        /// Create a job
        ///
        /// Sends content to be judged by a policy and answers at once, usually with a pending job. Poll get job for the results, or wait for the webhook. There is no idempotency key: a request that may have arrived must not be sent again, because that would create, and bill, a second job.
        ///
        /// Sends a `POST` request to `/v1/jobs`
        pub fn create_job(&self) -> builder::CreateJob<'_> {
            builder::CreateJob::new(self)
        }
        /// Evaluate content and stream the results
        ///
        /// Sends content to be judged by a policy and keeps the connection open: each result is sent as soon as it is known, in no particular order, so match it to its content by metadata or hash. A call that fails before its first result returns an HTTP error; one that fails later ends a 200 with an error frame. A connection may also end early without one, so a result that never came is missing, not clear.
        ///
        /// Sends a `POST` request to `/v1/jobs/stream`
        pub fn evaluate(&self) -> builder::Evaluate<'_> {
            builder::Evaluate::new(self)
        }
        /// Evaluate one piece of content against labels
        ///
        /// Judges one piece of content by 1 to 10 published label versions and answers when all are done: one result for each version, in the order of the request. One version may fail while the call succeeds. Each version gets a job of its own, so do not repeat a request that may have arrived. Only label-first accounts may call it.
        ///
        /// Sends a `POST` request to `/v1/labels/evaluate`
        pub fn evaluate_labels(&self) -> builder::EvaluateLabels<'_> {
            builder::EvaluateLabels::new(self)
        }
        /// List batch jobs
        ///
        /// Returns the account's batch jobs that match both filters, or all of them if no filter is given. There are no pages. Use it with one id to poll a batch job: there is no call that gets a single one.
        ///
        /// Sends a `GET` request to `/v1/batch-jobs`
        pub fn list_batch_jobs(&self) -> builder::ListBatchJobs<'_> {
            builder::ListBatchJobs::new(self)
        }
        /// Create a batch job
        ///
        /// Registers a batch job and answers with a presigned URL, valid for 4 hours, to which the CSV is uploaded; processing starts with the upload. The CSV has the columns `ref_id,type,content`, where `type` is `text` or `image_url` and `ref_id` is unique. A job takes one CSV: a second upload replaces the first. There is no idempotency key, so do not repeat a request that may have arrived.
        ///
        /// Sends a `POST` request to `/v1/batch-jobs`
        pub fn create_batch_job(&self) -> builder::CreateBatchJob<'_> {
            builder::CreateBatchJob::new(self)
        }
        /// Cancel a batch job
        ///
        /// Asks the server to stop processing a batch job. The answer has the resulting state. A batch job that had already ended keeps its state.
        ///
        /// Sends a `POST` request to `/v1/batch-jobs/{batchJobId}/cancel`
        pub fn cancel_batch_job(&self) -> builder::CancelBatchJob<'_> {
            builder::CancelBatchJob::new(self)
        }
    }
    /// One builder for each operation: parameters by name, then `send()`.
    pub mod builder {
        use chrono::{DateTime, Utc};
        use uuid::Uuid;
        use super::{ByteStream, Error, ResponseValue, encode_path, types};
        /// Builder for [`Client::get_job`]
        ///
        /// [`Client::get_job`]: super::Client::get_job
        #[derive(Debug, Clone)]
        pub struct GetJob<'a> {
            client: &'a super::Client,
            job_uuid: Result<Uuid, String>,
        }
        impl<'a> GetJob<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    job_uuid: Err("job_uuid was not initialized".to_string()),
                }
            }
            /// The id of the job, as returned by create job or list jobs, or sent by a webhook.
            pub fn job_uuid<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<Uuid>,
            {
                self.job_uuid = value
                    .try_into()
                    .map_err(|_| "job_uuid is not a `Uuid`".to_string());
                self
            }
            /// Sends a `GET` request to `/v1/jobs/{jobUuid}`
            pub async fn send(
                self,
            ) -> Result<ResponseValue<types::GetJobResponse>, Error<types::Status>> {
                let Self { client, job_uuid } = self;
                let job_uuid = job_uuid.map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to(
                        &format!(
                            "/v1/jobs/{}", encode_path(& job_uuid.to_string())
                            .map_err(Error::InvalidRequest) ?
                        ),
                    )
                    .map_err(Error::InvalidRequest)?;
                let request = client.client.get(url).build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::list_jobs`]
        ///
        /// [`Client::list_jobs`]: super::Client::list_jobs
        #[derive(Debug, Clone)]
        pub struct ListJobs<'a> {
            client: &'a super::Client,
            page_size: Result<Option<i32>, String>,
            page_token: Result<Option<String>, String>,
            query_completed_time_range_end: Result<Option<DateTime<Utc>>, String>,
            query_completed_time_range_inclusive: Result<Option<bool>, String>,
            query_completed_time_range_start: Result<Option<DateTime<Utc>>, String>,
            query_created_time_range_end: Result<Option<DateTime<Utc>>, String>,
            query_created_time_range_inclusive: Result<Option<bool>, String>,
            query_created_time_range_start: Result<Option<DateTime<Utc>>, String>,
            query_policy_id: Result<Option<Uuid>, String>,
            query_status: Result<Option<types::JobStatus>, String>,
            query_updated_time_range_end: Result<Option<DateTime<Utc>>, String>,
            query_updated_time_range_inclusive: Result<Option<bool>, String>,
            query_updated_time_range_start: Result<Option<DateTime<Utc>>, String>,
        }
        impl<'a> ListJobs<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    page_size: Ok(None),
                    page_token: Ok(None),
                    query_completed_time_range_end: Ok(None),
                    query_completed_time_range_inclusive: Ok(None),
                    query_completed_time_range_start: Ok(None),
                    query_created_time_range_end: Ok(None),
                    query_created_time_range_inclusive: Ok(None),
                    query_created_time_range_start: Ok(None),
                    query_policy_id: Ok(None),
                    query_status: Ok(None),
                    query_updated_time_range_end: Ok(None),
                    query_updated_time_range_inclusive: Ok(None),
                    query_updated_time_range_start: Ok(None),
                }
            }
            /// The maximum number of jobs in a page. The server uses 10 if it is left out, and 1000 for any larger number.
            pub fn page_size<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<i32>,
            {
                self.page_size = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "page_size is not a `i32`".to_string());
                self
            }
            /// The `nextPageToken` of the previous page, to get the next one, with the same filters. Left out or empty means the first page.
            pub fn page_token<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<String>,
            {
                self.page_token = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "page_token is not a `String`".to_string());
                self
            }
            /// Only jobs completed before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
            pub fn query_completed_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_completed_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_completed_time_range_end is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Whether jobs completed exactly at an end of the range belong to it. Left out means false.
            pub fn query_completed_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_completed_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_completed_time_range_inclusive is not a `bool`"
                            .to_string()
                    });
                self
            }
            /// Only jobs completed after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
            pub fn query_completed_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_completed_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_completed_time_range_start is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Only jobs created before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
            pub fn query_created_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_created_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_created_time_range_end is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Whether jobs created exactly at an end of the range belong to it. Left out means false.
            pub fn query_created_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_created_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_created_time_range_inclusive is not a `bool`".to_string()
                    });
                self
            }
            /// Only jobs created after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
            pub fn query_created_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_created_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_created_time_range_start is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Only jobs that were judged by this policy. Left out means any policy.
            pub fn query_policy_id<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<Uuid>,
            {
                self.query_policy_id = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "query_policy_id is not a `Uuid`".to_string());
                self
            }
            /// Only jobs in this status, by its full name: `COMPLETED` alone is refused with a 400. Left out means any status.
            pub fn query_status<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::JobStatus>,
            {
                self.query_status = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "query_status is not a `JobStatus`".to_string());
                self
            }
            /// Only jobs last changed before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
            pub fn query_updated_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_updated_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_updated_time_range_end is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Whether jobs last changed exactly at an end of the range belong to it. Left out means false.
            pub fn query_updated_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_updated_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_updated_time_range_inclusive is not a `bool`".to_string()
                    });
                self
            }
            /// Only jobs last changed after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
            pub fn query_updated_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<DateTime<Utc>>,
            {
                self.query_updated_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "query_updated_time_range_start is not a `DateTime<Utc>`"
                            .to_string()
                    });
                self
            }
            /// Sends a `GET` request to `/v1/jobs`
            pub async fn send(
                self,
            ) -> Result<ResponseValue<types::ListJobsResponse>, Error<types::Status>> {
                let Self {
                    client,
                    page_size,
                    page_token,
                    query_completed_time_range_end,
                    query_completed_time_range_inclusive,
                    query_completed_time_range_start,
                    query_created_time_range_end,
                    query_created_time_range_inclusive,
                    query_created_time_range_start,
                    query_policy_id,
                    query_status,
                    query_updated_time_range_end,
                    query_updated_time_range_inclusive,
                    query_updated_time_range_start,
                } = self;
                let page_size = page_size.map_err(Error::InvalidRequest)?;
                let page_token = page_token.map_err(Error::InvalidRequest)?;
                let query_completed_time_range_end = query_completed_time_range_end
                    .map_err(Error::InvalidRequest)?;
                let query_completed_time_range_inclusive = query_completed_time_range_inclusive
                    .map_err(Error::InvalidRequest)?;
                let query_completed_time_range_start = query_completed_time_range_start
                    .map_err(Error::InvalidRequest)?;
                let query_created_time_range_end = query_created_time_range_end
                    .map_err(Error::InvalidRequest)?;
                let query_created_time_range_inclusive = query_created_time_range_inclusive
                    .map_err(Error::InvalidRequest)?;
                let query_created_time_range_start = query_created_time_range_start
                    .map_err(Error::InvalidRequest)?;
                let query_policy_id = query_policy_id.map_err(Error::InvalidRequest)?;
                let query_status = query_status.map_err(Error::InvalidRequest)?;
                let query_updated_time_range_end = query_updated_time_range_end
                    .map_err(Error::InvalidRequest)?;
                let query_updated_time_range_inclusive = query_updated_time_range_inclusive
                    .map_err(Error::InvalidRequest)?;
                let query_updated_time_range_start = query_updated_time_range_start
                    .map_err(Error::InvalidRequest)?;
                let url = client.base.to("/v1/jobs").map_err(Error::InvalidRequest)?;
                let request = client
                    .client
                    .get(url)
                    .query(&crate::parameters::query("pageSize", &page_size))
                    .query(&crate::parameters::query("pageToken", &page_token))
                    .query(
                        &crate::parameters::query(
                            "query.completedTimeRange.end",
                            &query_completed_time_range_end,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.completedTimeRange.inclusive",
                            &query_completed_time_range_inclusive,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.completedTimeRange.start",
                            &query_completed_time_range_start,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.createdTimeRange.end",
                            &query_created_time_range_end,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.createdTimeRange.inclusive",
                            &query_created_time_range_inclusive,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.createdTimeRange.start",
                            &query_created_time_range_start,
                        ),
                    )
                    .query(&crate::parameters::query("query.policyId", &query_policy_id))
                    .query(&crate::parameters::query("query.status", &query_status))
                    .query(
                        &crate::parameters::query(
                            "query.updatedTimeRange.end",
                            &query_updated_time_range_end,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.updatedTimeRange.inclusive",
                            &query_updated_time_range_inclusive,
                        ),
                    )
                    .query(
                        &crate::parameters::query(
                            "query.updatedTimeRange.start",
                            &query_updated_time_range_start,
                        ),
                    )
                    .build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::create_job`]
        ///
        /// [`Client::create_job`]: super::Client::create_job
        #[derive(Debug, Clone)]
        pub struct CreateJob<'a> {
            client: &'a super::Client,
            body: Result<types::CreateJobRequest, String>,
        }
        impl<'a> CreateJob<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    body: Ok(::std::default::Default::default()),
                }
            }
            /// The content, the policy, and how to judge.
            pub fn body<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::CreateJobRequest>,
                <V as std::convert::TryInto<
                    types::CreateJobRequest,
                >>::Error: std::fmt::Display,
            {
                self.body = value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!(
                            "conversion to `CreateJobRequest` for body failed: {}", s
                        )
                    });
                self
            }
            pub fn body_map<F>(mut self, f: F) -> Self
            where
                F: std::ops::FnOnce(types::CreateJobRequest) -> types::CreateJobRequest,
            {
                self.body = self.body.map(f);
                self
            }
            /// Sends a `POST` request to `/v1/jobs`
            pub async fn send(
                self,
            ) -> Result<ResponseValue<types::CreateJobResponse>, Error<types::Status>> {
                let Self { client, body } = self;
                let body = body
                    .and_then(|v| {
                        types::CreateJobRequest::try_from(v).map_err(|e| e.to_string())
                    })
                    .map_err(Error::InvalidRequest)?;
                let url = client.base.to("/v1/jobs").map_err(Error::InvalidRequest)?;
                let request = client.client.post(url).json(&body).build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::evaluate`]
        ///
        /// [`Client::evaluate`]: super::Client::evaluate
        #[derive(Debug, Clone)]
        pub struct Evaluate<'a> {
            client: &'a super::Client,
            body: Result<types::EvaluateRequest, String>,
        }
        impl<'a> Evaluate<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    body: Ok(::std::default::Default::default()),
                }
            }
            /// The content, the policy, and how to judge.
            pub fn body<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::EvaluateRequest>,
                <V as std::convert::TryInto<
                    types::EvaluateRequest,
                >>::Error: std::fmt::Display,
            {
                self.body = value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!("conversion to `EvaluateRequest` for body failed: {}", s)
                    });
                self
            }
            pub fn body_map<F>(mut self, f: F) -> Self
            where
                F: std::ops::FnOnce(types::EvaluateRequest) -> types::EvaluateRequest,
            {
                self.body = self.body.map(f);
                self
            }
            /// Sends a `POST` request to `/v1/jobs/stream`
            pub async fn send(
                self,
            ) -> Result<ResponseValue<ByteStream>, Error<types::Status>> {
                let Self { client, body } = self;
                let body = body
                    .and_then(|v| {
                        types::EvaluateRequest::try_from(v).map_err(|e| e.to_string())
                    })
                    .map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to("/v1/jobs/stream")
                    .map_err(Error::InvalidRequest)?;
                let request = client.client.post(url).json(&body).build()?;
                let response = crate::request::open(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match response.status().as_u16() {
                    200u16 => Ok(ResponseValue::stream(response)),
                    400u16..=499u16 => {
                        Err(crate::answer::instead(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::instead(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::instead(response, &client.inner).await),
                }
            }
        }
        /// Builder for [`Client::evaluate_labels`]
        ///
        /// [`Client::evaluate_labels`]: super::Client::evaluate_labels
        #[derive(Debug, Clone)]
        pub struct EvaluateLabels<'a> {
            client: &'a super::Client,
            body: Result<types::EvaluateLabelsRequest, String>,
        }
        impl<'a> EvaluateLabels<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    body: Ok(::std::default::Default::default()),
                }
            }
            /// The content, the label versions, and how to judge.
            pub fn body<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::EvaluateLabelsRequest>,
                <V as std::convert::TryInto<
                    types::EvaluateLabelsRequest,
                >>::Error: std::fmt::Display,
            {
                self.body = value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!(
                            "conversion to `EvaluateLabelsRequest` for body failed: {}",
                            s
                        )
                    });
                self
            }
            pub fn body_map<F>(mut self, f: F) -> Self
            where
                F: std::ops::FnOnce(
                    types::EvaluateLabelsRequest,
                ) -> types::EvaluateLabelsRequest,
            {
                self.body = self.body.map(f);
                self
            }
            /// Sends a `POST` request to `/v1/labels/evaluate`
            pub async fn send(
                self,
            ) -> Result<
                ResponseValue<types::EvaluateLabelsResponse>,
                Error<types::Status>,
            > {
                let Self { client, body } = self;
                let body = body
                    .and_then(|v| {
                        types::EvaluateLabelsRequest::try_from(v)
                            .map_err(|e| e.to_string())
                    })
                    .map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to("/v1/labels/evaluate")
                    .map_err(Error::InvalidRequest)?;
                let request = client.client.post(url).json(&body).build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::list_batch_jobs`]
        ///
        /// [`Client::list_batch_jobs`]: super::Client::list_batch_jobs
        #[derive(Debug, Clone)]
        pub struct ListBatchJobs<'a> {
            client: &'a super::Client,
            batch_job_ids: Result<Option<Vec<String>>, String>,
            states: Result<Option<Vec<types::BatchJobState>>, String>,
        }
        impl<'a> ListBatchJobs<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    batch_job_ids: Ok(None),
                    states: Ok(None),
                }
            }
            /// Only these batch jobs; repeat the parameter for each id. Left out means all.
            pub fn batch_job_ids<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<Vec<String>>,
            {
                self.batch_job_ids = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "batch_job_ids is not a `Vec<String>`".to_string());
                self
            }
            /// Only batch jobs in one of these states; repeat the parameter for each state. Left out means any state.
            pub fn states<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<Vec<types::BatchJobState>>,
            {
                self.states = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "states is not a `Vec<BatchJobState>`".to_string());
                self
            }
            /// Sends a `GET` request to `/v1/batch-jobs`
            pub async fn send(
                self,
            ) -> Result<
                ResponseValue<types::ListBatchJobsResponse>,
                Error<types::Status>,
            > {
                let Self { client, batch_job_ids, states } = self;
                let batch_job_ids = batch_job_ids.map_err(Error::InvalidRequest)?;
                let states = states.map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to("/v1/batch-jobs")
                    .map_err(Error::InvalidRequest)?;
                let request = client
                    .client
                    .get(url)
                    .query(&crate::parameters::query("batchJobIds", &batch_job_ids))
                    .query(&crate::parameters::query("states", &states))
                    .build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::create_batch_job`]
        ///
        /// [`Client::create_batch_job`]: super::Client::create_batch_job
        #[derive(Debug, Clone)]
        pub struct CreateBatchJob<'a> {
            client: &'a super::Client,
            body: Result<types::CreateBatchJobRequest, String>,
        }
        impl<'a> CreateBatchJob<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    body: Ok(::std::default::Default::default()),
                }
            }
            /// The name of the batch job and the policy that judges it.
            pub fn body<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::CreateBatchJobRequest>,
                <V as std::convert::TryInto<
                    types::CreateBatchJobRequest,
                >>::Error: std::fmt::Display,
            {
                self.body = value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!(
                            "conversion to `CreateBatchJobRequest` for body failed: {}",
                            s
                        )
                    });
                self
            }
            pub fn body_map<F>(mut self, f: F) -> Self
            where
                F: std::ops::FnOnce(
                    types::CreateBatchJobRequest,
                ) -> types::CreateBatchJobRequest,
            {
                self.body = self.body.map(f);
                self
            }
            /// Sends a `POST` request to `/v1/batch-jobs`
            pub async fn send(
                self,
            ) -> Result<
                ResponseValue<types::CreateBatchJobResponse>,
                Error<types::Status>,
            > {
                let Self { client, body } = self;
                let body = body
                    .and_then(|v| {
                        types::CreateBatchJobRequest::try_from(v)
                            .map_err(|e| e.to_string())
                    })
                    .map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to("/v1/batch-jobs")
                    .map_err(Error::InvalidRequest)?;
                let request = client.client.post(url).json(&body).build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
        /// Builder for [`Client::cancel_batch_job`]
        ///
        /// [`Client::cancel_batch_job`]: super::Client::cancel_batch_job
        #[derive(Debug, Clone)]
        pub struct CancelBatchJob<'a> {
            client: &'a super::Client,
            batch_job_id: Result<String, String>,
            body: Result<types::CancelBatchJobRequest, String>,
        }
        impl<'a> CancelBatchJob<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    batch_job_id: Err("batch_job_id was not initialized".to_string()),
                    body: Ok(::std::default::Default::default()),
                }
            }
            /// The id of the batch job, as returned by create batch job. It is not promised to be a UUID. It must not be empty, `.` or `..`, or contain a slash, because the request would then reach another path.
            pub fn batch_job_id<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<String>,
            {
                self.batch_job_id = value
                    .try_into()
                    .map_err(|_| "batch_job_id is not a `String`".to_string());
                self
            }
            /// An empty object; the id is in the path.
            pub fn body<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::CancelBatchJobRequest>,
                <V as std::convert::TryInto<
                    types::CancelBatchJobRequest,
                >>::Error: std::fmt::Display,
            {
                self.body = value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!(
                            "conversion to `CancelBatchJobRequest` for body failed: {}",
                            s
                        )
                    });
                self
            }
            pub fn body_map<F>(mut self, f: F) -> Self
            where
                F: std::ops::FnOnce(
                    types::CancelBatchJobRequest,
                ) -> types::CancelBatchJobRequest,
            {
                self.body = self.body.map(f);
                self
            }
            /// Sends a `POST` request to `/v1/batch-jobs/{batchJobId}/cancel`
            pub async fn send(
                self,
            ) -> Result<
                ResponseValue<types::CancelBatchJobResponse>,
                Error<types::Status>,
            > {
                let Self { client, batch_job_id, body } = self;
                let batch_job_id = batch_job_id.map_err(Error::InvalidRequest)?;
                let body = body
                    .and_then(|v| {
                        types::CancelBatchJobRequest::try_from(v)
                            .map_err(|e| e.to_string())
                    })
                    .map_err(Error::InvalidRequest)?;
                let url = client
                    .base
                    .to(
                        &format!(
                            "/v1/batch-jobs/{}/cancel", encode_path(& batch_job_id
                            .to_string()).map_err(Error::InvalidRequest) ?
                        ),
                    )
                    .map_err(Error::InvalidRequest)?;
                let request = client.client.post(url).json(&body).build()?;
                let answer = crate::request::exchange(
                        &client.client,
                        &client.inner,
                        request,
                    )
                    .await?;
                match answer.status.as_u16() {
                    200u16 => crate::answer::read(answer, &client.inner),
                    400u16..=499u16 => Err(crate::answer::refused(answer)),
                    500u16..=599u16 => Err(crate::answer::refused(answer)),
                    _ => Err(crate::answer::unexpected(answer)),
                }
            }
        }
    }
}
