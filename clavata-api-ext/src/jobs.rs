//! Which jobs to list.

use std::ops::RangeBounds;

use chrono::{DateTime, Utc};
use clavata_api::builder::ListJobs;
use uuid::Uuid;

use crate::api::JobStatus;
use crate::client::Clavata;
use crate::error::Error;
use crate::pages::Jobs;
use crate::time_range::TimeRange;

impl Clavata {
    /// Lists jobs page by page, and requests each page only when it is needed. Default: all jobs.
    ///
    /// A job that has not completed has only its basic fields: [`Clavata::job`] returns the rest.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// use chrono::{TimeDelta, Utc};
    /// use clavata_api_ext::api::JobStatus;
    ///
    /// let today = Utc::now();
    /// let yesterday = today - TimeDelta::days(1);
    /// let mut jobs = clavata.jobs().created(yesterday..today).status(JobStatus::Completed);
    /// while let Some(job) = jobs.next().await? {
    ///     println!("{:?} {}", job.job_uuid, job.verdict());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn jobs(&self) -> Jobs {
        Jobs::new(self.clone())
    }
}

/// What the request for each page says.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    status: Option<JobStatus>,
    policy: Option<Uuid>,
    created: TimeRange,
    updated: TimeRange,
    completed: TimeRange,
    page_size: u16,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            status: None,
            policy: None,
            created: TimeRange::default(),
            updated: TimeRange::default(),
            completed: TimeRange::default(),
            page_size: 100,
        }
    }
}

/// A job must meet every condition. Set them before you take the first job.
impl Jobs {
    /// Only jobs in this status. Default: any.
    pub fn status(mut self, status: JobStatus) -> Self {
        self.query.status = Some(status);
        self
    }

    /// Only jobs that used this policy. Default: any.
    pub fn policy(mut self, policy: Uuid) -> Self {
        self.query.policy = Some(policy);
        self
    }

    /// Only jobs created within this range: `a..b`, `a..=b`, `a..`, `..b` and so on. Default: `..`.
    ///
    /// If the range holds no time, or a year in it is not 1 to 9999, [`next`](Self::next) returns an
    /// error ([`Error::is_not_built`]).
    pub fn created(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query.created = TimeRange::of(&range);
        self
    }

    /// Only jobs last changed within this range; see [`created`](Self::created).
    pub fn updated(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query.updated = TimeRange::of(&range);
        self
    }

    /// Only jobs completed within this range; see [`created`](Self::created).
    pub fn completed(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query.completed = TimeRange::of(&range);
        self
    }

    /// The most jobs per page. Default 100; clamped to 1..=1000, the gateway's limit.
    pub fn page_size(mut self, jobs: u16) -> Self {
        self.query.page_size = jobs.clamp(1, 1000);
        self
    }
}

impl Query {
    /// Refuses queries that the gateway would silently answer with everything, or with nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.status == Some(JobStatus::Unspecified) {
            return Err(Error::not_built(
                "no job is in the status UNSPECIFIED: leave the status out to list all jobs",
            ));
        }
        self.created.check("created")?;
        self.updated.check("updated")?;
        self.completed.check("completed")
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
                if let Some(time) = $range.start {
                    list = list.$start(time);
                }
                if let Some(time) = $range.end {
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
