//! The result of a search for a lost job.

use std::fmt;
use std::time::Duration;

use super::reconcile::MOST_JOBS;
use crate::Job;
use crate::error::{Error, seconds};

/// What is known about a create whose response was lost.
#[derive(Debug)]
pub enum Reconciled {
    /// It was carried out. There is one job, unless the create was sent more than once.
    Found(Vec<Job>),
    /// It was not carried out, and the job can be created again. The list was complete, no job in it has
    /// the marker, and at least 5 minutes have passed since the create [was over](crate::Marker::over_at), long
    /// enough for the job to appear.
    NotFound,
    /// It is unknown whether it was carried out. Check again later instead of creating the job again.
    NotSure(Unsure),
}

/// Why it is not known whether a create was carried out.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unsure {
    /// No job has the marker yet, but one may still appear within this time.
    TooRecent(Duration),
    /// These jobs do not show a marker, usually because they have not ended yet.
    Hidden(Vec<Job>),
    /// The gateway lists no jobs at all, so it is not certain that listing works.
    NoJobs,
    /// No job from that time shows any metadata, so a marker would not show either.
    NoMetadata,
    /// There are more jobs from that time than the search covers (50,000).
    TooManyJobs,
    /// The clocks of this machine and the gateway differ by more than 5 minutes, too much to tell
    /// which jobs are from that time.
    Clocks(Duration),
    /// The gateway does not say what time it is, so the clocks cannot be compared.
    NoDate,
    /// Jobs could not be listed or read.
    Failed(Box<Error>),
}

impl fmt::Display for Unsure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooRecent(left) => write!(
                f,
                "no job has the marker yet, but one may still appear within {}",
                seconds(Duration::from_secs(left.as_secs() + 1))
            ),
            Self::Hidden(jobs) => {
                write!(f, "{} jobs do not show their marker yet", jobs.len())?;
                for (index, job) in jobs.iter().take(5).enumerate() {
                    f.write_str(if index == 0 { ": " } else { ", " })?;
                    match &job.job_uuid {
                        Some(id) => write!(f, "{id}")?,
                        None => f.write_str("one without an id")?,
                    }
                }
                f.write_str(if jobs.len() > 5 { ", …" } else { "" })
            }
            Self::NoJobs => f.write_str("the gateway lists no jobs at all"),
            Self::NoMetadata => {
                f.write_str("the gateway returns no metadata for any job from that time")
            }
            Self::TooManyJobs => write!(f, "there are more than {MOST_JOBS} jobs since then"),
            Self::Clocks(apart) => write!(
                f,
                "the clocks of this machine and the gateway are {} apart",
                seconds(Duration::from_secs(apart.as_secs()))
            ),
            Self::NoDate => f.write_str("the gateway does not say what time it is"),
            Self::Failed(error) => write!(f, "the jobs cannot be searched: {error}"),
        }
    }
}
