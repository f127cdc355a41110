//! What must hold for any bytes that come over the network.
//!
//! Each function takes bytes, does with them what the client does, and panics if a promise is
//! broken. The fuzz targets feed them what they invent, the tests below mutated fixtures. They
//! exist in those two builds only.

mod arrived;
mod damage;
mod flattened;
mod framed;
mod replayed;
mod streamed;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use clavata_api::{decode, types};
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::error::Error;
use crate::retry_after as waits;
use crate::{Decision, Job, Refusals, Verdict};

pub use arrived::{arrived, refusals};
pub use flattened::flattened;
pub use framed::frames;
pub use replayed::replayed;
pub use streamed::streamed;

/// What decodes is written and read again as the same value; what does not is a short error.
pub fn answers(body: &[u8]) {
    same_again::<types::GetJobResponse>(body);
    same_again::<types::ListJobsResponse>(body);
    same_again::<types::CreateJobResponse>(body);
    same_again::<types::EvaluateFrame>(body);
    same_again::<types::EvaluateLabelsResponse>(body);
    same_again::<types::ListBatchJobsResponse>(body);
    same_again::<types::CreateBatchJobResponse>(body);
    same_again::<types::CancelBatchJobResponse>(body);
}

fn same_again<T: Serialize + DeserializeOwned>(body: &[u8]) {
    let written = |value: &T| serde_json::to_string(value).expect("every message can be written");
    match decode::<T>(body) {
        Ok(value) => {
            let once = written(&value);
            let read = decode::<T>(once.as_bytes()).expect("what was written can be read");
            assert_eq!(once, written(&read));
        }
        Err(error) => assert!(error.to_string().len() < 2000, "a long error: {error}"),
    }
}

/// No refusal in an error is lost, however the error is read, and the gravest comes first.
pub fn error_bodies(body: &[u8]) {
    let read = clavata_api::read(body);
    let decoded = decode::<types::Status>(body).ok();
    for status in read.status.into_iter().chain(decoded) {
        let evidence = clavata_api::refusals_in(&status).len();
        let refusals = Refusals::of_status(&status).unwrap_or_default();
        let certain = if refusals.is_suspected() {
            0
        } else {
            refusals.count()
        };
        assert_eq!(certain, evidence, "a refusal is lost");
        assert!(
            refusals
                .iter()
                .is_sorted_by_key(|refusal| !refusal.is_csam())
        );
        assert!(certain - refusals.len() <= refusals.raw().len());
        let error = Error::from_status(StatusCode::BAD_REQUEST, HeaderMap::new(), status);
        assert_eq!(error.is_content_refused(), refusals.count() > 0);
        assert!(!error.to_string().is_empty() && !format!("{error:?}").is_empty());
    }
    if let Some(status) = clavata_api::salvage(body) {
        assert!(
            Refusals::of_status(&status).is_some(),
            "found, and lost again"
        );
    }
}

/// A wait that somebody asks for is read without a panic, and is never longer than a year or so.
pub fn retry_after(text: &[u8]) {
    const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);
    if let Ok(value) = HeaderValue::from_bytes(text) {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
        let wait = waits::read(&headers, SystemTime::now());
        assert!(wait.is_none_or(|wait| wait <= LONGEST), "{wait:?}");
    }
    let text = String::from_utf8_lossy(text);
    let detail = json!({ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": text });
    let wait = waits::of_details(&[detail]);
    assert!(wait.is_none_or(|wait| wait <= LONGEST), "{wait:?}");
}

/// Every node of a job becomes a row, and a clear verdict has every reason to be one.
#[allow(deprecated)] // `result` counts where there is no review
pub fn rows(body: &[u8]) {
    let Ok(answer) = decode::<types::GetJobResponse>(body) else {
        return;
    };
    let Some(job) = answer.job.map(Job::from) else {
        return;
    };
    let reports = || job.results.iter().map(|result| result.report.as_ref());
    let nodes: usize = reports().flatten().map(nodes).sum();
    assert_eq!(job.rows().count(), nodes, "a row is lost, or one too many");

    let verdict = job.verdict();
    let is_clear = verdict == Verdict::Clear;
    let allowed = verdict.decide_or(Decision::Block) == Decision::Allow;
    assert_eq!(is_clear, allowed);
    if is_clear {
        assert_eq!(job.status, types::JobStatus::Completed);
        assert!(job.job_uuid.is_some(), "clear without an id");
        let foreign = |result: &types::JobResult| {
            result.job_uuid.is_some() && result.job_uuid != job.job_uuid
        };
        assert!(!job.results.iter().any(foreign), "clear by another job");
        assert!(!job.results.is_empty() && job.results.len() >= job.content_data.len());
        let asked: HashSet<_> = job
            .content_data
            .iter()
            .filter_map(|one| one.content_hash.as_ref())
            .collect();
        let answered: HashSet<_> = reports()
            .flatten()
            .map(|report| &report.content_hash)
            .collect();
        assert!(answered.len() >= asked.len(), "content without an answer");
        let clear = |report: Option<&types::PolicyEvaluationReport>| {
            report.is_some_and(|report| {
                let mut labels = report.section_evaluation_reports.iter();
                says_no(report.review_result.as_ref(), &report.result)
                    && labels.all(|label| {
                        says_no(label.review_result.as_ref(), &label.result)
                            && label
                                .assertion_evaluation_reports
                                .iter()
                                .all(has_not_failed)
                    })
            })
        };
        assert!(reports().all(clear), "clear without cause");
    }
}

fn says_no(review: Option<&types::ReviewResult>, deprecated: &types::Outcome) -> bool {
    let outcome = match review {
        Some(review) if review.outcome != types::Outcome::Unspecified => &review.outcome,
        _ => deprecated,
    };
    *outcome == types::Outcome::False && review.is_none_or(|review| says_something(review.score))
}

fn has_not_failed(rule: &types::AssertionEvaluationReport) -> bool {
    use types::Outcome::{False, True, Unspecified};
    matches!(rule.result, Unspecified | False | True) && says_something(rule.score)
}

fn says_something(score: f64) -> bool {
    (0.0..f64::INFINITY).contains(&score)
}

fn nodes(report: &types::PolicyEvaluationReport) -> usize {
    let exception = |exception: Option<&types::ExceptionEvaluationReport>| {
        exception.map_or(0, |block| 1 + block.assertion_evaluation_reports.len())
    };
    let labels = report.section_evaluation_reports.iter().map(|label| {
        1 + label.assertion_evaluation_reports.len()
            + exception(label.exception_evaluation_report.as_ref())
    });
    1 + labels.sum::<usize>() + exception(report.exception_evaluation_report.as_ref())
}
