//! Gets a job.

use clavata_api::ResponseValue;
use uuid::Uuid;

use crate::answered::Answered;
use crate::awaited::awaited;
use crate::client::Clavata;
use crate::error::Error;
use crate::{Job, Verdict, operation};

impl Clavata {
    /// Gets a job in its current state. Await it to send the request.
    ///
    /// To wait until the job has ended, use [`Clavata::wait`].
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such job for this key; [`Error::is_unreadable`] also if
    /// the response contains no job, another job, or a job without an id. A flagged job without an id is
    /// still returned, so that its matches are not lost. Otherwise any error of a call.
    pub fn job(&self, id: Uuid) -> GetJob {
        let clavata = self.clone();
        GetJob { clavata, id }
    }
}

/// A request for a job. It is sent when you await it.
#[derive(Clone, Debug)]
#[must_use = "nothing is requested before `await`"]
pub struct GetJob {
    clavata: Clavata,
    id: Uuid,
}

impl GetJob {
    /// Gets the job, and also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`Clavata::job`].
    pub async fn with_response(self) -> Result<Answered<Job>, Error> {
        let answer = Box::pin(self.send()).await?;
        Ok(Answered::new(answer, &self.clavata.shared.keys))
    }

    async fn send(&self) -> Result<ResponseValue<Job>, Error> {
        let id = self.id;
        let get = |api: clavata_api::Client| async move { api.get_job().job_uuid(id).send().await };
        self.clavata
            .call_checked(operation::GET_JOB, get, |answer| {
                let job = answer
                    .job
                    .ok_or_else(|| Error::unreadable("it contains no job"))?;
                about(id, Job::from(job))
            })
            .await
    }
}

awaited!(GetJob -> Job);

/// Accepts a job if its id is the one that was asked for.
fn about(id: Uuid, job: Job) -> Result<Job, Error> {
    if job.job_uuid.as_ref().is_some_and(|own| *own == id) {
        return Ok(job);
    }
    let flagged = job.verdict() == Verdict::Flagged;
    match (&job.job_uuid, flagged) {
        (None, true) => Ok(job),
        (None, false) => Err(Error::unreadable("it does not say which job it is about")),
        (Some(_), true) => Err(Error::unreadable(
            "it is about another job, and that one is flagged",
        )),
        (Some(_), false) => Err(Error::unreadable("it is about another job")),
    }
}
