//! Reads a page of jobs. A job that cannot be read does not affect the others.

use crate::budget;
use crate::decode::{DecodeError, Joined, decode_beside, join, said_beside, status_of};
use crate::json::{Cursor, Fault, Keys};
use crate::types::{Job, ListJobsResponse, Status};

/// A page of jobs, each read on its own.
#[derive(Debug, Default)]
pub struct JobsPage {
    /// Each job, or why it cannot be read.
    pub jobs: Vec<Result<Job, DecodeError>>,
    /// The token of the next page; empty on the last page.
    pub next_page_token: String,
}

/// Reads a page of jobs. Also returns what the gateway says alongside it.
pub(super) fn read(text: &str) -> (Result<JobsPage, DecodeError>, Option<Status>) {
    let (read, said) = budget::within(text.len(), || jobs_of(text));
    match read {
        Ok(page) => (Ok(page), said),
        // The list itself breaks off, or is too large. Decoding it as a whole reports where.
        Err(Fault) => match decode_beside::<ListJobsResponse>(text.as_bytes()) {
            Err(why) => {
                let refused = why.status().cloned();
                (Err(why), join(said, refused))
            }
            Ok(_) => (Err(DecodeError::said("it is not a page of jobs")), said),
        },
    }
}

fn jobs_of(text: &str) -> (Result<JobsPage, Fault>, Option<Status>) {
    static PAGE: Keys<3> = Keys::new(["jobs", "nextPageToken", "error"]);
    let mut page = JobsPage::default();
    let mut said = Joined::default();
    let mut cursor = Cursor::new(text);
    let read = cursor.members(&PAGE, |cursor, key| {
        match key {
            "jobs" => cursor.elements(|cursor| {
                let raw = cursor.raw()?;
                if !budget::take(size_of::<Result<Job, DecodeError>>()) {
                    return cursor.fail(budget::SPENT);
                }
                let place = format!("jobs[{}]", page.jobs.len());
                let job = match decode_beside::<Option<Job>>(raw.as_bytes()) {
                    Ok((job, status)) => {
                        said.add(status);
                        Ok(job.unwrap_or_default())
                    }
                    Err(why) => Err(why.within(&place)),
                };
                page.jobs.push(job);
                Ok::<(), Fault>(())
            })?,
            "error" => said.add(status_of(cursor.raw()?)),
            _ if cursor.null()? => {}
            _ => page.next_page_token = cursor.string()?.into_owned(),
        }
        Ok::<(), Fault>(())
    });
    said.add(said_beside(&cursor, 0));
    (read.map(|_| page), said.status)
}
