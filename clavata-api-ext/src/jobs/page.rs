//! A page of jobs, requested when it is needed or in advance.

use std::collections::VecDeque;
use std::time::SystemTime;

use clavata_api::types::ListJobsResponse;
use clavata_api::{Arrived, DecodeError, Error as ApiError, JobsPage, ResponseValue, Value};

use super::query::Query;
use crate::Job;
use crate::client::Clavata;
use crate::error::{Error, Facts};
use crate::operation;
use crate::retry_after::date;
use crate::running::Running;

/// A page, and the token of the next one.
pub(super) struct Page {
    pub(super) jobs: VecDeque<Result<Job, Error>>,
    pub(super) following: Option<String>,
    /// When it was sent, by the gateway's clock, and when it arrived, by ours.
    pub(super) times: Option<(SystemTime, SystemTime)>,
}

async fn get(clavata: &Clavata, query: &Query, token: &str) -> Result<Page, Error> {
    let answer = clavata
        .call(operation::LIST_JOBS, |api| async move {
            let sent = query.apply(api.list_jobs(), token).send();
            job_by_job(sent.await)
        })
        .await?;
    let times = date(answer.headers()).map(|theirs| (theirs, SystemTime::now()));
    let answer = answer.into_inner();
    Ok(Page {
        jobs: answer.jobs.into_iter().map(job).collect(),
        following: Some(answer.next_page_token).filter(|token| !token.is_empty()),
        times,
    })
}

/// Requests the page at a token, on a task of its own.
pub(super) fn start(clavata: &Clavata, query: &Query, token: &str) -> Running<Page> {
    let (clavata, query, token) = (clavata.clone(), query.clone(), token.to_owned());
    Running::start(async move { get(&clavata, &query, &token).await })
}

/// Reads a page job by job if it cannot be read as a whole, so that a bad job does not affect the others.
#[allow(clippy::result_large_err)] // the generated client's own
fn job_by_job(
    answer: Result<ResponseValue<ListJobsResponse>, ApiError>,
) -> Result<ResponseValue<JobsPage>, ApiError> {
    match answer {
        Ok(answer) => Ok(answer.map(|page| JobsPage {
            jobs: page.jobs.into_iter().map(Ok).collect(),
            next_page_token: page.next_page_token,
        })),
        Err(error) => match &error {
            ApiError::Unreadable {
                status,
                headers,
                snippet,
                source: Some(why),
                // The answer to another call has no place that cannot be read.
            } if status.is_success() && why.path().is_some() => {
                match clavata_api::read(snippet.body()) {
                    Value {
                        answer: Some(Arrived::Jobs(page)),
                        status: None,
                        ..
                    } => Ok(ResponseValue::new(page, *status, *headers.clone())),
                    _ => Err(error),
                }
            }
            _ => Err(error),
        },
    }
}

fn job(read: Result<clavata_api::types::Job, DecodeError>) -> Result<Job, Error> {
    read.map(Job::from).map_err(|why| {
        let error = Error::unreadable_job(format!("a job of the page, {why}")).with_source(why);
        error.of_call(Facts::of(operation::LIST_JOBS))
    })
}
