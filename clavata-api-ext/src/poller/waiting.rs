//! The jobs that have not ended, as far as is known.

use std::collections::{HashMap, HashSet, VecDeque};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::Job;
use crate::error::Error;

/// A job that has not ended, as far as is known.
#[derive(Debug, Default)]
pub(super) struct Unended {
    place: usize,
    pub(super) polls: u32,
    /// The last known status.
    pub(super) status: Option<String>,
    /// Why the last poll failed, if it did.
    pub(super) failed: Option<Error>,
    created: Option<DateTime<Utc>>,
    /// Whether this round knows its status.
    pub(super) seen: bool,
    /// The last round in which it was fetched although a list showed it.
    doubted: Option<u32>,
}

impl Unended {
    /// Whether the key of its last poll was rejected.
    pub(super) fn was_rejected(&self) -> bool {
        self.failed.as_ref().is_some_and(Error::is_auth)
    }
}

/// The jobs that have not ended.
#[derive(Debug, Default)]
pub(super) struct Waiting(HashMap<Uuid, Unended>);

impl Waiting {
    pub(super) fn add(&mut self, id: Uuid) {
        let place = self.0.len();
        self.0.entry(id).or_insert_with(|| Unended {
            place,
            ..Unended::default()
        });
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = &Unended> {
        self.0.values()
    }

    pub(super) fn jobs_mut(&mut self) -> impl Iterator<Item = &mut Unended> {
        self.0.values_mut()
    }

    pub(super) fn get(&mut self, id: Uuid) -> Option<&mut Unended> {
        self.0.get_mut(&id)
    }

    pub(super) fn remove(&mut self, id: Uuid) {
        self.0.remove(&id);
    }

    /// All jobs, in the order in which they were passed.
    pub(super) fn in_order(self) -> Vec<(Uuid, Unended)> {
        let mut jobs: Vec<_> = self.0.into_iter().collect();
        jobs.sort_by_key(|(_, job)| job.place);
        jobs
    }

    /// The jobs that this round has not seen, in the same order.
    pub(super) fn unseen(&self) -> VecDeque<Uuid> {
        let unseen = self.0.iter().filter(|(_, job)| !job.seen);
        let mut ids: Vec<_> = unseen.map(|(id, job)| (job.place, *id)).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    /// Marks this many jobs as not seen, so that they are fetched again: those for which that was longest ago.
    pub(super) fn doubt(&mut self, most: usize, round: u32) {
        let mut seen: Vec<_> = self.jobs_mut().filter(|job| job.seen).collect();
        seen.sort_unstable_by_key(|job| (job.doubted, job.place));
        for job in seen.into_iter().take(most) {
            (job.seen, job.doubted) = (false, Some(round));
        }
    }

    /// The known creation times.
    pub(super) fn created(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        self.0.values().filter_map(|job| job.created)
    }
}

impl Unended {
    /// Whether this round fetches it although a list showed it.
    pub(super) fn is_doubted(&self, round: u32) -> bool {
        self.doubted == Some(round)
    }

    /// Records its current state.
    pub(super) fn note(&mut self, job: &Job) {
        self.polls += 1;
        self.seen = true;
        self.status = Some(job.status.as_str().to_owned());
        self.failed = None;
        self.created = job.created.or(self.created);
    }
}

pub(super) fn id_of(job: &Job) -> Option<Uuid> {
    job.job_uuid.as_ref().and_then(crate::Id::as_uuid)
}

/// The ids of the jobs that a page shows more than once.
pub(super) fn repeated(page: &[Job]) -> HashSet<Uuid> {
    let mut shown = HashSet::new();
    let ids = page.iter().filter_map(id_of);
    ids.filter(|id| !shown.insert(*id)).collect()
}
