//! The rows and the verdict of a job.

use std::collections::HashSet;

use clavata_api::{decode, types};
use clavata_api_ext::{Decision, Job, Verdict};

/// Checks that every node of a job becomes a row, and that a clear verdict is justified.
#[allow(deprecated)] // `result` counts if there is no review
pub(crate) fn rows(body: &[u8]) {
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
