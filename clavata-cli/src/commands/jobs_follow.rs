//! `clavata jobs --follow`: archives new jobs as they end.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clavata_api_ext::{Clavata, Error, Id, Job, Usage, Verdict};
use uuid::Uuid;

use super::in_part::{doing, lacks_hit, shown_in_part};
use super::jobs::narrowed;
use crate::archive::{self, Mark, Shared};
use crate::arguments::{JobsArguments, Policy};
use crate::exit::{Code, End, Failure};
use crate::output::{self, Output};
use crate::progress::Spinner;
use crate::signals;
use crate::verdicts::Judge;

/// How late a new job may appear in a list. Such jobs are found because each list begins this much earlier.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// Lists repeatedly until a signal arrives. Each list begins at the oldest job that had not ended.
pub(super) async fn run(arguments: JobsArguments) -> Result<(), End> {
    let clavata = crate::connection::open(&arguments.gateway)?;
    let Some(archive) = archive::asked_for(&arguments.shown)? else {
        let what = "--follow needs --archive, which records the jobs that were already listed";
        return Err(Failure::input(what, "add --archive DIR").into());
    };
    if arguments.shown.format().is_for_files() {
        let what = "--follow does not end, but this format is written only at the end";
        let hint = "use jsonl, csv, json, verdict or table";
        return Err(Failure::input(what, hint).into());
    }
    let policy = arguments.policy.as_ref().map(Policy::id).transpose()?;
    let from = arguments.created_after;
    // A mark applies only if this run begins within what it covers. Otherwise the jobs in between would never be listed.
    let mark = archive.mark(policy).map_err(Failure::of_archive)?;
    let mark = mark.filter(|mark| mark.from <= from && from.is_none_or(|from| from <= mark.until));
    // Nor does it apply to another gateway or account.
    let has_last_job = match mark.and_then(|mark| mark.job) {
        Some(job) => has(&clavata, job, arguments.every).await,
        None => false,
    };
    let mark = mark.filter(|_| has_last_job);
    let since = mark.map(|mark| (mark.until, mark.job));
    let since = since.or(from.map(|from| (from, None)));
    let from = mark.map_or(from, |mark| mark.from);
    let table = arguments.shown.table_of_list();
    let mut follow = Follow {
        output: output::open_with(&arguments.shown, table, Some(archive.clone()))?,
        judge: arguments.shown.judge(),
        archive,
        from,
        since,
        policy,
        fetched: BTreeSet::new(),
        told: BTreeSet::new(),
        kept: 0,
        usage: Usage::default(),
        spinner: Spinner::start("listing"),
    };
    loop {
        match follow.round(&clavata, &arguments).await {
            // Continue: the next list begins where this one did.
            Err(End::Failure(failure)) if is_passing(failure.code()) => {
                follow.spinner.aside(|| failure.say());
            }
            round => round?,
        }
        follow.progress();
        tokio::select! {
            biased;
            _ = signals::wait() => return Err(End::Interrupted),
            () = tokio::time::sleep(arguments.every) => {}
        }
    }
}

/// Whether the account has this job. Asks until the gateway can tell: a wrong guess would leave out older jobs.
async fn has(clavata: &Clavata, job: Uuid, every: Duration) -> bool {
    loop {
        match clavata.job(job).await {
            Ok(_) => return true,
            Err(error) if error.is_transient() => {
                Failure::of("read the last job of the earlier run", &error).say();
                tokio::time::sleep(every).await;
            }
            Err(_) => return false,
        }
    }
}

/// Whether the same request may succeed later.
fn is_passing(code: Code) -> bool {
    matches!(code, Code::Network | Code::Server | Code::RateLimit)
}

struct Follow {
    output: Box<dyn Output>,
    judge: Judge,
    archive: Shared,
    /// Jobs created before this were not requested.
    from: Option<DateTime<Utc>>,
    /// Jobs created up to this time, and after `from`, are in the archive. With the job that was created then.
    since: Option<(DateTime<Utc>, Option<Uuid>)>,
    policy: Option<Uuid>,
    /// The jobs that this run fetched because a list showed only a part of them.
    fetched: BTreeSet<Uuid>,
    /// The errors of unreadable jobs that were already reported.
    told: BTreeSet<String>,
    /// The number of jobs that this run printed.
    kept: u64,
    /// The cost of these jobs.
    usage: Usage,
    spinner: Spinner,
}

impl Follow {
    /// Lists once. Archives each job that has ended, then prints it.
    async fn round(&mut self, clavata: &Clavata, arguments: &JobsArguments) -> Result<(), End> {
        let mut jobs = narrowed(clavata, arguments)?;
        if let Some((since, _)) = self.since {
            jobs = jobs.created(since - LATE..);
        }
        // A mark in the future would hide jobs until then.
        let begun = Utc::now();
        let mut newest = self.since;
        let mut oldest_open = None;
        let mut is_whole = true;
        loop {
            let page = match jobs.next_page().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(error) if error.is_unreadable_job() => {
                    is_whole = false;
                    self.tell_once("read one of the jobs", &error);
                    continue;
                }
                Err(error) => return Err(Failure::of("list the jobs", &error).into()),
            };
            for job in &page {
                let id = job.job_uuid.as_ref().and_then(Id::as_uuid);
                let created = job.created.map(|created| (created.min(begun), id));
                if !job.is_done() {
                    // A job without a creation time could be anywhere in the list.
                    is_whole &= created.is_some();
                    oldest_open = oldest_open.into_iter().chain(created).min();
                    continue;
                }
                newest = newest.max(created);
                // Of jobs that did not complete, and perhaps of others, a list may show only a part.
                match shown_in_part(job) {
                    Some(id) if self.fetched.contains(&id) => {}
                    Some(id) => is_whole &= self.fetch(clavata, id, job).await?,
                    None => self.print_once(job)?,
                }
            }
            let output = &mut self.output;
            self.spinner.aside(|| output.flush())?;
        }
        // If a job could not be read, the next list begins where this one did.
        if is_whole {
            self.since = newest.into_iter().chain(oldest_open).min();
            if let Some((until, job)) = self.since {
                let from = self.from;
                let mark = Mark { from, until, job };
                self.archive
                    .set_mark(self.policy, mark)
                    .map_err(Failure::of_archive)?;
            }
        }
        self.archive.sync()?;
        Ok(())
    }

    /// Fetches a job that the list shows in part. Returns whether it need not be listed again.
    async fn fetch(&mut self, clavata: &Clavata, id: Uuid, listed: &Job) -> Result<bool, End> {
        match clavata.job(id).await {
            Ok(whole) => {
                if lacks_hit(&whole, listed) {
                    self.print_once(listed)?;
                }
                if whole.is_done() {
                    self.print_once(&whole)?;
                    self.fetched.insert(id);
                }
                Ok(whole.is_done())
            }
            Err(error) => {
                self.tell_once(&doing(id), &error);
                if listed.verdict() == Verdict::Flagged {
                    self.print_once(listed)?;
                }
                Ok(error.is_not_found())
            }
        }
    }

    fn progress(&self) {
        let cost = self.usage.billed_tokens();
        let cost = cost.map_or(String::new(), |tokens| format!(", {tokens} tokens"));
        self.spinner.say(&format!(
            "new jobs: {}{cost}; last list {},",
            self.kept,
            Utc::now().format("%H:%M:%SZ")
        ));
    }

    /// Prints and archives a job, unless it is archived.
    fn print_once(&mut self, job: &Job) -> Result<(), End> {
        if self.archive.has(job).map_err(Failure::of_archive)? {
            return Ok(());
        }
        self.kept += 1;
        self.usage += job.usage();
        let (output, judge) = (&mut self.output, self.judge);
        Ok(self.spinner.aside(|| output.job(job, judge))?)
    }

    fn tell_once(&mut self, what: &str, error: &Error) {
        if self.told.insert(format!("{what}: {error}")) {
            let failure = Failure::of(what, error);
            self.spinner.aside(|| failure.tell());
        }
    }
}
