//! `clavata create`: creates a job, and optionally waits for it.

use clavata_api_ext::{Id, Marker, WebhookEndpoint};

use super::job::{Patience, Shows, wait};
use crate::arguments::CreateArguments;
use crate::exit::{End, Failure};
use crate::terminal::note;
use crate::{connection, content};

pub(super) async fn run(arguments: CreateArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let policy = arguments.policy.id()?;
    let table = arguments.table();
    let pieces = content::all(arguments.content).await?;
    let count = pieces.len();
    let contents = pieces.into_iter().map(|piece| piece.content);
    let create = clavata.create(policy, contents);
    let mut create = create.expedited(arguments.expedited);
    if let Some(threshold) = arguments.threshold {
        create = create.threshold(threshold);
    }
    if let Some(url) = arguments.webhook {
        create = create.webhook(WebhookEndpoint::new(url));
    }
    let mut shows = Shows::new(&arguments.shown, table)?;
    let marker = clavata.marker();
    let interrupted = Interrupted(marker);
    let created = create.marker(marker).send().await;
    interrupted.was_not();
    let job = created.map_err(|error| Failure::of("create a job", &error))?;
    // The job exists now, and the user, who pays for it, needs its id.
    let tell = || {
        if let Some(id) = &job.job_uuid {
            note(&format!("created job {id}"));
        }
    };
    let is_told = arguments.wait || !shows.names_jobs() || !arguments.shown.choice.is_all();
    if is_told {
        tell();
    }
    if !arguments.wait {
        let printed = shows.show(&job).and_then(|()| shows.end());
        if !is_told && matches!(printed, Err(End::Failure(_) | End::NobodyReads)) {
            tell();
        }
        return printed;
    }
    let id = job.job_uuid.as_ref().and_then(Id::as_uuid);
    let Some(id) = id.filter(|_| !job.is_done()) else {
        shows.ended(&job)?;
        return shows.end();
    };
    let ended = wait(&clavata, id, arguments.timeout, Patience::FreshJob).await;
    let job = ended.map_err(|error| {
        let hint = format!("the job was created: run `clavata job {id} --wait` to keep waiting");
        Failure::of(&format!("wait for job {id}"), &error).with_hint(hint)
    })?;
    shows.ended(&job.created_with(count))?;
    shows.end()
}

/// Prints how to find the job if the command is dropped while its request is in flight.
struct Interrupted(Marker);

impl Interrupted {
    /// Disarms this: there is an answer, or an error that says how to find the job.
    fn was_not(self) {
        std::mem::forget(self);
    }
}

impl Drop for Interrupted {
    fn drop(&mut self) {
        note(&format!(
            "the job may have been created, and billed: run `clavata reconcile {}` to find out",
            self.0
        ));
    }
}
