//! Listing jobs page after page.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::fmt;
use std::time::SystemTime;

use futures_core::Stream;
use futures_util::stream::try_unfold;

use crate::client::Clavata;
use crate::error::Error;
use crate::job::Job;
use crate::jobs::JobsQuery;
use crate::operation;

/// The most pages in a row without any job.
const MOST_EMPTY: u32 = 100;

/// A listing of jobs. Nothing is asked for before it is needed, and dropping it stops it.
///
/// Take jobs by [`next`](Self::next), whole pages by [`next_page`](Self::next_page), or either as a
/// stream. `next` yields `Result<Option<Job>, Error>` so that `while let Some(job) =
/// jobs.next().await?` cannot take an error for the end.
///
/// After an error it stands where it stood: asking again asks for the same page again.
pub struct Jobs {
    clavata: Clavata,
    query: JobsQuery,
    /// What is left of the current page.
    page: VecDeque<Job>,
    /// The page that `page` came from.
    current: Option<String>,
    /// The page to ask for next; none where there is none.
    following: Option<String>,
    asked: HashSet<String>,
    /// How many pages in a row had no job.
    empty: u32,
    /// When the last page was sent, by the gateway's clock, and when it came, by ours.
    times: Option<(SystemTime, SystemTime)>,
}

impl Jobs {
    pub(crate) fn new(clavata: Clavata, query: JobsQuery) -> Self {
        Self {
            clavata,
            page: VecDeque::new(),
            current: None,
            following: Some(query.token.clone()),
            asked: HashSet::new(),
            empty: 0,
            times: None,
            query,
        }
    }

    /// The next job; `None` when there are no more.
    ///
    /// # Errors
    ///
    /// Those of every call, [`Error::is_unreadable`] also where the list seems to have no end: the
    /// gateway names a page that it has brought already, or 100 pages in a row were empty though each
    /// names another. [`Error::is_not_built`] where the query contradicts itself.
    pub async fn next(&mut self) -> Result<Option<Job>, Error> {
        loop {
            if let Some(job) = self.page.pop_front() {
                return Ok(Some(job));
            }
            if !self.fetch().await? {
                return Ok(None);
            }
        }
    }

    /// The next page, or what [`next`](Self::next) has left of the current one; `None` when there
    /// are no more. A page may be empty though more pages follow.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn next_page(&mut self) -> Result<Option<Vec<Job>>, Error> {
        if self.page.is_empty() && !self.fetch().await? {
            return Ok(None);
        }
        Ok(Some(std::mem::take(&mut self.page).into()))
    }

    /// Where to go on later, by [`JobsQuery::resume_from`]: the first page that has not been taken in
    /// full, the empty token being the very first. `None` where all has been taken.
    ///
    /// Jobs of a page that was taken in part come again.
    pub fn token(&self) -> Option<&str> {
        if self.page.is_empty() {
            self.following.as_deref()
        } else {
            self.current.as_deref()
        }
    }

    /// The jobs as a stream. An error ends it.
    pub fn into_stream(self) -> impl Stream<Item = Result<Job, Error>> + Send + Unpin + 'static {
        Box::pin(try_unfold(self, |mut jobs| async move {
            Ok(jobs.next().await?.map(|job| (job, jobs)))
        }))
    }

    /// The pages as a stream. An error ends it.
    pub fn into_page_stream(
        self,
    ) -> impl Stream<Item = Result<Vec<Job>, Error>> + Send + Unpin + 'static {
        Box::pin(try_unfold(self, |mut jobs| async move {
            Ok(jobs.next_page().await?.map(|page| (page, jobs)))
        }))
    }

    /// Gets the following page; says whether there was one.
    async fn fetch(&mut self) -> Result<bool, Error> {
        let Some(token) = &self.following else {
            return Ok(false);
        };
        self.query.check()?;
        if self.asked.contains(token) {
            return Err(Error::unreadable(
                "it names a page of jobs that has been brought already, so the list would never end",
            ));
        }
        if self.empty == MOST_EMPTY {
            // Whoever goes on all the same gets as many pages again.
            self.empty = 0;
            return Err(Error::unreadable(format!(
                "it is the last of {MOST_EMPTY} pages in a row without a job, and names yet another page"
            )));
        }
        let query = &self.query;
        let answer = self
            .clavata
            .call_with_head(operation::LIST_JOBS, |api| async move {
                query.apply(api.list_jobs(), token).send().await
            })
            .await?;
        let date = answer.headers().get(http::header::DATE);
        let theirs = date.and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
        self.times = theirs.map(|theirs| (theirs, SystemTime::now()));
        let answer = answer.into_inner();
        let token = self.following.take();
        self.asked.extend(token.clone());
        self.current = token;
        self.following = Some(answer.next_page_token).filter(|token| !token.is_empty());
        self.page = answer.jobs.into_iter().map(Job::from).collect();
        self.empty = if self.page.is_empty() {
            self.empty + 1
        } else {
            0
        };
        Ok(true)
    }

    /// When the last page was sent, by the gateway's clock, and when it came, by ours.
    pub(crate) fn gateway_time(&self) -> Option<(SystemTime, SystemTime)> {
        self.times
    }
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("query", &self.query)
            .field("at_hand", &self.page.len())
            .field("pages", &self.asked.len())
            .field("more", &self.following.is_some())
            .finish_non_exhaustive()
    }
}
