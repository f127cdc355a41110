//! Jobs of which a list shows only a part.

use clavata_api_ext::{Clavata, Id, Job, Verdict};
use uuid::Uuid;

use crate::exit::{Failure, Reported};

/// The id of a job that has ended, if a list may show only a part of it.
pub(super) fn shown_in_part(job: &Job) -> Option<Uuid> {
    let id = job.job_uuid.as_ref().filter(|_| job.is_done());
    id.filter(|_| !job.is_whole()).and_then(Id::as_uuid)
}

/// What to do if a list shows only a part of a job.
pub(super) fn doing(id: Uuid) -> String {
    format!("read job {id}, of which the list shows only a part")
}

/// All of a job from a list, if it is to be archived. If only the list shows a hit, or the job cannot be read, what the
/// list shows. A failure is reported.
pub(super) async fn whole(clavata: &Clavata, listed: Job, reported: &mut Reported) -> Job {
    let Some(id) = shown_in_part(&listed) else {
        return listed;
    };
    match clavata.job(id).await {
        Ok(job) if lacks_hit(&job, &listed) => listed,
        Ok(job) => job,
        Err(error) => {
            reported.tell(&Failure::of(&doing(id), &error));
            listed
        }
    }
}

/// Whether only the list shows a hit: the gateway may have several servers, and one of them be behind.
pub(super) fn lacks_hit(job: &Job, listed: &Job) -> bool {
    let [job, listed] = [job, listed].map(|job| job.verdict() == Verdict::Flagged);
    listed && !job
}
