//! Lists jobs.

mod page;
mod pages;
mod query;
mod time_range;

use std::ops::RangeBounds;

use chrono::{DateTime, Utc};
use clavata_api::contract::{
    LIST_JOBS_PAGE_SIZE_MAXIMUM as MOST, LIST_JOBS_PAGE_SIZE_MINIMUM as LEAST,
};
use uuid::Uuid;

use crate::api::JobStatus;
use crate::client::Clavata;

use time_range::TimeRange;

pub use pages::Jobs;

impl Clavata {
    /// Lists jobs, page by page. Default: all jobs.
    ///
    /// From the second page on, the next page is fetched while you handle the current one. A job that has not
    /// completed has only its basic fields; [`Clavata::job`] returns the rest.
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

/// Filters. A job must match all of them. Set them before you take the first job.
impl Jobs {
    /// Lists only jobs with this status. Default: any.
    pub fn status(mut self, status: JobStatus) -> Self {
        self.query_mut().status = Some(status);
        self
    }

    /// Lists only jobs that used this policy. Default: any.
    pub fn policy(mut self, policy: Uuid) -> Self {
        self.query_mut().policy = Some(policy);
        self
    }

    /// Lists only jobs created within this range: `a..b`, `a..=b`, `a..`, `..b` and so on. Default: `..`.
    ///
    /// If the range is empty, or a bound's year is not 1 to 9999, [`next`](Self::next) fails with
    /// [`Error::is_not_built`](crate::Error::is_not_built).
    pub fn created(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query_mut().created = TimeRange::of(&range);
        self
    }

    /// Lists only jobs last updated within this range; see [`created`](Self::created).
    pub fn updated(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query_mut().updated = TimeRange::of(&range);
        self
    }

    /// Lists only jobs completed within this range; see [`created`](Self::created).
    pub fn completed(mut self, range: impl RangeBounds<DateTime<Utc>>) -> Self {
        self.query_mut().completed = TimeRange::of(&range);
        self
    }

    /// Sets the most jobs per page. Default: 100; clamped to the gateway's limits, 1 to 1,000.
    pub fn page_size(mut self, jobs: u16) -> Self {
        self.query_mut().page_size = i32::from(jobs).clamp(LEAST, MOST);
        self
    }
}
