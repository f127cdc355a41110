//! Looking for the job of a create whose answer was lost.

use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use clavata_api::Id;

use super::Marker;
use crate::client::Clavata;
use crate::error::{Error, seconds};
use crate::job::Job;
use crate::jobs::JobsQuery;
use crate::outcomes::MARKER_KEY;

/// How far the clocks of this machine and the gateway may be apart.
const CLOCKS: Duration = Duration::from_secs(5 * 60);
/// How long after the end of a create its job may still appear in the list.
const SETTLED: Duration = Duration::from_secs(5 * 60);
/// The most jobs that are looked through.
const MOST_JOBS: u32 = 50_000;
/// The most jobs that are asked for one by one, where the list does not show their metadata.
const MOST_ASKED: usize = 100;

impl Clavata {
    /// Looks for the job of a create that failed without saying whether it was carried out: among all
    /// jobs created since then, by the [marker](Error::marker) of the error.
    ///
    /// It only reads. It may be asked at once, and again later where it is [not
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
        let sure = search.run(self).await;
        match sure {
            _ if !search.found.is_empty() => Reconciled::Found(search.found),
            Ok(()) => Reconciled::NotFound,
            Err(unsure) => Reconciled::NotSure(unsure),
        }
    }
}

/// What is known of a create whose answer was lost.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reconciled {
    /// It was carried out. One job, unless it was sent more than once.
    Found(Vec<Job>),
    /// It was not carried out, and can be created again: the list was complete, no job in it bears
    /// the marker, and enough time has passed for the job to appear in it: 5 minutes after the
    /// create [was over](Marker::over_at).
    NotFound,
    /// It is not known whether it was carried out. Ask again later rather than creating it again.
    NotSure(Unsure),
}

/// Why it is not known whether a create was carried out.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unsure {
    /// No job bears the marker yet, but one may still appear; surely not after so long.
    TooRecent(Duration),
    /// These jobs do not show what marks them, most often because they have not ended yet.
    Hidden(Vec<Id>),
    /// The gateway lists no job at all, of whatever time, so that nothing shows that its list works.
    NoJobs,
    /// No job of that time shows any metadata, so that no marker would be seen either.
    NoMetadata,
    /// There are more jobs of that time than are looked through (50,000).
    TooManyJobs,
    /// The clocks of this machine and the gateway differ too much (by more than 5 minutes) to tell
    /// which jobs are of that time.
    Clocks(Duration),
    /// Jobs could not be listed or read.
    Failed(Box<Error>),
}

impl fmt::Display for Unsure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooRecent(left) => write!(
                f,
                "no job bears the marker yet, but one may still appear within {}",
                seconds(Duration::from_secs(left.as_secs() + 1))
            ),
            Self::Hidden(jobs) => {
                write!(f, "{} jobs do not show yet what marks them", jobs.len())?;
                for (index, job) in jobs.iter().take(5).enumerate() {
                    write!(f, "{}{job}", if index == 0 { ": " } else { ", " })?;
                }
                f.write_str(if jobs.len() > 5 { ", …" } else { "" })
            }
            Self::NoJobs => f.write_str("the gateway lists no job at all, of whatever time"),
            Self::NoMetadata => {
                f.write_str("the gateway gives no metadata back for any job of that time")
            }
            Self::TooManyJobs => write!(f, "there are more than {MOST_JOBS} jobs since then"),
            Self::Clocks(apart) => write!(
                f,
                "the clocks of this machine and the gateway are {} apart",
                seconds(Duration::from_secs(apart.as_secs()))
            ),
            Self::Failed(error) => write!(f, "the jobs cannot be looked through: {error}"),
        }
    }
}

struct Search {
    marker: Marker,
    found: Vec<Job>,
    /// Jobs that do not show their content.
    hidden: Vec<Job>,
    /// How many jobs there were.
    listed: u32,
    /// Whether any job showed metadata.
    shows_metadata: bool,
    /// Whether any job showed its content and no metadata.
    bare: bool,
    /// The time before the list was begun with, by the clock that is behind.
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
            now: SystemTime::now(),
        }
    }

    /// Looks for the job; fine where it is sure that there is none, unless one was found.
    async fn run(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        self.list(clavata).await?;
        if self.listed == 0 {
            // Whatever is no list of jobs reads as an empty one.
            let any = JobsQuery::new().with_page_size(1);
            let any = clavata.jobs(any).next().await.map_err(failed)?;
            self.is_settled()?;
            any.ok_or(Unsure::NoJobs)?;
            self.list(clavata).await?;
        }
        if self.found.is_empty() {
            self.ask(clavata).await?;
        }
        self.is_settled()
    }

    /// Looks through all jobs since the marker was made.
    async fn list(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        let since = DateTime::<Utc>::from(self.marker.made_at() - 2 * CLOCKS);
        let query = JobsQuery::new().created_after(since).created_inclusive();
        let mut jobs = clavata.jobs(query);
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

    /// Asks for each job of which the list showed too little: incomplete ones have basic fields only.
    async fn ask(&mut self, clavata: &Clavata) -> Result<(), Unsure> {
        let (mut hidden, mut is_hidden) = (Vec::new(), false);
        for (index, job) in std::mem::take(&mut self.hidden).into_iter().enumerate() {
            let id = job.job_uuid.as_ref().and_then(Id::as_uuid);
            let job = match id {
                Some(id) if index < MOST_ASKED && self.found.is_empty() => {
                    clavata.job(id).await.map_err(failed)?
                }
                _ => job,
            };
            if let Some(job) = self.look_at(job) {
                hidden.extend(job.job_uuid.clone());
                is_hidden = true;
            }
        }
        if is_hidden {
            Err(Unsure::Hidden(hidden))
        } else {
            Ok(())
        }
    }

    /// Keeps a job that bears the marker; gives back one that does not show its content.
    fn look_at(&mut self, job: Job) -> Option<Job> {
        let of_data = job.content_data.iter().map(|data| &data.metadata);
        let reports = job.results.iter().filter_map(|one| one.report.as_ref());
        let maps = of_data.chain(reports.map(|report| &report.content_metadata));
        let marker = self.marker.to_string();
        let (mut bears, mut shows) = (false, false);
        for map in maps {
            shows |= !map.is_empty();
            bears |= map.get(MARKER_KEY) == Some(&marker);
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

    /// Whether a job that is not there will not appear any more.
    fn is_settled(&self) -> Result<(), Unsure> {
        if self.bare && !self.shows_metadata {
            return Err(Unsure::NoMetadata);
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
