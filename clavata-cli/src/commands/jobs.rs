//! `clavata jobs`: lists jobs page by page, each page requested only when needed.

use std::ops::Bound;

use chrono::{DateTime, Utc};
use clavata_api_ext::{Clavata, Jobs};

use super::{in_part, jobs_follow};
use crate::arguments::JobsArguments;
use crate::exit::{End, Failure, Reported};
use crate::terminal::remark;
use crate::verdicts::Verdicts;
use crate::{connection, output};

pub(super) async fn run(arguments: JobsArguments) -> Result<(), End> {
    if arguments.follow {
        return jobs_follow::run(arguments).await;
    }
    let clavata = connection::open(&arguments.gateway)?;
    let mut output = output::open(&arguments.shown, arguments.shown.table_of_list())?;
    let judge = arguments.shown.judge();
    let mut verdicts = Verdicts::default();
    let mut jobs = narrowed(&clavata, &arguments)?;
    let mut reported = Reported::default();
    let limit = arguments.limit.unwrap_or(u64::MAX);
    let mut left = limit;
    while left > 0 {
        let page = match jobs.next_page().await {
            Ok(Some(page)) => page,
            Ok(None) => break,
            // The list continues after the unreadable job.
            Err(error) if error.is_unreadable_job() => {
                let printed = output
                    .unread(&format!("one of the jobs cannot be read: {error}"))
                    .and_then(|()| output.flush());
                reported.tell(&Failure::of("read one of the jobs", &error));
                printed?;
                continue;
            }
            Err(error) => return Err(Failure::of("list all jobs", &error).into()),
        };
        let room = usize::try_from(left).unwrap_or(usize::MAX);
        for mut job in page.into_iter().take(room) {
            if arguments.shown.archive.is_some() {
                job = in_part::whole(&clavata, job, &mut reported).await;
            }
            verdicts.see(&judge.job(&job));
            output.job(&job, judge)?;
            left -= 1;
        }
        output.flush()?;
    }
    output.finish()?;
    if left == limit && limit > 0 && reported.is_none() {
        remark("no jobs found");
    }
    reported.end()?;
    verdicts.end(arguments.shown.exit_verdict)
}

/// The list of jobs, with the filters applied.
pub(super) fn narrowed(clavata: &Clavata, arguments: &JobsArguments) -> Result<Jobs, Failure> {
    let mut jobs = clavata
        .jobs()
        .created(between(arguments.created_after, arguments.created_before))
        .updated(between(arguments.updated_after, arguments.updated_before))
        .completed(between(
            arguments.completed_after,
            arguments.completed_before,
        ));
    if let Some(limit) = arguments.limit {
        let usual = 100;
        jobs = jobs.page_size(u16::try_from(limit).unwrap_or(usual).min(usual));
    }
    if let Some(status) = &arguments.status {
        jobs = jobs.status(status.clone());
    }
    if let Some(policy) = &arguments.policy {
        jobs = jobs.policy(policy.id()?);
    }
    Ok(jobs)
}

type Time = Option<DateTime<Utc>>;

/// The range between two times.
fn between(after: Time, before: Time) -> (Bound<DateTime<Utc>>, Bound<DateTime<Utc>>) {
    let bound = |time: Time| time.map_or(Bound::Unbounded, Bound::Excluded);
    (bound(after), bound(before))
}
