//! `clavata jobs`: all pages, each requested only when needed.

use clavata_api_ext::JobsQuery;

use crate::arguments::JobsArguments;
use crate::exit::{End, Failure};
use crate::verdicts::Verdicts;
use crate::{connection, output};

pub(super) async fn run(arguments: JobsArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let mut output = output::open_list(&arguments.shown)?;
    let mut verdicts = Verdicts::default();
    let mut jobs = clavata.jobs(query(&arguments));
    let mut unread = None;
    let mut left = arguments.limit.unwrap_or(u64::MAX);
    while left > 0 {
        let page = match jobs.next_page().await {
            Ok(Some(page)) => page,
            Ok(None) => break,
            // It costs no other job: the list goes on behind it.
            Err(error) if error.is_unreadable_job() => {
                output.flush()?;
                unread = Some(Failure::of("read one of the jobs", &error).tell());
                continue;
            }
            Err(error) => return Err(Failure::of("list all jobs", &error).into()),
        };
        for job in page
            .iter()
            .take(usize::try_from(left).unwrap_or(usize::MAX))
        {
            verdicts.see(&arguments.shown.judge().job(job));
            output.job(job)?;
            left -= 1;
        }
        output.flush()?;
    }
    output.finish()?;
    match unread {
        Some(code) => Err(End::Reported(code)),
        None => verdicts.end(arguments.shown.exit_verdict),
    }
}

fn query(arguments: &JobsArguments) -> JobsQuery {
    let mut query = JobsQuery::new();
    if let Some(limit) = arguments.limit {
        let usual = 100;
        query = query.with_page_size(u16::try_from(limit).unwrap_or(usual).min(usual));
    }
    if let Some(status) = &arguments.status {
        query = query.with_status(status.clone());
    }
    if let Some(policy) = arguments.policy {
        query = query.with_policy(policy);
    }
    let ends = [
        (
            arguments.created_after,
            JobsQuery::created_after as fn(_, _) -> _,
        ),
        (arguments.created_before, JobsQuery::created_before),
        (arguments.updated_after, JobsQuery::updated_after),
        (arguments.updated_before, JobsQuery::updated_before),
        (arguments.completed_after, JobsQuery::completed_after),
        (arguments.completed_before, JobsQuery::completed_before),
    ];
    for (time, narrowed) in ends {
        if let Some(time) = time {
            query = narrowed(query, time);
        }
    }
    query
}
