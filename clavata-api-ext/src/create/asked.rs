//! Checks whether a job is the one that was created.

use std::collections::BTreeMap;

use super::CreateJob;
use crate::error::Error;
use crate::{Job, Metadata, threshold};

impl CreateJob {
    /// Accepts a job if it may be the one that this creates. Missing fields do not count against it.
    pub(super) fn own(&self, job: Job) -> Result<Job, Error> {
        let marker = self.marker.map(|marker| marker.to_string());
        let is_foreign = |map: &BTreeMap<String, String>| {
            let mark = map.get(Metadata::MARKER_KEY);
            mark.is_some() && mark != marker.as_ref()
        };
        let why = if metadata_of(&job).any(is_foreign) {
            "the job belongs to a different create"
        } else if job.policy_id.as_ref().is_some_and(|id| *id != self.policy) {
            "the job has a different policy"
        } else if !threshold::agrees(&[self.threshold], job.threshold) {
            "the job has a different threshold"
        } else {
            return Ok(job);
        };
        Err(Error::unreadable(why))
    }
}

/// The metadata of each piece of content, and of each report.
pub(super) fn metadata_of(job: &Job) -> impl Iterator<Item = &BTreeMap<String, String>> {
    let of_data = job.content_data.iter().map(|data| &data.metadata);
    let reports = job.results.iter().filter_map(|one| one.report.as_ref());
    of_data.chain(reports.map(|report| &report.content_metadata))
}
