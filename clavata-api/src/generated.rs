// Made by `cargo xtask codegen` from openapi/clavata.yaml. Do not edit: change the contract and run it again.
// Generator: progenitor 0.15.1. Contract: SHA-256 915878b3edb1e2c90d56227ccec03adf2cd9f944d456e9f1cfb3bd1e800c74fc.

/// The messages and enums of the contract.
pub mod types {
    use std::collections::BTreeMap;
    use crate::wire::Id;
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Serialize};
    use uuid::Uuid;
    /// The answer of get job.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct GetJobResponse {
        /// The job. Null if the gateway knows nothing about it.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job: Option<Job>,
    }
    impl crate::wire::Message for GetJobResponse {
        const FIELDS: &'static [&'static str] = &["job"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "job" => Some(0),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.job, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for GetJobResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// One page of jobs.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ListJobsResponse {
        /// The jobs of this page. It may be empty though more pages follow.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub jobs: Vec<Job>,
        /// What to send as `pageToken` to get the next page. Empty on the last page.
        #[serde(
            rename = "nextPageToken",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub next_page_token: String,
    }
    impl crate::wire::Message for ListJobsResponse {
        const FIELDS: &'static [&'static str] = &["jobs", "nextPageToken"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "jobs" => Some(0),
                "nextPageToken" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.jobs, map),
                1 => crate::wire::read_into(&mut self.next_page_token, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for ListJobsResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// A unique evaluation job that has compared a policy to one or more pieces of content. Whether its content may pass is decided by all of its results together with its status.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct Job {
        /// The id of the job.
        #[serde(
            rename = "jobUuid",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job_uuid: Option<Id>,
        /// The account that owns the job. Empty when the server does not say.
        #[serde(
            rename = "customerId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub customer_id: Option<Id>,
        /// The policy that judges the content. Empty or missing when unset, as for a job that was made from a label.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Option<Id>,
        /// The version of the policy that judges the content. Empty or missing when unset.
        #[serde(
            rename = "policyVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_version_id: Option<Id>,
        /// The published label that judges the content, for a job made by evaluate labels. Empty or missing otherwise.
        #[serde(
            rename = "labelId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_id: Option<Id>,
        /// The version of that label. Empty or missing if the job was not made by evaluate labels.
        #[serde(
            rename = "labelVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_version_id: Option<Id>,
        /// How far the job has come. Only a completed job has results that may be trusted to be all of them.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub status: JobStatus,
        /// How the job came to be, for billing and statistics.
        #[serde(
            rename = "jobType",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job_type: JobType,
        /// The pieces of content of the job, by hash and metadata; the content itself is never sent back. Empty in a list of jobs that are not completed.
        #[serde(
            rename = "contentData",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_data: Vec<ContentData>,
        /// One result for each piece of content, once the job is completed. Fewer than the pieces of content means that some are missing.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub results: Vec<JobResult>,
        /// When the job was created. Null when the server does not say.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub created: Option<DateTime<Utc>>,
        /// When the job last changed. Null when the server does not say.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub updated: Option<DateTime<Utc>>,
        /// When the job was completed. Null until then.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub completed: Option<DateTime<Utc>>,
        /// The threshold that the job was created with, in 0..1. 0 means that none was given and the server's default (0.5) applied; each report says which one was used. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: f64,
    }
    impl crate::wire::Message for Job {
        const FIELDS: &'static [&'static str] = &[
            "jobUuid",
            "customerId",
            "policyId",
            "policyVersionId",
            "labelId",
            "labelVersionId",
            "status",
            "jobType",
            "contentData",
            "results",
            "created",
            "updated",
            "completed",
            "threshold",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "jobUuid" => Some(0),
                "customerId" => Some(1),
                "policyId" => Some(2),
                "policyVersionId" => Some(3),
                "labelId" => Some(4),
                "labelVersionId" => Some(5),
                "status" => Some(6),
                "jobType" => Some(7),
                "contentData" => Some(8),
                "results" => Some(9),
                "created" => Some(10),
                "updated" => Some(11),
                "completed" => Some(12),
                "threshold" => Some(13),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.job_uuid, map),
                1 => crate::wire::read_into(&mut self.customer_id, map),
                2 => crate::wire::read_into(&mut self.policy_id, map),
                3 => crate::wire::read_into(&mut self.policy_version_id, map),
                4 => crate::wire::read_into(&mut self.label_id, map),
                5 => crate::wire::read_into(&mut self.label_version_id, map),
                6 => crate::wire::read_into(&mut self.status, map),
                7 => crate::wire::read_into(&mut self.job_type, map),
                8 => crate::wire::read_into(&mut self.content_data, map),
                9 => crate::wire::read_into(&mut self.results, map),
                10 => crate::wire::read_into(&mut self.created, map),
                11 => crate::wire::read_into(&mut self.updated, map),
                12 => crate::wire::read_into(&mut self.completed, map),
                13 => crate::wire::read_into(&mut self.threshold, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for Job {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What a job found for one piece of content.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct JobResult {
        /// The job that this result belongs to. Empty when the server does not say.
        #[serde(
            rename = "jobUuid",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job_uuid: Option<Id>,
        /// The report. Null if the evaluation left none, which never means that the content may pass.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub report: Option<PolicyEvaluationReport>,
        /// When the result was made. Null when the server does not say.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub created: Option<DateTime<Utc>>,
    }
    impl crate::wire::Message for JobResult {
        const FIELDS: &'static [&'static str] = &["jobUuid", "report", "created"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "jobUuid" => Some(0),
                "report" => Some(1),
                "created" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.job_uuid, map),
                1 => crate::wire::read_into(&mut self.report, map),
                2 => crate::wire::read_into(&mut self.created, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for JobResult {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// How one piece of content fared against a whole policy: the overall outcome, one report for each label, and the exception block of the policy if it has one.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct PolicyEvaluationReport {
        /// The policy that judged the content. Empty when unset.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Option<Id>,
        /// The title of the policy as people read it. Titles change and may repeat, so use `policyId` to tell policies apart.
        #[serde(
            rename = "policyKey",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_key: String,
        /// The version of the policy that judged the content. Empty when unset.
        #[serde(
            rename = "policyVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_version_id: Option<Id>,
        /// The published label that judged the content, if evaluate labels was called. Empty or missing otherwise.
        #[serde(
            rename = "labelId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_id: Option<Id>,
        /// The version of that label. Empty or missing if evaluate labels was not called.
        #[serde(
            rename = "labelVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_version_id: Option<Id>,
        /// The overall outcome as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub result: Outcome,
        /// One report for each label of the policy, in the policy's order. Labels may share a name.
        #[serde(
            rename = "sectionEvaluationReports",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub section_evaluation_reports: Vec<SectionEvaluationReport>,
        /// The exception block of the policy as a whole. Null if the policy has none.
        #[serde(
            rename = "exceptionEvaluationReport",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub exception_evaluation_report: Option<ExceptionEvaluationReport>,
        /// The hash of the content, as `algorithm::hash`, such as `fnv1a128::00000000000000000000000000000000`. Empty when unset.
        #[serde(
            rename = "contentHash",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_hash: String,
        /// The metadata that the caller attached to the content, given back as it was. Null or empty when there was none.
        #[serde(
            rename = "contentMetadata",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_metadata: BTreeMap<String, String>,
        /// The overall outcome and score. Null if the server made no review; then the deprecated `result` decides and there is no score.
        #[serde(
            rename = "reviewResult",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub review_result: Option<ReviewResult>,
        /// The lowest score, 0 to 1, that counted as a match in this report. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: f64,
        /// The score of each label that matched, by the label's name. A short view of the reports below: labels that share a name share an entry. Null or empty when nothing matched or the server does not fill it.
        #[serde(
            rename = "labelMatches",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_matches: BTreeMap<String, f32>,
        /// What the evaluation cost. Null when the server does not say.
        #[serde(
            rename = "tokenUsage",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub token_usage: Option<TokenUsage>,
    }
    impl ::std::fmt::Debug for PolicyEvaluationReport {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("PolicyEvaluationReport")
                .field("policy_id", &self.policy_id)
                .field("policy_key", &self.policy_key)
                .field("policy_version_id", &self.policy_version_id)
                .field("label_id", &self.label_id)
                .field("label_version_id", &self.label_version_id)
                .field("result", &self.result)
                .field("section_evaluation_reports", &self.section_evaluation_reports)
                .field("exception_evaluation_report", &self.exception_evaluation_report)
                .field("content_hash", &self.content_hash)
                .field("content_metadata", &crate::wire::Hidden(&self.content_metadata))
                .field("review_result", &self.review_result)
                .field("threshold", &self.threshold)
                .field("label_matches", &self.label_matches)
                .field("token_usage", &self.token_usage)
                .finish()
        }
    }
    impl crate::wire::Message for PolicyEvaluationReport {
        const FIELDS: &'static [&'static str] = &[
            "policyId",
            "policyKey",
            "policyVersionId",
            "labelId",
            "labelVersionId",
            "result",
            "sectionEvaluationReports",
            "exceptionEvaluationReport",
            "contentHash",
            "contentMetadata",
            "reviewResult",
            "threshold",
            "labelMatches",
            "tokenUsage",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "policyId" => Some(0),
                "policyKey" => Some(1),
                "policyVersionId" => Some(2),
                "labelId" => Some(3),
                "labelVersionId" => Some(4),
                "result" => Some(5),
                "sectionEvaluationReports" => Some(6),
                "exceptionEvaluationReport" => Some(7),
                "contentHash" => Some(8),
                "contentMetadata" => Some(9),
                "reviewResult" => Some(10),
                "threshold" => Some(11),
                "labelMatches" => Some(12),
                "tokenUsage" => Some(13),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.policy_id, map),
                1 => crate::wire::read_into(&mut self.policy_key, map),
                2 => crate::wire::read_into(&mut self.policy_version_id, map),
                3 => crate::wire::read_into(&mut self.label_id, map),
                4 => crate::wire::read_into(&mut self.label_version_id, map),
                5 => crate::wire::read_into(&mut self.result, map),
                6 => crate::wire::read_into(&mut self.section_evaluation_reports, map),
                7 => crate::wire::read_into(&mut self.exception_evaluation_report, map),
                8 => crate::wire::read_into(&mut self.content_hash, map),
                9 => crate::wire::read_into(&mut self.content_metadata, map),
                10 => crate::wire::read_into(&mut self.review_result, map),
                11 => crate::wire::read_into(&mut self.threshold, map),
                12 => crate::wire::read_into(&mut self.label_matches, map),
                13 => crate::wire::read_into(&mut self.token_usage, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for PolicyEvaluationReport {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// How one piece of content fared against one label (a LABEL or SECTION block) of the policy.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct SectionEvaluationReport {
        /// The name of the label. Not unique within a policy.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub name: String,
        /// The outcome of the label as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub result: Outcome,
        /// What the policy's author wants to happen on a match, in the author's own words, such as "block, review". Empty when there is none.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub message: String,
        /// One report for each rule of the label, in the label's order.
        #[serde(
            rename = "assertionEvaluationReports",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub assertion_evaluation_reports: Vec<AssertionEvaluationReport>,
        /// The exception block of this label. Null if the label has none.
        #[serde(
            rename = "exceptionEvaluationReport",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub exception_evaluation_report: Option<ExceptionEvaluationReport>,
        /// The outcome and score of the label. Null if the server made no review; then the deprecated `result` decides and there is no score.
        #[serde(
            rename = "reviewResult",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub review_result: Option<ReviewResult>,
    }
    impl crate::wire::Message for SectionEvaluationReport {
        const FIELDS: &'static [&'static str] = &[
            "name",
            "result",
            "message",
            "assertionEvaluationReports",
            "exceptionEvaluationReport",
            "reviewResult",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "name" => Some(0),
                "result" => Some(1),
                "message" => Some(2),
                "assertionEvaluationReports" => Some(3),
                "exceptionEvaluationReport" => Some(4),
                "reviewResult" => Some(5),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.name, map),
                1 => crate::wire::read_into(&mut self.result, map),
                2 => crate::wire::read_into(&mut self.message, map),
                3 => crate::wire::read_into(&mut self.assertion_evaluation_reports, map),
                4 => crate::wire::read_into(&mut self.exception_evaluation_report, map),
                5 => crate::wire::read_into(&mut self.review_result, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for SectionEvaluationReport {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// How one piece of content fared against one rule.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct AssertionEvaluationReport {
        /// The outcome of the rule. A rule has no review, so this is the one that counts.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub result: Outcome,
        /// The text of the rule as the policy's author wrote it. Empty when the server does not say.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub message: String,
        /// How surely the rule holds, in 0..1; -1 means that its evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub score: f64,
    }
    impl crate::wire::Message for AssertionEvaluationReport {
        const FIELDS: &'static [&'static str] = &["result", "message", "score"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "result" => Some(0),
                "message" => Some(1),
                "score" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.result, map),
                1 => crate::wire::read_into(&mut self.message, map),
                2 => crate::wire::read_into(&mut self.score, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for AssertionEvaluationReport {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// How one piece of content fared against an exception block (EXCEPT WHEN or UNLESS) of a policy or a label.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ExceptionEvaluationReport {
        /// The outcome of the block as older servers report it. Read `reviewResult` first; this one counts only if that is unset.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub result: Outcome,
        /// One report for each rule of the block, in the block's order.
        #[serde(
            rename = "assertionEvaluationReports",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub assertion_evaluation_reports: Vec<AssertionEvaluationReport>,
        /// The outcome and score of the block. Null if the server made no review; then the deprecated `result` decides and there is no score.
        #[serde(
            rename = "reviewResult",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub review_result: Option<ReviewResult>,
    }
    impl crate::wire::Message for ExceptionEvaluationReport {
        const FIELDS: &'static [&'static str] = &[
            "result",
            "assertionEvaluationReports",
            "reviewResult",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "result" => Some(0),
                "assertionEvaluationReports" => Some(1),
                "reviewResult" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.result, map),
                1 => crate::wire::read_into(&mut self.assertion_evaluation_reports, map),
                2 => crate::wire::read_into(&mut self.review_result, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for ExceptionEvaluationReport {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The outcome of a policy, label or exception block, with its score.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ReviewResult {
        /// The outcome. Unspecified means that the deprecated `result` beside it decides.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub outcome: Outcome,
        /// How surely it holds, in 0..1; -1 means that the evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub score: f64,
    }
    impl crate::wire::Message for ReviewResult {
        const FIELDS: &'static [&'static str] = &["outcome", "score"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "outcome" => Some(0),
                "score" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.outcome, map),
                1 => crate::wire::read_into(&mut self.score, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for ReviewResult {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What one evaluation cost.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct TokenUsage {
        /// How many tokens of content were sent to be judged.
        #[serde(
            rename = "inputTokens",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub input_tokens: i32,
        /// How many tokens the account is billed for, after the multiplier.
        #[serde(
            rename = "billedTokens",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub billed_tokens: i32,
        /// The factor between sent and billed tokens; it grows with the complexity of the policy.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub multiplier: f32,
    }
    impl crate::wire::Message for TokenUsage {
        const FIELDS: &'static [&'static str] = &[
            "inputTokens",
            "billedTokens",
            "multiplier",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "inputTokens" => Some(0),
                "billedTokens" => Some(1),
                "multiplier" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.input_tokens, map),
                1 => crate::wire::read_into(&mut self.billed_tokens, map),
                2 => crate::wire::read_into(&mut self.multiplier, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for TokenUsage {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// One piece of content. A request sets exactly one of `text`, `image` and `imageUrl`, and may add `metadata`; two of them in one item are refused. An answer carries `contentHash` and `metadata` only.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct ContentData {
        /// The text to judge. Requests only.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub text: Option<String>,
        /// The bytes of the image file to judge, in base64. Requests only.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub image: Option<String>,
        /// Where the server can fetch the image to judge, without credentials. Requests only.
        #[serde(
            rename = "imageUrl",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub image_url: Option<String>,
        /// Whatever the caller wants to have back beside the result, such as an id of its own: results come in no particular order. Null or empty when there is none.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub metadata: BTreeMap<String, String>,
        /// The hash of the content, as `algorithm::hash`, worked out by the server. Answers only; empty until it is known.
        #[serde(
            rename = "contentHash",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_hash: Option<String>,
    }
    impl ::std::fmt::Debug for ContentData {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("ContentData")
                .field("text", &crate::wire::Hidden(&self.text))
                .field("image", &crate::wire::Hidden(&self.image))
                .field("image_url", &crate::wire::Hidden(&self.image_url))
                .field("metadata", &crate::wire::Hidden(&self.metadata))
                .field("content_hash", &self.content_hash)
                .finish()
        }
    }
    impl crate::wire::Message for ContentData {
        const FIELDS: &'static [&'static str] = &[
            "text",
            "image",
            "imageUrl",
            "metadata",
            "contentHash",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "text" => Some(0),
                "image" => Some(1),
                "imageUrl" => Some(2),
                "metadata" => Some(3),
                "contentHash" => Some(4),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.text, map),
                1 => crate::wire::read_into(&mut self.image, map),
                2 => crate::wire::read_into(&mut self.image_url, map),
                3 => crate::wire::read_into(&mut self.metadata, map),
                4 => crate::wire::read_into(&mut self.content_hash, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for ContentData {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What to judge, by which policy, and how.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct CreateJobRequest {
        /// The pieces of content, at least one. Each gets a result of its own.
        #[serde(
            rename = "contentData",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_data: Vec<ContentData>,
        /// The policy that judges the content.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Uuid,
        /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: Option<f64>,
        /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub expedited: Option<bool>,
        /// The webhook to call when the job has ended. If left out, none is called; poll get job instead.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub webhook: Option<Webhook>,
        /// Further settings of the evaluation. Left out means the server's own.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub options: Option<JobOptions>,
    }
    impl crate::wire::Message for CreateJobRequest {
        const FIELDS: &'static [&'static str] = &[
            "contentData",
            "policyId",
            "threshold",
            "expedited",
            "webhook",
            "options",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "contentData" => Some(0),
                "policyId" => Some(1),
                "threshold" => Some(2),
                "expedited" => Some(3),
                "webhook" => Some(4),
                "options" => Some(5),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.content_data, map),
                1 => crate::wire::read_into(&mut self.policy_id, map),
                2 => crate::wire::read_into(&mut self.threshold, map),
                3 => crate::wire::read_into(&mut self.expedited, map),
                4 => crate::wire::read_into(&mut self.webhook, map),
                5 => crate::wire::read_into(&mut self.options, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CreateJobRequest {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The answer of create job.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct CreateJobResponse {
        /// The new job. Keep its id to poll it.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job: Option<Job>,
    }
    impl crate::wire::Message for CreateJobResponse {
        const FIELDS: &'static [&'static str] = &["job"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "job" => Some(0),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.job, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CreateJobResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// An HTTP POST that the server makes when a job has ended. It is not signed, so confirm what it says by getting the job.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct Webhook {
        /// The URL to call. It must be https.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub url: String,
        /// Headers to send with the call. Each is sent as `X-Webhook-<name>`, so none can replace a header of the server.
        #[serde(
            rename = "extraHeaders",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub extra_headers: BTreeMap<String, String>,
    }
    impl ::std::fmt::Debug for Webhook {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("Webhook")
                .field("url", &crate::wire::Hidden(&self.url))
                .field("extra_headers", &crate::wire::Hidden(&self.extra_headers))
                .finish()
        }
    }
    impl crate::wire::Message for Webhook {
        const FIELDS: &'static [&'static str] = &["url", "extraHeaders"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "url" => Some(0),
                "extraHeaders" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.url, map),
                1 => crate::wire::read_into(&mut self.extra_headers, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for Webhook {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// Further settings of an evaluation.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct JobOptions {
        /// The settings by name. Which names exist is between the account and the vendor.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub options: BTreeMap<String, String>,
    }
    impl crate::wire::Message for JobOptions {
        const FIELDS: &'static [&'static str] = &["options"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "options" => Some(0),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.options, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for JobOptions {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What to judge at once, by which policy, and how. As a create job request, without a webhook.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct EvaluateRequest {
        /// The pieces of content, at least one. Each gets a result of its own, in no particular order.
        #[serde(
            rename = "contentData",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_data: Vec<ContentData>,
        /// The policy that judges the content.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Uuid,
        /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: Option<f64>,
        /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub expedited: Option<bool>,
        /// Whether reports in the answer contain a report for each rule of a label. A preview: the gateway may change it. Left out means false.
        #[serde(
            rename = "includeEvaluationReport",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub include_evaluation_report: Option<bool>,
        /// Further settings of the evaluation. Left out means the server's own.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub options: Option<JobOptions>,
    }
    impl crate::wire::Message for EvaluateRequest {
        const FIELDS: &'static [&'static str] = &[
            "contentData",
            "policyId",
            "threshold",
            "expedited",
            "includeEvaluationReport",
            "options",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "contentData" => Some(0),
                "policyId" => Some(1),
                "threshold" => Some(2),
                "expedited" => Some(3),
                "includeEvaluationReport" => Some(4),
                "options" => Some(5),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.content_data, map),
                1 => crate::wire::read_into(&mut self.policy_id, map),
                2 => crate::wire::read_into(&mut self.threshold, map),
                3 => crate::wire::read_into(&mut self.expedited, map),
                4 => crate::wire::read_into(&mut self.include_evaluation_report, map),
                5 => crate::wire::read_into(&mut self.options, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateRequest {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// One result of a stream.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct EvaluateResponse {
        /// The job that was made for this call; the same in every result of one stream.
        #[serde(
            rename = "jobUuid",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job_uuid: Option<Id>,
        /// The hash of the content that this result is about, as `algorithm::hash`. Empty when unset.
        #[serde(
            rename = "contentHash",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_hash: String,
        /// The report. Null if the evaluation left none, which never means that the content may pass.
        #[serde(
            rename = "policyEvaluationReport",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_evaluation_report: Option<PolicyEvaluationReport>,
    }
    impl crate::wire::Message for EvaluateResponse {
        const FIELDS: &'static [&'static str] = &[
            "jobUuid",
            "contentHash",
            "policyEvaluationReport",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "jobUuid" => Some(0),
                "contentHash" => Some(1),
                "policyEvaluationReport" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.job_uuid, map),
                1 => crate::wire::read_into(&mut self.content_hash, map),
                2 => crate::wire::read_into(&mut self.policy_evaluation_report, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// One JSON value of a stream. Exactly one of its fields is set; an error is the last frame.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct EvaluateFrame {
        /// A result. Null or missing in an error frame.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub result: Option<EvaluateResponse>,
        /// Why the stream ends before all results were sent. Null or missing in a result frame.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error: Option<Status>,
    }
    impl crate::wire::Message for EvaluateFrame {
        const FIELDS: &'static [&'static str] = &["result", "error"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "result" => Some(0),
                "error" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.result, map),
                1 => crate::wire::read_into(&mut self.error, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateFrame {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// Which piece of content to judge, by which label versions, and how.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct EvaluateLabelsRequest {
        /// The one piece of content to judge.
        #[serde(
            rename = "contentData",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_data: Option<ContentData>,
        /// The published label versions that judge it, 1 to 10. The results come in this order.
        #[serde(
            rename = "labelVersionIds",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_version_ids: Vec<Uuid>,
        /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: Option<f64>,
        /// Whether reports in the answer contain a report for each rule of a label. A preview: the gateway may change it. Left out means false.
        #[serde(
            rename = "includeEvaluationReport",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub include_evaluation_report: Option<bool>,
        /// A text that replaces the account's global context for this call. Left out means the account's own.
        #[serde(
            rename = "globalContext",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub global_context: Option<String>,
        /// Finer settings of the evaluation. Left out means the server's own.
        #[serde(
            rename = "labelEvalOptions",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_eval_options: Option<LabelEvalOptions>,
    }
    impl ::std::fmt::Debug for EvaluateLabelsRequest {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("EvaluateLabelsRequest")
                .field("content_data", &self.content_data)
                .field("label_version_ids", &self.label_version_ids)
                .field("threshold", &self.threshold)
                .field("include_evaluation_report", &self.include_evaluation_report)
                .field("global_context", &crate::wire::Hidden(&self.global_context))
                .field("label_eval_options", &self.label_eval_options)
                .finish()
        }
    }
    impl crate::wire::Message for EvaluateLabelsRequest {
        const FIELDS: &'static [&'static str] = &[
            "contentData",
            "labelVersionIds",
            "threshold",
            "includeEvaluationReport",
            "globalContext",
            "labelEvalOptions",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "contentData" => Some(0),
                "labelVersionIds" => Some(1),
                "threshold" => Some(2),
                "includeEvaluationReport" => Some(3),
                "globalContext" => Some(4),
                "labelEvalOptions" => Some(5),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.content_data, map),
                1 => crate::wire::read_into(&mut self.label_version_ids, map),
                2 => crate::wire::read_into(&mut self.threshold, map),
                3 => crate::wire::read_into(&mut self.include_evaluation_report, map),
                4 => crate::wire::read_into(&mut self.global_context, map),
                5 => crate::wire::read_into(&mut self.label_eval_options, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateLabelsRequest {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// Finer settings of a label evaluation, each optional.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct LabelEvalOptions {
        /// Whether to judge afresh even if the server remembers an answer. Left out means false.
        #[serde(
            rename = "bypassCache",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub bypass_cache: Option<bool>,
        /// Whether to judge as fast as possible rather than as cheaply as possible. Left out means false.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub expedited: Option<bool>,
        /// How many queries the server bundles into one, as a decimal string. Left out means the server's choice.
        #[serde(
            rename = "bundleSize",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub bundle_size: Option<i64>,
        /// The lowest score that counts as a match. 0 or left out means the server's default (0.5).
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: Option<f64>,
        /// The name of the evaluation stack to use. Left out means the account's default.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub stack: Option<String>,
    }
    impl crate::wire::Message for LabelEvalOptions {
        const FIELDS: &'static [&'static str] = &[
            "bypassCache",
            "expedited",
            "bundleSize",
            "threshold",
            "stack",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "bypassCache" => Some(0),
                "expedited" => Some(1),
                "bundleSize" => Some(2),
                "threshold" => Some(3),
                "stack" => Some(4),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.bypass_cache, map),
                1 => crate::wire::read_into(&mut self.expedited, map),
                2 => crate::wire::read_into(&mut self.bundle_size, map),
                3 => crate::wire::read_into(&mut self.threshold, map),
                4 => crate::wire::read_into(&mut self.stack, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for LabelEvalOptions {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The answer of evaluate labels.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct EvaluateLabelsResponse {
        /// The hash of the content that was judged, as `algorithm::hash`. Empty when unset.
        #[serde(
            rename = "contentHash",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub content_hash: String,
        /// One result for each label version, in the order of the request.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub results: Vec<EvaluateLabelsResult>,
    }
    impl crate::wire::Message for EvaluateLabelsResponse {
        const FIELDS: &'static [&'static str] = &["contentHash", "results"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "contentHash" => Some(0),
                "results" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.content_hash, map),
                1 => crate::wire::read_into(&mut self.results, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateLabelsResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What came of one label version, either an evaluation or an error.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct EvaluateLabelsResult {
        /// The label. Empty when the server does not say.
        #[serde(
            rename = "labelId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_id: Option<Id>,
        /// The label version, as the request named it.
        #[serde(
            rename = "labelVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub label_version_id: Option<Id>,
        /// The job that was made for this label version. Empty if none was made.
        #[serde(
            rename = "jobUuid",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub job_uuid: Option<Id>,
        /// The evaluation. Null if it failed; `error` says why.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub evaluation: Option<LabelEvaluation>,
        /// Why this label version could not be evaluated, though the call succeeded. Empty or missing if it could.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error: String,
    }
    impl crate::wire::Message for EvaluateLabelsResult {
        const FIELDS: &'static [&'static str] = &[
            "labelId",
            "labelVersionId",
            "jobUuid",
            "evaluation",
            "error",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "labelId" => Some(0),
                "labelVersionId" => Some(1),
                "jobUuid" => Some(2),
                "evaluation" => Some(3),
                "error" => Some(4),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.label_id, map),
                1 => crate::wire::read_into(&mut self.label_version_id, map),
                2 => crate::wire::read_into(&mut self.job_uuid, map),
                3 => crate::wire::read_into(&mut self.evaluation, map),
                4 => crate::wire::read_into(&mut self.error, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for EvaluateLabelsResult {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// How the content fared against one label version.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct LabelEvaluation {
        /// How surely the label matches, in 0..1; -1 means that the evaluation failed. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub score: f64,
        /// Whether the label matches.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub outcome: Outcome,
        /// The lowest score that counted as a match; the default if the request named none. May be sent as the string "NaN", "Infinity" or "-Infinity".
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub threshold: f64,
        /// The full report, with the rules of the label. Null when the server leaves it out.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub report: Option<PolicyEvaluationReport>,
    }
    impl crate::wire::Message for LabelEvaluation {
        const FIELDS: &'static [&'static str] = &[
            "score",
            "outcome",
            "threshold",
            "report",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "score" => Some(0),
                "outcome" => Some(1),
                "threshold" => Some(2),
                "report" => Some(3),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.score, map),
                1 => crate::wire::read_into(&mut self.outcome, map),
                2 => crate::wire::read_into(&mut self.threshold, map),
                3 => crate::wire::read_into(&mut self.report, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for LabelEvaluation {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// A job that judges a whole CSV file in the background.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct BatchJob {
        /// The id of the batch job. It is not promised to be a UUID.
        #[serde(
            rename = "batchJobId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub batch_job_id: String,
        /// The name that the caller gave it.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub name: String,
        /// How far it has come.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub state: BatchJobState,
        /// When it was created. Null when the server does not say.
        #[serde(
            rename = "createdAt",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub created_at: Option<DateTime<Utc>>,
        /// When it last changed. Null when the server does not say.
        #[serde(
            rename = "updatedAt",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub updated_at: Option<DateTime<Utc>>,
        /// The policy that judges the content. Empty when unset.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Option<Id>,
        /// The version of the policy that was active when the batch job started. Empty before that.
        #[serde(
            rename = "policyVersionId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_version_id: Option<Id>,
        /// Where to download the CSV of results. A presigned URL, so the API key must not be sent along. Empty until the batch job is completed.
        #[serde(
            rename = "outputFileUrl",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub output_file_url: String,
    }
    impl ::std::fmt::Debug for BatchJob {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("BatchJob")
                .field("batch_job_id", &self.batch_job_id)
                .field("name", &self.name)
                .field("state", &self.state)
                .field("created_at", &self.created_at)
                .field("updated_at", &self.updated_at)
                .field("policy_id", &self.policy_id)
                .field("policy_version_id", &self.policy_version_id)
                .field("output_file_url", &crate::wire::Hidden(&self.output_file_url))
                .finish()
        }
    }
    impl crate::wire::Message for BatchJob {
        const FIELDS: &'static [&'static str] = &[
            "batchJobId",
            "name",
            "state",
            "createdAt",
            "updatedAt",
            "policyId",
            "policyVersionId",
            "outputFileUrl",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "batchJobId" => Some(0),
                "name" => Some(1),
                "state" => Some(2),
                "createdAt" => Some(3),
                "updatedAt" => Some(4),
                "policyId" => Some(5),
                "policyVersionId" => Some(6),
                "outputFileUrl" => Some(7),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.batch_job_id, map),
                1 => crate::wire::read_into(&mut self.name, map),
                2 => crate::wire::read_into(&mut self.state, map),
                3 => crate::wire::read_into(&mut self.created_at, map),
                4 => crate::wire::read_into(&mut self.updated_at, map),
                5 => crate::wire::read_into(&mut self.policy_id, map),
                6 => crate::wire::read_into(&mut self.policy_version_id, map),
                7 => crate::wire::read_into(&mut self.output_file_url, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for BatchJob {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What to call a new batch job, and which policy judges it.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct CreateBatchJobRequest {
        /// A name for people to find it by.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub name: String,
        /// The policy that judges the content.
        #[serde(
            rename = "policyId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub policy_id: Uuid,
        /// A URL to call when the batch job has ended. Left out means none; poll list batch jobs instead.
        #[serde(
            rename = "webhookUrl",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub webhook_url: Option<String>,
    }
    impl ::std::fmt::Debug for CreateBatchJobRequest {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("CreateBatchJobRequest")
                .field("name", &self.name)
                .field("policy_id", &self.policy_id)
                .field("webhook_url", &crate::wire::Hidden(&self.webhook_url))
                .finish()
        }
    }
    impl crate::wire::Message for CreateBatchJobRequest {
        const FIELDS: &'static [&'static str] = &["name", "policyId", "webhookUrl"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "name" => Some(0),
                "policyId" => Some(1),
                "webhookUrl" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.name, map),
                1 => crate::wire::read_into(&mut self.policy_id, map),
                2 => crate::wire::read_into(&mut self.webhook_url, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CreateBatchJobRequest {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The answer of create batch job.
    #[derive(Clone, Default, PartialEq, Serialize)]
    pub struct CreateBatchJobResponse {
        /// The id of the new batch job. Empty if none was made.
        #[serde(
            rename = "batchJobId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub batch_job_id: String,
        /// The name that the caller gave it.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub name: String,
        /// Why no batch job was made, though the call succeeded. Null if it was.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error: Option<BatchJobError>,
        /// Where to upload the CSV, within 4 hours. A presigned URL, so the API key must not be sent along. Empty or missing if no batch job was made.
        #[serde(
            rename = "inputFileUploadUrl",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub input_file_upload_url: String,
    }
    impl ::std::fmt::Debug for CreateBatchJobResponse {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("CreateBatchJobResponse")
                .field("batch_job_id", &self.batch_job_id)
                .field("name", &self.name)
                .field("error", &self.error)
                .field(
                    "input_file_upload_url",
                    &crate::wire::Hidden(&self.input_file_upload_url),
                )
                .finish()
        }
    }
    impl crate::wire::Message for CreateBatchJobResponse {
        const FIELDS: &'static [&'static str] = &[
            "batchJobId",
            "name",
            "error",
            "inputFileUploadUrl",
        ];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "batchJobId" => Some(0),
                "name" => Some(1),
                "error" => Some(2),
                "inputFileUploadUrl" => Some(3),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.batch_job_id, map),
                1 => crate::wire::read_into(&mut self.name, map),
                2 => crate::wire::read_into(&mut self.error, map),
                3 => crate::wire::read_into(&mut self.input_file_upload_url, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CreateBatchJobResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The answer of list batch jobs.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct ListBatchJobsResponse {
        /// The batch jobs that pass the filters; empty when none does.
        #[serde(
            rename = "batchJobs",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub batch_jobs: Vec<BatchJob>,
    }
    impl crate::wire::Message for ListBatchJobsResponse {
        const FIELDS: &'static [&'static str] = &["batchJobs"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "batchJobs" => Some(0),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.batch_jobs, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for ListBatchJobsResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The body of cancel batch job, which has no fields.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct CancelBatchJobRequest {}
    impl crate::wire::Message for CancelBatchJobRequest {
        const FIELDS: &'static [&'static str] = &[];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CancelBatchJobRequest {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The answer of cancel batch job.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct CancelBatchJobResponse {
        /// The id of the batch job.
        #[serde(
            rename = "batchJobId",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub batch_job_id: String,
        /// The state after the request. Unspecified or missing if the server does not say.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub state: BatchJobState,
        /// Why it could not be canceled, though the call succeeded. Null if it could.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error: Option<BatchJobError>,
    }
    impl crate::wire::Message for CancelBatchJobResponse {
        const FIELDS: &'static [&'static str] = &["batchJobId", "state", "error"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "batchJobId" => Some(0),
                "state" => Some(1),
                "error" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.batch_job_id, map),
                1 => crate::wire::read_into(&mut self.state, map),
                2 => crate::wire::read_into(&mut self.error, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for CancelBatchJobResponse {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What is wrong with a batch job.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct BatchJobError {
        /// The kind of error.
        #[serde(
            rename = "errorCode",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error_code: BatchJobErrorCode,
        /// The error as readable text. Empty if there is none.
        #[serde(
            rename = "errorMessage",
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub error_message: String,
    }
    impl crate::wire::Message for BatchJobError {
        const FIELDS: &'static [&'static str] = &["errorCode", "errorMessage"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "errorCode" => Some(0),
                "errorMessage" => Some(1),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.error_code, map),
                1 => crate::wire::read_into(&mut self.error_message, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for BatchJobError {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// The body of every error, as gRPC defines it.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct Status {
        /// The gRPC status code, 0 to 16, such as 5 for NOT_FOUND. It says more than the HTTP status, which several codes share.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub code: i32,
        /// The error in words for people. Not meant to be taken apart by programs.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub message: String,
        /// What else there is to know, one object a fact. For refused content, one `PrecheckFailure` for each refused item; read them all.
        #[serde(
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub details: Vec<::serde_json::Value>,
    }
    impl crate::wire::Message for Status {
        const FIELDS: &'static [&'static str] = &["code", "message", "details"];
        fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
            static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(
                0,
            );
            &LENGTH
        }
        fn position(name: &str) -> Option<usize> {
            match name {
                "code" => Some(0),
                "message" => Some(1),
                "details" => Some(2),
                other => crate::wire::other_spelling::<Self>(other),
            }
        }
        fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
            &mut self,
            position: usize,
            map: &mut A,
        ) -> ::std::result::Result<(), A::Error> {
            match position {
                0 => crate::wire::read_into(&mut self.code, map),
                1 => crate::wire::read_into(&mut self.message, map),
                2 => crate::wire::read_into(&mut self.details, map),
                _ => crate::wire::ignore(map),
            }
        }
    }
    impl<'de> Deserialize<'de> for Status {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            from: D,
        ) -> ::std::result::Result<Self, D::Error> {
            crate::wire::read_message(from)
        }
    }
    /// What an evaluation came to. Only FALSE speaks for the content, and nothing else may be read as FALSE.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Outcome {
        /// `OUTCOME_UNSPECIFIED`: The server gave no outcome.
        #[default]
        Unspecified,
        /// `OUTCOME_FALSE`: The content was judged and does not match.
        False,
        /// `OUTCOME_TRUE`: The content was judged and matches.
        True,
        /// `OUTCOME_FAILED`: The evaluation failed, so nothing is known about the content.
        Failed,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl Outcome {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::False,
            Self::True,
            Self::Failed,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "OUTCOME_UNSPECIFIED",
                Self::False => "OUTCOME_FALSE",
                Self::True => "OUTCOME_TRUE",
                Self::Failed => "OUTCOME_FAILED",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for Outcome {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "OUTCOME_UNSPECIFIED" => Some(Self::Unspecified),
                "OUTCOME_FALSE" => Some(Self::False),
                "OUTCOME_TRUE" => Some(Self::True),
                "OUTCOME_FAILED" => Some(Self::Failed),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::False),
                2 => Some(Self::True),
                3 => Some(Self::Failed),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(Outcome);
    /// How far a job has come.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum JobStatus {
        /// `JOB_STATUS_UNSPECIFIED`: The server gave no status; as a filter, any status.
        #[default]
        Unspecified,
        /// `JOB_STATUS_PENDING`: The job waits to be started.
        Pending,
        /// `JOB_STATUS_RUNNING`: The job is being worked on and has no complete results yet.
        Running,
        /// `JOB_STATUS_COMPLETED`: The job has ended and its results are there; single evaluations in it may have failed.
        Completed,
        /// `JOB_STATUS_FAILED`: The job has ended without complete results.
        Failed,
        /// `JOB_STATUS_CANCELED`: The job was stopped before it was done.
        Canceled,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl JobStatus {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::Pending,
            Self::Running,
            Self::Completed,
            Self::Failed,
            Self::Canceled,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "JOB_STATUS_UNSPECIFIED",
                Self::Pending => "JOB_STATUS_PENDING",
                Self::Running => "JOB_STATUS_RUNNING",
                Self::Completed => "JOB_STATUS_COMPLETED",
                Self::Failed => "JOB_STATUS_FAILED",
                Self::Canceled => "JOB_STATUS_CANCELED",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for JobStatus {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "JOB_STATUS_UNSPECIFIED" => Some(Self::Unspecified),
                "JOB_STATUS_PENDING" => Some(Self::Pending),
                "JOB_STATUS_RUNNING" => Some(Self::Running),
                "JOB_STATUS_COMPLETED" => Some(Self::Completed),
                "JOB_STATUS_FAILED" => Some(Self::Failed),
                "JOB_STATUS_CANCELED" => Some(Self::Canceled),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::Pending),
                2 => Some(Self::Running),
                3 => Some(Self::Completed),
                4 => Some(Self::Failed),
                5 => Some(Self::Canceled),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(JobStatus);
    /// How a job came to be, for billing and statistics.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum JobType {
        /// `JOB_TYPE_UNSPECIFIED`: The server gave no type.
        #[default]
        Unspecified,
        /// `JOB_TYPE_STANDARD`: An ordinary job, made by a call of the API.
        Standard,
        /// `JOB_TYPE_BATCH`: A job made while a batch job was processed.
        Batch,
        /// `JOB_TYPE_FREE`: A job of the free plan.
        Free,
        /// `JOB_TYPE_TEST`: A job made to try something out.
        Test,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl JobType {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::Standard,
            Self::Batch,
            Self::Free,
            Self::Test,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "JOB_TYPE_UNSPECIFIED",
                Self::Standard => "JOB_TYPE_STANDARD",
                Self::Batch => "JOB_TYPE_BATCH",
                Self::Free => "JOB_TYPE_FREE",
                Self::Test => "JOB_TYPE_TEST",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for JobType {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "JOB_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                "JOB_TYPE_STANDARD" => Some(Self::Standard),
                "JOB_TYPE_BATCH" => Some(Self::Batch),
                "JOB_TYPE_FREE" => Some(Self::Free),
                "JOB_TYPE_TEST" => Some(Self::Test),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::Standard),
                2 => Some(Self::Batch),
                3 => Some(Self::Free),
                4 => Some(Self::Test),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(JobType);
    /// How far a batch job has come. ERROR, COMPLETED and CANCELLED (with two Ls, unlike the status of a job) are the ends.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum BatchJobState {
        /// `BATCH_JOB_STATE_UNSPECIFIED`: The server gave no state.
        #[default]
        Unspecified,
        /// `BATCH_JOB_STATE_ERROR`: It has ended with an error and has no results to download.
        Error,
        /// `BATCH_JOB_STATE_INITIALIZED`: It was created and waits for its CSV to be uploaded.
        Initialized,
        /// `BATCH_JOB_STATE_QUEUED`: The CSV is there and waits to be read.
        Queued,
        /// `BATCH_JOB_STATE_PREPROCESSING`: The CSV is being read and checked.
        Preprocessing,
        /// `BATCH_JOB_STATE_PREPROCESSED`: The CSV was read and its content is ready to be judged.
        Preprocessed,
        /// `BATCH_JOB_STATE_SUBMITTED`: The content was handed over and is being judged.
        Submitted,
        /// `BATCH_JOB_STATE_POSTPROCESSING`: The content was judged and the output file is being made.
        Postprocessing,
        /// `BATCH_JOB_STATE_POSTPROCESSED`: The output file is made but not offered yet.
        Postprocessed,
        /// `BATCH_JOB_STATE_COMPLETED`: It has ended and its results can be downloaded.
        Completed,
        /// `BATCH_JOB_STATE_CANCELLED`: It was stopped before it was done.
        Cancelled,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl BatchJobState {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::Error,
            Self::Initialized,
            Self::Queued,
            Self::Preprocessing,
            Self::Preprocessed,
            Self::Submitted,
            Self::Postprocessing,
            Self::Postprocessed,
            Self::Completed,
            Self::Cancelled,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "BATCH_JOB_STATE_UNSPECIFIED",
                Self::Error => "BATCH_JOB_STATE_ERROR",
                Self::Initialized => "BATCH_JOB_STATE_INITIALIZED",
                Self::Queued => "BATCH_JOB_STATE_QUEUED",
                Self::Preprocessing => "BATCH_JOB_STATE_PREPROCESSING",
                Self::Preprocessed => "BATCH_JOB_STATE_PREPROCESSED",
                Self::Submitted => "BATCH_JOB_STATE_SUBMITTED",
                Self::Postprocessing => "BATCH_JOB_STATE_POSTPROCESSING",
                Self::Postprocessed => "BATCH_JOB_STATE_POSTPROCESSED",
                Self::Completed => "BATCH_JOB_STATE_COMPLETED",
                Self::Cancelled => "BATCH_JOB_STATE_CANCELLED",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for BatchJobState {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "BATCH_JOB_STATE_UNSPECIFIED" => Some(Self::Unspecified),
                "BATCH_JOB_STATE_ERROR" => Some(Self::Error),
                "BATCH_JOB_STATE_INITIALIZED" => Some(Self::Initialized),
                "BATCH_JOB_STATE_QUEUED" => Some(Self::Queued),
                "BATCH_JOB_STATE_PREPROCESSING" => Some(Self::Preprocessing),
                "BATCH_JOB_STATE_PREPROCESSED" => Some(Self::Preprocessed),
                "BATCH_JOB_STATE_SUBMITTED" => Some(Self::Submitted),
                "BATCH_JOB_STATE_POSTPROCESSING" => Some(Self::Postprocessing),
                "BATCH_JOB_STATE_POSTPROCESSED" => Some(Self::Postprocessed),
                "BATCH_JOB_STATE_COMPLETED" => Some(Self::Completed),
                "BATCH_JOB_STATE_CANCELLED" => Some(Self::Cancelled),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::Error),
                2 => Some(Self::Initialized),
                3 => Some(Self::Queued),
                4 => Some(Self::Preprocessing),
                5 => Some(Self::Preprocessed),
                6 => Some(Self::Submitted),
                7 => Some(Self::Postprocessing),
                8 => Some(Self::Postprocessed),
                9 => Some(Self::Completed),
                10 => Some(Self::Cancelled),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(BatchJobState);
    /// What is wrong with a batch job.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum BatchJobErrorCode {
        /// `BATCH_JOB_ERROR_UNSPECIFIED`: The server did not say what kind of error it is.
        #[default]
        Unspecified,
        /// `BATCH_JOB_ERROR_INVALID_INPUT_FILE`: The CSV cannot be used, for instance for its columns.
        InvalidInputFile,
        /// `BATCH_JOB_ERROR_INVALID_POLICY`: The policy does not exist or cannot be used.
        InvalidPolicy,
        /// `BATCH_JOB_ERROR_INVALID_POLICY_VERSION`: The version of the policy does not exist or cannot be used.
        InvalidPolicyVersion,
        /// `BATCH_JOB_ERROR_INVALID_PRIORITY`: The priority is not one that the account may use.
        InvalidPriority,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl BatchJobErrorCode {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::InvalidInputFile,
            Self::InvalidPolicy,
            Self::InvalidPolicyVersion,
            Self::InvalidPriority,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "BATCH_JOB_ERROR_UNSPECIFIED",
                Self::InvalidInputFile => "BATCH_JOB_ERROR_INVALID_INPUT_FILE",
                Self::InvalidPolicy => "BATCH_JOB_ERROR_INVALID_POLICY",
                Self::InvalidPolicyVersion => "BATCH_JOB_ERROR_INVALID_POLICY_VERSION",
                Self::InvalidPriority => "BATCH_JOB_ERROR_INVALID_PRIORITY",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for BatchJobErrorCode {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "BATCH_JOB_ERROR_UNSPECIFIED" => Some(Self::Unspecified),
                "BATCH_JOB_ERROR_INVALID_INPUT_FILE" => Some(Self::InvalidInputFile),
                "BATCH_JOB_ERROR_INVALID_POLICY" => Some(Self::InvalidPolicy),
                "BATCH_JOB_ERROR_INVALID_POLICY_VERSION" => {
                    Some(Self::InvalidPolicyVersion)
                }
                "BATCH_JOB_ERROR_INVALID_PRIORITY" => Some(Self::InvalidPriority),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::InvalidInputFile),
                2 => Some(Self::InvalidPolicy),
                3 => Some(Self::InvalidPolicyVersion),
                4 => Some(Self::InvalidPriority),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(BatchJobErrorCode);
    /// Why an item of content was refused before any policy saw it.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum PrecheckFailureType {
        /// `PRECHECK_FAILURE_TYPE_UNSPECIFIED`: The server did not say why.
        #[default]
        Unspecified,
        /// `PRECHECK_FAILURE_TYPE_NCMEC`: The content matches known child sexual abuse material. A legal duty starts here.
        Ncmec,
        /// `PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT`: The image is in a format that the server does not read.
        UnsupportedImageFormat,
        /// `PRECHECK_FAILURE_TYPE_INVALID_IMAGE`: The image is damaged, or no image at all.
        InvalidImage,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl PrecheckFailureType {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::Ncmec,
            Self::UnsupportedImageFormat,
            Self::InvalidImage,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "PRECHECK_FAILURE_TYPE_UNSPECIFIED",
                Self::Ncmec => "PRECHECK_FAILURE_TYPE_NCMEC",
                Self::UnsupportedImageFormat => {
                    "PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT"
                }
                Self::InvalidImage => "PRECHECK_FAILURE_TYPE_INVALID_IMAGE",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for PrecheckFailureType {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "PRECHECK_FAILURE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
                "PRECHECK_FAILURE_TYPE_NCMEC" => Some(Self::Ncmec),
                "PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT" => {
                    Some(Self::UnsupportedImageFormat)
                }
                "PRECHECK_FAILURE_TYPE_INVALID_IMAGE" => Some(Self::InvalidImage),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::Ncmec),
                2 => Some(Self::UnsupportedImageFormat),
                3 => Some(Self::InvalidImage),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(PrecheckFailureType);
    /// How near a match with known material is.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum PrecheckMatchConfidence {
        /// `PRECHECK_MATCH_CONFIDENCE_UNSPECIFIED`: The server gave no confidence, as for refusals that are no match.
        #[default]
        Unspecified,
        /// `PRECHECK_MATCH_CONFIDENCE_EXACT`: The hash of the file is a known one; this may be enforced automatically.
        Exact,
        /// `PRECHECK_MATCH_CONFIDENCE_HIGH`: A perceptual match that is almost a duplicate.
        High,
        /// `PRECHECK_MATCH_CONFIDENCE_MEDIUM`: A perceptual match of moderate likeness.
        Medium,
        /// `PRECHECK_MATCH_CONFIDENCE_LOW`: A perceptual match of loose likeness, which wants a human's eye.
        Low,
        /// A value that this contract does not name, as it came: a name, or a number in
        /// decimal.
        Unknown(String),
    }
    impl PrecheckMatchConfidence {
        /// Every value that the contract names, in the order of their numbers.
        pub const NAMED: &'static [Self] = &[
            Self::Unspecified,
            Self::Exact,
            Self::High,
            Self::Medium,
            Self::Low,
        ];
        /// The name on the wire, or the raw value if the contract does not name it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Unspecified => "PRECHECK_MATCH_CONFIDENCE_UNSPECIFIED",
                Self::Exact => "PRECHECK_MATCH_CONFIDENCE_EXACT",
                Self::High => "PRECHECK_MATCH_CONFIDENCE_HIGH",
                Self::Medium => "PRECHECK_MATCH_CONFIDENCE_MEDIUM",
                Self::Low => "PRECHECK_MATCH_CONFIDENCE_LOW",
                Self::Unknown(raw) => raw,
            }
        }
    }
    impl crate::wire::OpenEnum for PrecheckMatchConfidence {
        fn from_name(name: &str) -> Option<Self> {
            match name {
                "PRECHECK_MATCH_CONFIDENCE_UNSPECIFIED" => Some(Self::Unspecified),
                "PRECHECK_MATCH_CONFIDENCE_EXACT" => Some(Self::Exact),
                "PRECHECK_MATCH_CONFIDENCE_HIGH" => Some(Self::High),
                "PRECHECK_MATCH_CONFIDENCE_MEDIUM" => Some(Self::Medium),
                "PRECHECK_MATCH_CONFIDENCE_LOW" => Some(Self::Low),
                _ => None,
            }
        }
        fn from_number(number: i64) -> Option<Self> {
            match number {
                0 => Some(Self::Unspecified),
                1 => Some(Self::Exact),
                2 => Some(Self::High),
                3 => Some(Self::Medium),
                4 => Some(Self::Low),
                _ => None,
            }
        }
        fn unknown(raw: String) -> Self {
            Self::Unknown(raw)
        }
        fn is_named(&self) -> bool {
            !matches!(self, Self::Unknown(_))
        }
        fn name(&self) -> &str {
            self.as_str()
        }
    }
    crate::wire::open_enum!(PrecheckMatchConfidence);
}
/// The names of all fields on the wire in both spellings, sorted.
pub(crate) const FIELD_NAMES: &[&str] = &[
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
#[cfg(feature = "client")]
pub use client::{Client, builder};
#[cfg(feature = "client")]
mod client {
    use super::types;
    use crate::error::Error;
    use progenitor_client::{
        ByteStream, ClientHooks, ClientInfo, OperationInfo, RequestBuilderExt,
        ResponseValue, encode_path,
    };
    #[derive(Clone, Debug)]
    /// Client for Clavata
    ///
    /// Clavata judges text and images against policies that its customers write. A policy is made of labels, a label of rules, and both may carry an exception block. A job compares one policy with one or more pieces of content and yields one report for each piece. Bodies are protobuf JSON: in an answer, an unset message is `null` or left out, an unset string is `""` (ids included), an unset list is `[]`, and an unset enum is its `…_UNSPECIFIED` name. New fields and new enum values may appear at any time and are no error.
    ///
    /// Version: 1.0.0
    pub struct Client {
        pub(crate) baseurl: String,
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
                baseurl: baseurl.trim_end_matches('/').to_owned(),
                client,
                inner,
            }
        }
    }
    impl ClientInfo<crate::call::Call> for Client {
        fn api_version() -> &'static str {
            "1.0.0"
        }
        fn baseurl(&self) -> &str {
            self.baseurl.as_str()
        }
        fn client(&self) -> &reqwest::Client {
            &self.client
        }
        fn inner(&self) -> &crate::call::Call {
            &self.inner
        }
    }
    const _: () = {
        #[allow(dead_code)]
        fn assert_client_hooks()
        where
            Client: ClientHooks<crate::call::Call>,
        {}
    };
    impl Client {
        /// Get one job
        ///
        /// Returns one job with its status and, once it is completed, one result for each piece of content. Poll it to wait for a job that was created without a webhook. Reading changes nothing, so the call may be repeated freely.
        ///
        /// Sends a `GET` request to `/v1/jobs/{jobUuid}`
        ///
        /// Arguments:
        /// - `job_uuid`: The id of the job, as create job, list jobs or a webhook gave it.
        pub fn get_job(&self) -> builder::GetJob<'_> {
            builder::GetJob::new(self)
        }
        /// List jobs, one page at a time
        ///
        /// Returns the account's jobs that pass every given filter. Jobs that are not completed carry basic fields only, without results. The gateway ignores a query parameter that it does not know, so a misspelt filter returns everything.
        ///
        /// Sends a `GET` request to `/v1/jobs`
        ///
        /// Arguments:
        /// - `page_size`: How many jobs a page may hold at most. The server takes 10 when it is left out, and 1000 for anything above.
        /// - `page_token`: The `nextPageToken` of the page before, to get the page after it, with the same filters. Left out or empty means the first page.
        /// - `query_completed_time_range_end`: Only jobs completed before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
        /// - `query_completed_time_range_inclusive`: Whether jobs completed exactly at an end of the range belong to it. Left out means false.
        /// - `query_completed_time_range_start`: Only jobs completed after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
        /// - `query_created_time_range_end`: Only jobs created before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
        /// - `query_created_time_range_inclusive`: Whether jobs created exactly at an end of the range belong to it. Left out means false.
        /// - `query_created_time_range_start`: Only jobs created after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
        /// - `query_policy_id`: Only jobs that were judged by this policy. Left out means any policy.
        /// - `query_status`: Only jobs in this status, by its full name: `COMPLETED` alone is refused with a 400. Left out means any status.
        /// - `query_updated_time_range_end`: Only jobs last changed before this time, or exactly at it if the range is inclusive. Without it the range has no upper end.
        /// - `query_updated_time_range_inclusive`: Whether jobs last changed exactly at an end of the range belong to it. Left out means false.
        /// - `query_updated_time_range_start`: Only jobs last changed after this time, or exactly at it if the range is inclusive. Without it the range has no lower end.
        pub fn list_jobs(&self) -> builder::ListJobs<'_> {
            builder::ListJobs::new(self)
        }
        /// Create a job
        ///
        /// Sends content to be judged by a policy and answers at once, as a rule with a pending job. The results come by polling get job, or by the webhook. There is no idempotency key: a request that may have arrived must not be sent again, for it would make, and bill, a second job.
        ///
        /// Sends a `POST` request to `/v1/jobs`
        ///
        /// Arguments:
        /// - `body`: The content, the policy, and how to judge.
        pub fn create_job(&self) -> builder::CreateJob<'_> {
            builder::CreateJob::new(self)
        }
        /// Evaluate content and stream the results
        ///
        /// Sends content to be judged by a policy and keeps the connection open: each result is sent as soon as it is known, in no particular order, so match it to its content by metadata or hash. A call that fails before its first result answers an HTTP error; one that fails later ends a 200 with an error frame. A connection may also just end early, so a result that never came is missing, not clear.
        ///
        /// Sends a `POST` request to `/v1/jobs/stream`
        ///
        /// Arguments:
        /// - `body`: The content, the policy, and how to judge.
        pub fn evaluate(&self) -> builder::Evaluate<'_> {
            builder::Evaluate::new(self)
        }
        /// Evaluate one piece of content against labels
        ///
        /// Judges one piece of content by 1 to 10 published label versions and answers when all are done: one result for each version, in the order of the request. One version may fail while the call succeeds. Each version gets a job of its own, so do not repeat a request that may have arrived. Open to label-first accounts only.
        ///
        /// Sends a `POST` request to `/v1/labels/evaluate`
        ///
        /// Arguments:
        /// - `body`: The content, the label versions, and how to judge.
        pub fn evaluate_labels(&self) -> builder::EvaluateLabels<'_> {
            builder::EvaluateLabels::new(self)
        }
        /// List batch jobs
        ///
        /// Returns the account's batch jobs that pass both filters, or all of them when none is given. There are no pages. Use it with one id to poll a batch job: there is no call that gets a single one.
        ///
        /// Sends a `GET` request to `/v1/batch-jobs`
        ///
        /// Arguments:
        /// - `batch_job_ids`: Only these batch jobs; repeat the parameter for each id. Left out means all.
        /// - `states`: Only batch jobs in one of these states; repeat the parameter for each state. Left out means any state.
        pub fn list_batch_jobs(&self) -> builder::ListBatchJobs<'_> {
            builder::ListBatchJobs::new(self)
        }
        /// Create a batch job
        ///
        /// Registers a batch job and answers with a presigned URL, valid for 4 hours, to which the CSV is uploaded; processing starts with the upload. The CSV has the columns `ref_id,type,content`, where `type` is `text` or `image_url` and `ref_id` is unique. A job takes one CSV: a second upload replaces the first. There is no idempotency key, so do not repeat a request that may have arrived.
        ///
        /// Sends a `POST` request to `/v1/batch-jobs`
        ///
        /// Arguments:
        /// - `body`: The name of the batch job and the policy that judges it.
        pub fn create_batch_job(&self) -> builder::CreateBatchJob<'_> {
            builder::CreateBatchJob::new(self)
        }
        /// Cancel a batch job
        ///
        /// Asks the server to stop processing a batch job. The state in the answer says what became of it; one that had ended already stays as it was.
        ///
        /// Sends a `POST` request to `/v1/batch-jobs/{batchJobId}/cancel`
        ///
        /// Arguments:
        /// - `batch_job_id`: The id of the batch job, as create batch job gave it. It is not promised to be a UUID; it must not be empty, `.` or `..`, nor hold a slash, or the request would reach another path.
        /// - `body`: An empty object; the id is in the path.
        pub fn cancel_batch_job(&self) -> builder::CancelBatchJob<'_> {
            builder::CancelBatchJob::new(self)
        }
    }
    /// One builder for each operation: parameters by name, then `send()`.
    pub mod builder {
        use super::types;
        #[allow(unused_imports)]
        use super::{
            encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
            RequestBuilderExt, ResponseValue,
        };
        /// Builder for [`Client::get_job`]
        ///
        /// [`Client::get_job`]: super::Client::get_job
        #[derive(Debug, Clone)]
        pub struct GetJob<'a> {
            client: &'a super::Client,
            job_uuid: Result<::uuid::Uuid, String>,
        }
        impl<'a> GetJob<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    job_uuid: Err("job_uuid was not initialized".to_string()),
                }
            }
            pub fn job_uuid<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::uuid::Uuid>,
            {
                self.job_uuid = value
                    .try_into()
                    .map_err(|_| {
                        "conversion to `:: uuid :: Uuid` for job_uuid failed".to_string()
                    });
                self
            }
            /// Sends a `GET` request to `/v1/jobs/{jobUuid}`
            pub async fn send(
                self,
            ) -> Result<ResponseValue<types::GetJobResponse>, Error<types::Status>> {
                let Self { client, job_uuid } = self;
                let job_uuid = job_uuid.map_err(Error::InvalidRequest)?;
                let url = format!(
                    "{}/v1/jobs/{}", client.baseurl, encode_path(& job_uuid.to_string()),
                );
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?;
                let info = OperationInfo {
                    operation_id: "get_job",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
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
            page_token: Result<Option<::std::string::String>, String>,
            query_completed_time_range_end: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
            query_completed_time_range_inclusive: Result<Option<bool>, String>,
            query_completed_time_range_start: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
            query_created_time_range_end: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
            query_created_time_range_inclusive: Result<Option<bool>, String>,
            query_created_time_range_start: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
            query_policy_id: Result<Option<::uuid::Uuid>, String>,
            query_status: Result<Option<types::JobStatus>, String>,
            query_updated_time_range_end: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
            query_updated_time_range_inclusive: Result<Option<bool>, String>,
            query_updated_time_range_start: Result<
                Option<::chrono::DateTime<::chrono::offset::Utc>>,
                String,
            >,
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
            pub fn page_size<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<i32>,
            {
                self.page_size = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| "conversion to `i32` for page_size failed".to_string());
                self
            }
            pub fn page_token<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::std::string::String>,
            {
                self.page_token = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: std :: string :: String` for page_token failed"
                            .to_string()
                    });
                self
            }
            pub fn query_completed_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_completed_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_completed_time_range_end failed"
                            .to_string()
                    });
                self
            }
            pub fn query_completed_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_completed_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `bool` for query_completed_time_range_inclusive failed"
                            .to_string()
                    });
                self
            }
            pub fn query_completed_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_completed_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_completed_time_range_start failed"
                            .to_string()
                    });
                self
            }
            pub fn query_created_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_created_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_created_time_range_end failed"
                            .to_string()
                    });
                self
            }
            pub fn query_created_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_created_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `bool` for query_created_time_range_inclusive failed"
                            .to_string()
                    });
                self
            }
            pub fn query_created_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_created_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_created_time_range_start failed"
                            .to_string()
                    });
                self
            }
            pub fn query_policy_id<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::uuid::Uuid>,
            {
                self.query_policy_id = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: uuid :: Uuid` for query_policy_id failed"
                            .to_string()
                    });
                self
            }
            pub fn query_status<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<types::JobStatus>,
            {
                self.query_status = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `JobStatus` for query_status failed".to_string()
                    });
                self
            }
            pub fn query_updated_time_range_end<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_updated_time_range_end = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_updated_time_range_end failed"
                            .to_string()
                    });
                self
            }
            pub fn query_updated_time_range_inclusive<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<bool>,
            {
                self.query_updated_time_range_inclusive = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `bool` for query_updated_time_range_inclusive failed"
                            .to_string()
                    });
                self
            }
            pub fn query_updated_time_range_start<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
            {
                self.query_updated_time_range_start = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for query_updated_time_range_start failed"
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
                let url = format!("{}/v1/jobs", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("pageSize", &page_size))
                    .query(&progenitor_client::QueryParam::new("pageToken", &page_token))
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.completedTimeRange.end",
                            &query_completed_time_range_end,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.completedTimeRange.inclusive",
                            &query_completed_time_range_inclusive,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.completedTimeRange.start",
                            &query_completed_time_range_start,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.createdTimeRange.end",
                            &query_created_time_range_end,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.createdTimeRange.inclusive",
                            &query_created_time_range_inclusive,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.createdTimeRange.start",
                            &query_created_time_range_start,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.policyId",
                            &query_policy_id,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.status",
                            &query_status,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.updatedTimeRange.end",
                            &query_updated_time_range_end,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.updatedTimeRange.inclusive",
                            &query_updated_time_range_inclusive,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "query.updatedTimeRange.start",
                            &query_updated_time_range_start,
                        ),
                    )
                    .build()?;
                let info = OperationInfo {
                    operation_id: "list_jobs",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
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
                let url = format!("{}/v1/jobs", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?;
                let info = OperationInfo {
                    operation_id: "create_job",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
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
                let url = format!("{}/v1/jobs/stream", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client.client.post(url).json(&body).build()?;
                let info = OperationInfo {
                    operation_id: "evaluate",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => Ok(ResponseValue::stream(response)),
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
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
                let url = format!("{}/v1/labels/evaluate", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?;
                let info = OperationInfo {
                    operation_id: "evaluate_labels",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
                }
            }
        }
        /// Builder for [`Client::list_batch_jobs`]
        ///
        /// [`Client::list_batch_jobs`]: super::Client::list_batch_jobs
        #[derive(Debug, Clone)]
        pub struct ListBatchJobs<'a> {
            client: &'a super::Client,
            batch_job_ids: Result<
                Option<::std::vec::Vec<::std::string::String>>,
                String,
            >,
            states: Result<Option<::std::vec::Vec<types::BatchJobState>>, String>,
        }
        impl<'a> ListBatchJobs<'a> {
            pub fn new(client: &'a super::Client) -> Self {
                Self {
                    client: client,
                    batch_job_ids: Ok(None),
                    states: Ok(None),
                }
            }
            pub fn batch_job_ids<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
            {
                self.batch_job_ids = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for batch_job_ids failed"
                            .to_string()
                    });
                self
            }
            pub fn states<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::std::vec::Vec<types::BatchJobState>>,
            {
                self.states = value
                    .try_into()
                    .map(Some)
                    .map_err(|_| {
                        "conversion to `:: std :: vec :: Vec < BatchJobState >` for states failed"
                            .to_string()
                    });
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
                let url = format!("{}/v1/batch-jobs", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "batchJobIds",
                            &batch_job_ids,
                        ),
                    )
                    .query(&progenitor_client::QueryParam::new("states", &states))
                    .build()?;
                let info = OperationInfo {
                    operation_id: "list_batch_jobs",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
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
                let url = format!("{}/v1/batch-jobs", client.baseurl,);
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?;
                let info = OperationInfo {
                    operation_id: "create_batch_job",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
                }
            }
        }
        /// Builder for [`Client::cancel_batch_job`]
        ///
        /// [`Client::cancel_batch_job`]: super::Client::cancel_batch_job
        #[derive(Debug, Clone)]
        pub struct CancelBatchJob<'a> {
            client: &'a super::Client,
            batch_job_id: Result<::std::string::String, String>,
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
            pub fn batch_job_id<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<::std::string::String>,
            {
                self.batch_job_id = value
                    .try_into()
                    .map_err(|_| {
                        "conversion to `:: std :: string :: String` for batch_job_id failed"
                            .to_string()
                    });
                self
            }
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
                let url = format!(
                    "{}/v1/batch-jobs/{}/cancel", client.baseurl, encode_path(&
                    batch_job_id.to_string()),
                );
                #[allow(unused_mut)]
                let mut request = client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?;
                let info = OperationInfo {
                    operation_id: "cancel_batch_job",
                };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() {
                    200u16 => crate::answer::read(response, &client.inner).await,
                    400u16..=499u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    500u16..=599u16 => {
                        Err(crate::answer::refused(response, &client.inner).await)
                    }
                    _ => Err(crate::answer::unexpected(response, &client.inner).await),
                }
            }
        }
    }
}
