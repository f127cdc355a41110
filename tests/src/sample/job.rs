//! A job with its results.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::POLICY;
use super::report::{Report, VERSION, read};
use crate::Reply;
use crate::answer::Answer;

pub(super) const JOB: &str = "55555555-5555-4555-8555-555555555555";

/// A job. Labels are added to its one piece of content, or to the last one that
/// [`content`](Self::content) began.
#[derive(Clone, Debug)]
pub struct Job {
    id: String,
    status: String,
    reports: Vec<Report>,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            id: JOB.to_owned(),
            status: "JOB_STATUS_COMPLETED".to_owned(),
            reports: vec![Report::default()],
        }
    }
}

impl Job {
    /// Adds a label that is true, with its score, 0 to 1.
    #[must_use]
    pub fn flagged(self, label: &str, score: f64) -> Self {
        self.with(|report| report.flagged(label, score))
    }

    /// Adds a label that is false, with its score, 0 to 1.
    #[must_use]
    pub fn clear(self, label: &str, score: f64) -> Self {
        self.with(|report| report.clear(label, score))
    }

    /// Adds a label whose evaluation failed.
    #[must_use]
    pub fn failed(self, label: &str) -> Self {
        self.with(|report| report.failed(label))
    }

    /// Adds a label with an outcome that no client knows yet.
    #[must_use]
    pub fn unknown(self, label: &str) -> Self {
        self.with(|report| report.unknown(label))
    }

    /// Sets the actions of the last label, such as `block, review`.
    ///
    /// # Panics
    /// If there is no label yet.
    #[must_use]
    pub fn actions(self, actions: &str) -> Self {
        self.with(|report| report.actions(actions))
    }

    /// Begins the next piece of content.
    #[must_use]
    pub fn content(mut self) -> Self {
        let number = self.reports.len() + 1;
        let hash = format!("fnv1a128::{number:032x}");
        let next = self
            .reports
            .last()
            .map_or_else(Report::default, Report::next);
        self.reports.push(next.hash(&hash));
        self
    }

    /// Sets the id of the policy, for every piece of content. Default: [`POLICY`].
    #[must_use]
    pub fn policy(self, id: impl fmt::Display) -> Self {
        self.with_each(|report| report.policy(&id))
    }

    /// Sets the threshold, 0 to 1, for every piece of content. Default: 0.5.
    #[must_use]
    pub fn threshold(self, threshold: f64) -> Self {
        self.with_each(|report| report.threshold(threshold))
    }

    /// Sets the tokens billed for the content. By default, the server does not say.
    #[must_use]
    pub fn billed(self, tokens: u32) -> Self {
        self.with(|report| report.billed(tokens))
    }

    /// Adds a pair to the content's metadata.
    #[must_use]
    pub fn metadata(self, key: &str, value: &str) -> Self {
        self.with(|report| report.metadata(key, value))
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl fmt::Display) -> Self {
        self.id = id.to_string();
        self
    }

    /// Sets the status by its name on the wire, such as `JOB_STATUS_FAILED`. Default: completed. A job
    /// in any other status has no results.
    #[must_use]
    pub fn status(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    fn with(mut self, change: impl FnOnce(Report) -> Report) -> Self {
        if let Some(last) = self.reports.pop() {
            self.reports.push(change(last));
        }
        self
    }

    fn with_each(mut self, change: impl Fn(Report) -> Report) -> Self {
        self.reports = self.reports.into_iter().map(change).collect();
        self
    }

    fn to_json(&self) -> Value {
        let completed = self.status == "JOB_STATUS_COMPLETED";
        let results = self.reports.iter().filter(|_| completed).map(|report| {
            json!({ "jobUuid": self.id, "report": report.to_json(), "created": "2026-03-01T09:30:03Z" })
        });
        let results: Vec<Value> = results.collect();
        let contents: Vec<Value> = self.reports.iter().map(Report::content).collect();
        json!({
            "jobUuid": self.id,
            "customerId": "33333333-3333-4333-8333-333333333333",
            "policyId": self.reports.first().map_or(POLICY, Report::policy_id),
            "policyVersionId": VERSION,
            "status": self.status,
            "contentData": contents,
            "results": results,
            "created": "2026-03-01T09:30:00Z",
            "updated": "2026-03-01T09:30:03Z",
            "completed": completed.then_some("2026-03-01T09:30:03Z"),
            "threshold": self.reports.first().map_or(0.5, Report::stated_threshold),
        })
    }

    /// The job as a type of your client.
    ///
    /// # Panics
    /// If it cannot be decoded as that type.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        read(self.to_json())
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

/// The answer to get job, or to create job.
impl From<Job> for Reply {
    fn from(sample: Job) -> Self {
        let body = json!({ "job": sample.to_json() }).to_string();
        Self::Answer(Answer::json(200, body))
    }
}
