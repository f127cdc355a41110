//! Finds the job of a create whose response was lost.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use clavata_api::Id;

use super::asked::metadata_of;
use super::{Reconciled, Unsure};
use crate::client::Clavata;
use crate::error::Error;
use crate::marker::Marker;
use crate::{Job, Metadata};

/// The largest difference allowed between the clocks of this machine and the gateway.
const CLOCKS: Duration = Duration::from_secs(5 * 60);
/// For how long after the end of a create its job may still appear in the list.
const SETTLED: Duration = Duration::from_secs(5 * 60);
/// The most jobs to search.
pub(super) const MOST_JOBS: u32 = 50_000;
/// The most jobs to fetch one by one, if the list does not show their metadata.
const MOST_ASKED: usize = 100;

impl Clavata {
    /// Finds out whether a create that failed was carried out: searches all jobs created since then for
    /// the [marker](Error::marker) of the error.
    ///
    /// It only reads. Call it right after the error, and again later if it is [not
    /// sure](Reconciled::NotSure).
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Content, Reconciled};
    ///
    /// match clavata.create(policy, [Content::text("hello")]).send().await {
    ///     Ok(job) => println!("created {:?}", job.job_uuid),
    ///     Err(error) => match error.marker() {
    ///         None => println!("surely not created: {error}"),
    ///         Some(marker) => match clavata.reconcile(marker).await {
    ///             Reconciled::Found(jobs) => println!("created {:?}", jobs[0].job_uuid),
    ///             Reconciled::NotFound => println!("not created: create it again"),
    ///             Reconciled::NotSure(why) => println!("ask again later: {why}"),
    ///         },
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn reconcile(&self, marker: Marker) -> Reconciled {
        let mut search = Search::of(marker);
        let sure = Box::pin(search.run(self)).await;
        match sure {
            _ if !search.found.is_empty() => Reconciled::Found(search.found),
            Ok(()) => Reconciled::NotFound,
            Err(unsure) => Reconciled::NotSure(unsure),
        }
    }
}

struct Search {
    marker: Marker,
    found: Vec<Job>,
    /// Jobs whose content the list does not show.
    hidden: Vec<Job>,
    /// The number of jobs listed.
    listed: u32,
    /// Whether any job showed metadata.
    shows_metadata: bool,
    /// Whether any job showed its content but no metadata.
    bare: bool,
    /// Whether a page did not say when it was sent.
    undated: bool,
    /// The time just before the listing began, by the slower of the two clocks.
    now: SystemTime,
}

impl Search {
    fn of(marker: Marker) -> Self {
        Self {
            marker,
            found: Vec::new(),
            hidden: Vec::new(),
            listed: 0,
            shows_metadata: false,
            bare: false,
            undated: false,
            now: SystemTime::now(),
        }
    }

    /// Searches for the job. `Ok` if one was found, or if there certainly is none.
    async fn run(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        self.list(clavata).await?;
        if self.listed == 0 {
            // A response that is not a list of jobs reads as an empty list.
            let any = clavata.jobs().page_size(1).next().await.map_err(failed)?;
            self.is_settled()?;
            any.ok_or(Unsure::NoJobs)?;
            self.list(clavata).await?;
        }
        if self.found.is_empty() {
            self.ask(clavata).await?;
        }
        self.is_settled()
    }

    /// Searches all jobs created since the marker was made.
    async fn list(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        let since = DateTime::<Utc>::from(self.marker.made_at() - 2 * CLOCKS);
        let mut jobs = clavata.jobs().created(since..);
        while let Some(job) = jobs.next().await.map_err(failed)? {
            if self.listed == 0 {
                self.compare_clocks(jobs.gateway_time())?;
            }
            self.listed += 1;
            if self.listed > MOST_JOBS {
                return Err(Unsure::TooManyJobs);
            }
            if let Some(job) = self.look_at(job) {
                self.hidden.push(job);
            }
        }
        self.compare_clocks(jobs.gateway_time())
    }

    /// Fetches each job for which the list showed too little: unfinished jobs have only basic
    /// fields there.
    async fn ask(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        let mut hidden = Vec::new();
        for (index, job) in std::mem::take(&mut self.hidden).into_iter().enumerate() {
            let id = job.job_uuid.as_ref().and_then(Id::as_uuid);
            let job = match id {
                Some(id) if index < MOST_ASKED && self.found.is_empty() => {
                    clavata.job(id).await.map_err(failed)?
                }
                _ => job,
            };
            if let Some(job) = self.look_at(job) {
                hidden.push(job);
            }
        }
        if hidden.is_empty() {
            Ok(())
        } else {
            Err(Unsure::Hidden(hidden))
        }
    }

    /// Keeps the job if it has the marker. Returns it if it does not show its content.
    fn look_at(&mut self, job: Job) -> Option<Job> {
        let marker = self.marker.to_string();
        let (mut bears, mut shows) = (false, false);
        for map in metadata_of(&job) {
            shows |= !map.is_empty();
            bears |= map.get(Metadata::MARKER_KEY) == Some(&marker);
        }
        self.shows_metadata |= shows;
        if bears {
            self.found.push(job);
        } else if !shows && job.content_data.is_empty() {
            return Some(job);
        } else {
            self.bare |= !shows;
        }
        None
    }

    fn compare_clocks(&mut self, theirs: Option<(SystemTime, SystemTime)>) -> Result<(), Unsure> {
        let Some((theirs, ours)) = theirs else {
            self.undated = true;
            return Ok(());
        };
        let apart = match theirs.duration_since(ours) {
            Ok(ahead) => ahead,
            Err(behind) => {
                self.now = self.now.min(SystemTime::now() - behind.duration());
                behind.duration()
            }
        };
        if apart > CLOCKS {
            return Err(Unsure::Clocks(apart));
        }
        Ok(())
    }

    /// Checks that the job can no longer appear.
    fn is_settled(&self) -> Result<(), Unsure> {
        if self.bare && !self.shows_metadata {
            return Err(Unsure::NoMetadata);
        }
        if self.undated {
            return Err(Unsure::NoDate);
        }
        match (self.marker.over_at() + SETTLED).duration_since(self.now) {
            Ok(left) if !left.is_zero() => Err(Unsure::TooRecent(left)),
            _ => Ok(()),
        }
    }
}

fn failed(error: Error) -> Unsure {
    Unsure::Failed(Box::new(error))
}
