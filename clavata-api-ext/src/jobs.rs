//! Which jobs to list.

use chrono::{DateTime, Utc};
use clavata_api::builder::ListJobs;
use uuid::Uuid;

use crate::api::JobStatus;
use crate::client::Clavata;
use crate::error::Error;
use crate::pages::Jobs;

impl Clavata {
    /// Lists jobs page by page, and requests each page only when it is needed.
    ///
    /// A job that has not completed has only its basic fields: [`Clavata::job`] returns the rest.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{JobsQuery, api::JobStatus};
    ///
    /// let query = JobsQuery::new().with_status(JobStatus::Completed);
    /// let mut jobs = clavata.jobs(query);
    /// while let Some(job) = jobs.next().await? {
    ///     println!("{:?} {}", job.job_uuid, job.verdict());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn jobs(&self, query: JobsQuery) -> Jobs {
        Jobs::new(self.clone(), query)
    }
}

/// Which jobs to list. Default: all of them. A job must meet every condition.
///
/// A time range may have only one end, and excludes its ends unless you make it
/// inclusive.
///
/// ```
/// use clavata_api_ext::{JobsQuery, api::JobStatus};
///
/// let query = JobsQuery::new()
///     .with_status(JobStatus::Failed)
///     .created_after("2026-03-01T00:00:00Z".parse()?)
///     .created_inclusive()
///     .with_page_size(500);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct JobsQuery {
    status: Option<JobStatus>,
    policy: Option<Uuid>,
    created: Range,
    updated: Range,
    completed: Range,
    page_size: u16,
    pub(crate) token: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Range {
    after: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    inclusive: bool,
}

impl Default for JobsQuery {
    fn default() -> Self {
        Self {
            status: None,
            policy: None,
            created: Range::default(),
            updated: Range::default(),
            completed: Range::default(),
            page_size: 100,
            token: String::new(),
        }
    }
}

impl JobsQuery {
    /// All jobs, 100 a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only jobs in this status.
    pub fn with_status(mut self, status: JobStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Only jobs that used this policy.
    pub fn with_policy(mut self, policy: Uuid) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Only jobs created after this time.
    pub fn created_after(mut self, time: DateTime<Utc>) -> Self {
        self.created.after = Some(time);
        self
    }

    /// Only jobs created before this time.
    pub fn created_before(mut self, time: DateTime<Utc>) -> Self {
        self.created.before = Some(time);
        self
    }

    /// Also jobs created exactly at an end of the range.
    pub fn created_inclusive(mut self) -> Self {
        self.created.inclusive = true;
        self
    }

    /// Only jobs last changed after this time.
    pub fn updated_after(mut self, time: DateTime<Utc>) -> Self {
        self.updated.after = Some(time);
        self
    }

    /// Only jobs last changed before this time.
    pub fn updated_before(mut self, time: DateTime<Utc>) -> Self {
        self.updated.before = Some(time);
        self
    }

    /// Also jobs last changed exactly at an end of the range.
    pub fn updated_inclusive(mut self) -> Self {
        self.updated.inclusive = true;
        self
    }

    /// Only jobs completed after this time.
    pub fn completed_after(mut self, time: DateTime<Utc>) -> Self {
        self.completed.after = Some(time);
        self
    }

    /// Only jobs completed before this time.
    pub fn completed_before(mut self, time: DateTime<Utc>) -> Self {
        self.completed.before = Some(time);
        self
    }

    /// Also jobs completed exactly at an end of the range.
    pub fn completed_inclusive(mut self) -> Self {
        self.completed.inclusive = true;
        self
    }

    /// The most jobs per page. Default 100; clamped to 1..=1000, the gateway's limit.
    pub fn with_page_size(mut self, jobs: u16) -> Self {
        self.page_size = jobs.clamp(1, 1000);
        self
    }

    /// Resumes another listing of the same query at its [`Jobs::token`]. Default:
    /// the first page, which an empty token means too.
    pub fn resume_from(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// Refuses queries that the gateway would silently answer with everything, or with nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.status == Some(JobStatus::Unspecified) {
            return Err(Error::not_built(
                "no job is in the status UNSPECIFIED: leave the status out to list all jobs",
            ));
        }
        for (name, range) in [
            ("created", self.created),
            ("updated", self.updated),
            ("completed", self.completed),
        ] {
            if let (Some(after), Some(before)) = (range.after, range.before)
                && after > before
            {
                return Err(Error::not_built(format!(
                    "no job can be {name} after {after:?} and before {before:?}"
                )));
            }
        }
        Ok(())
    }

    /// Asks for the page at `token`. What is not set is not sent.
    pub(crate) fn apply<'a>(&self, mut list: ListJobs<'a>, token: &str) -> ListJobs<'a> {
        list = list.page_size(self.page_size);
        if !token.is_empty() {
            list = list.page_token(token);
        }
        if let Some(status) = &self.status {
            list = list.query_status(status.clone());
        }
        if let Some(policy) = self.policy {
            list = list.query_policy_id(policy);
        }
        macro_rules! range {
            ($range:expr, $start:ident, $end:ident, $inclusive:ident) => {
                if let Some(time) = $range.after {
                    list = list.$start(time);
                }
                if let Some(time) = $range.before {
                    list = list.$end(time);
                }
                if $range.inclusive {
                    list = list.$inclusive(true);
                }
            };
        }
        range!(
            self.created,
            query_created_time_range_start,
            query_created_time_range_end,
            query_created_time_range_inclusive
        );
        range!(
            self.updated,
            query_updated_time_range_start,
            query_updated_time_range_end,
            query_updated_time_range_inclusive
        );
        range!(
            self.completed,
            query_completed_time_range_start,
            query_completed_time_range_end,
            query_completed_time_range_inclusive
        );
        list
    }
}
