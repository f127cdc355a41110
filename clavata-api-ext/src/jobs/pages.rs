//! Lists jobs page by page.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::time::SystemTime;

use futures_core::Stream;
use futures_util::stream::unfold;

use super::page::{self, Page};
use super::query::Query;
use crate::Job;
use crate::client::Clavata;
use crate::error::Error;
use crate::running::Running;
use crate::shown::debug_fields;

/// The most empty pages in a row.
const MOST_EMPTY: u32 = 100;

/// A listing of jobs, returned by [`Clavata::jobs`].
///
/// Take single jobs with [`next`](Self::next), whole pages with [`next_page`](Self::next_page), or either
/// as a stream. The first two pages are requested when they are needed; after that, the next page is
/// fetched while you handle the current one. Dropping it stops the listing; dropping the future of `next` or
/// `next_page`, as in a `select!` loop, does not: the next call continues with the same request.
///
/// `next` returns `Result<Option<Job>, Error>`, so `while let Some(job) = jobs.next().await?` cannot
/// mistake an error for the end.
///
/// An unreadable job is one error, for which [`Error::is_unreadable_job`] is true; the next call
/// continues after it. After any other error, the next call requests the same page again.
#[must_use = "nothing is requested before `next`"]
pub struct Jobs {
    clavata: Clavata,
    query: Query,
    /// What is left of the current page.
    page: VecDeque<Result<Job, Error>>,
    /// The token of the page that `page` came from.
    current: Option<String>,
    /// The token of the next page. `None` after the last page.
    following: Option<String>,
    asked: HashSet<String>,
    /// The number of empty pages in a row.
    empty: u32,
    /// When the last page was sent, by the gateway's clock, and when it arrived, by ours.
    times: Option<(SystemTime, SystemTime)>,
    /// The page at `following`, if it has already been requested.
    ahead: Option<Running<Page>>,
}

impl Jobs {
    pub(super) fn new(clavata: Clavata) -> Self {
        Self {
            clavata,
            page: VecDeque::new(),
            current: None,
            following: Some(String::new()),
            asked: HashSet::new(),
            empty: 0,
            times: None,
            ahead: None,
            query: Query::default(),
        }
    }

    /// The query, for changing it. Drops a page that was requested in advance with the old query.
    pub(super) fn query_mut(&mut self) -> &mut Query {
        self.ahead = None;
        &mut self.query
    }

    /// Resumes a listing with the same query at its [`token`](Self::token). Default: the first page, for which
    /// the token is empty.
    pub fn resume_from(mut self, token: impl Into<String>) -> Self {
        self.following = Some(token.into());
        self.ahead = None;
        self
    }

    /// Returns the next job. `None` when there are no more.
    ///
    /// # Errors
    ///
    /// Any error of a call. [`Error::is_unreadable`] also if the list seems to be endless: the
    /// gateway repeated a page token, or sent 100 empty pages in a row although each named a next
    /// page. [`Error::is_not_built`] if no job can match, or a time is out of range.
    pub async fn next(&mut self) -> Result<Option<Job>, Error> {
        loop {
            if let Some(job) = self.page.pop_front() {
                return job.map(Some);
            }
            if !self.fetch().await? {
                return Ok(None);
            }
        }
    }

    /// Returns the next page, or the jobs of the current one that [`next`](Self::next) has not returned yet.
    /// `None` when there are no more. A page may be empty although more pages follow.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next).
    pub async fn next_page(&mut self) -> Result<Option<Vec<Job>>, Error> {
        if self.page.is_empty() && !self.fetch().await? {
            return Ok(None);
        }
        if let Some(unreadable) = self.page.iter().position(Result::is_err) {
            let job = self.page.remove(unreadable).transpose()?;
            debug_assert!(job.is_none(), "it is an error");
        }
        std::mem::take(&mut self.page)
            .into_iter()
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// The token for resuming later with [`resume_from`](Self::resume_from): that of the first page that you
    /// have not taken completely. Empty for the first page; `None` if everything has been taken.
    ///
    /// The jobs of a page that was taken in part are returned again.
    pub fn token(&self) -> Option<&str> {
        if self.page.is_empty() {
            self.following.as_deref()
        } else {
            self.current.as_deref()
        }
    }

    /// Turns it into a stream of jobs. An error ends the stream, unless it is about [one
    /// job](Error::is_unreadable_job).
    pub fn into_stream(self) -> impl Stream<Item = Result<Job, Error>> + Send + Unpin + 'static {
        Box::pin(unfold(Some(self), |jobs| async move {
            let mut jobs = jobs?;
            let job = jobs.next().await.transpose()?;
            Some(goes_on(job, jobs))
        }))
    }

    /// Turns it into a stream of pages. An error ends the stream, unless it is about [one
    /// job](Error::is_unreadable_job).
    pub fn into_page_stream(
        self,
    ) -> impl Stream<Item = Result<Vec<Job>, Error>> + Send + Unpin + 'static {
        Box::pin(unfold(Some(self), |jobs| async move {
            let mut jobs = jobs?;
            let page = jobs.next_page().await.transpose()?;
            Some(goes_on(page, jobs))
        }))
    }

    /// Fetches the next page. Returns whether there was one.
    async fn fetch(&mut self) -> Result<bool, Error> {
        let Some(token) = &self.following else {
            return Ok(false);
        };
        self.query.check()?;
        if self.asked.contains(token) {
            return Err(Error::unreadable(
                "its next page has already been fetched, so the list would never end",
            ));
        }
        if self.empty == MOST_EMPTY {
            // A caller that continues anyway may fetch the same number of pages again.
            self.empty = 0;
            return Err(Error::unreadable(format!(
                "it is the last of {MOST_EMPTY} empty pages in a row, and names yet another page"
            )));
        }
        let start = || page::start(&self.clavata, &self.query, token);
        let page = self.ahead.get_or_insert_with(start).value().await;
        self.ahead = None;
        let page = page?;
        let token = self.following.take();
        self.asked.extend(token.clone());
        self.current = token;
        self.following = page.following;
        self.page = page.jobs;
        self.times = page.times;
        self.empty = if self.page.is_empty() {
            self.empty + 1
        } else {
            0
        };
        self.look_ahead();
        Ok(true)
    }

    /// Requests the next page in advance, if the caller seems to want it: from the second page on, because a
    /// caller that only needs the newest jobs stops at the first.
    fn look_ahead(&mut self) {
        if self.asked.len() < 2 || self.page.is_empty() {
            return;
        }
        if let Some(token) = &self.following
            && !self.asked.contains(token)
        {
            self.ahead = Some(page::start(&self.clavata, &self.query, token));
        }
    }

    /// When the last page was sent, by the gateway's clock, and when it arrived, by ours.
    pub(crate) fn gateway_time(&self) -> Option<(SystemTime, SystemTime)> {
        self.times
    }
}

/// An item of a stream, and the listing to continue with.
fn goes_on<T>(item: Result<T, Error>, jobs: Jobs) -> (Result<T, Error>, Option<Jobs>) {
    let is_over = item.as_ref().is_err_and(|error| !error.is_unreadable_job());
    (item, (!is_over).then_some(jobs))
}

debug_fields!(Jobs, |it|
    query: it.query,
    at_hand: it.page.len(),
    pages: it.asked.len(),
    more: it.following.is_some(),
);
