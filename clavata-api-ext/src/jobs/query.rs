//! The query parameters of a page request.

use clavata_api::builder::ListJobs;
use uuid::Uuid;

use super::time_range::TimeRange;
use crate::api::JobStatus;
use crate::error::Error;
use crate::ids;

#[derive(Clone, Debug)]
pub(super) struct Query {
    pub(super) status: Option<JobStatus>,
    pub(super) policy: Option<Uuid>,
    pub(super) created: TimeRange,
    pub(super) updated: TimeRange,
    pub(super) completed: TimeRange,
    pub(super) page_size: i32,
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

impl Query {
    /// Refuses queries that the gateway would silently answer with everything, or with nothing.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.status == Some(JobStatus::Unspecified) {
            return Err(Error::not_built(
                "no job has the status UNSPECIFIED: leave the status out to list all jobs",
            ));
        }
        if let Some(policy) = self.policy {
            ids::check(policy, "the policy")?;
        }
        self.created.check("created")?;
        self.updated.check("updated")?;
        self.completed.check("completed")
    }

    /// Adds the parameters for the page at `token`. Settings without a value are not sent.
    pub(super) fn apply<'a>(&self, mut list: ListJobs<'a>, token: &str) -> ListJobs<'a> {
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
