//! Batch jobs: CSV files of content that are judged in the background.

mod create;
mod list;
mod polled;

use clavata_api::ResponseValue;
use clavata_api::contract::BATCH_JOB_STATE_ENDS;

use crate::api::{BatchJob, BatchJobError, BatchJobState, CancelBatchJobResponse, Status};
use crate::client::Clavata;
use crate::error::{Error, Evidence, Facts, Kind};
use crate::operation;
use crate::poller::Poller;

pub use create::CreateBatch;
pub use list::ListBatches;

impl Clavata {
    /// The calls for batch jobs.
    pub fn batch(&self) -> Batch {
        Batch {
            clavata: self.clone(),
        }
    }
}

/// The calls for batch jobs, returned by [`Clavata::batch`].
///
/// These are the single steps. The crate `clavata-batch` runs a whole batch job, from a CSV file to a CSV
/// file.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
/// for job in clavata.batch().list().await? {
///     println!("{} is {}", job.name, job.state);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Batch {
    pub(crate) clavata: Clavata,
}

impl Batch {
    /// Gets a batch job in its current state.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such batch job for this key; [`Error::is_unreadable`] also if it is
    /// listed several times, in different states; [`Error::is_not_built`] if this [cannot be](Self::is_id) an id.
    /// Otherwise any error of a call.
    pub async fn get(&self, id: &str) -> Result<BatchJob, Error> {
        check_id(id)?;
        let mut jobs = self.list().ids([id]).await?;
        let first = jobs.pop();
        let error = match first {
            // Each copy may have its own signed URL.
            Some(job) if jobs.iter().all(|other| other.state == job.state) => return Ok(job),
            Some(_) => {
                Error::unreadable("it has the batch job more than once, in different states")
            }
            None => {
                let kind = Kind::NotFound(format!("batch job {id}"));
                Error::new(kind, Evidence::Refused)
            }
        };
        let error = error.at(&self.clavata.shared.host);
        Err(error.of_call(Facts::of(operation::LIST_BATCH_JOBS)))
    }

    /// Cancels a batch job, and returns its new state.
    ///
    /// # Errors
    ///
    /// [`Error::declined`] if the gateway could not cancel it; [`Error::is_unreadable`] also if the response is about
    /// another batch job; [`Error::is_not_built`] if this [cannot be](Self::is_id) an id. Otherwise any error of a call.
    pub async fn cancel(&self, id: &str) -> Result<BatchJobState, Error> {
        check_id(id)?;
        self.clavata
            .call_checked(
                operation::CANCEL_BATCH_JOB,
                |api| async move { api.cancel_batch_job().batch_job_id(id).send().await },
                |answer: CancelBatchJobResponse| match answer.error {
                    Some(error) => Err(declined("cancel the batch job", error)),
                    None if !["", id].contains(&&*answer.batch_job_id) => {
                        Err(Error::unreadable("it is about a different batch job"))
                    }
                    None => Ok(answer.state),
                },
            )
            .await
            .map(ResponseValue::into_inner)
    }

    /// Whether a batch job has ended. A state that this version does not know does not count as an end.
    pub fn has_ended(job: &BatchJob) -> bool {
        BATCH_JOB_STATE_ENDS.contains(&job.state)
    }

    /// Whether a text can be the id of a batch job. Ids become part of a URL path, where a slash or dots
    /// would lead elsewhere.
    pub fn is_id(id: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:~".contains(&byte);
        let dots = id.bytes().all(|byte| byte == b'.');
        !id.is_empty() && !dots && id.bytes().all(plain)
    }

    /// Polls a batch job until it has ended: every second at first, every 30 s later, for at most
    /// 4 hours.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, id: &str) -> Result<(), clavata_api_ext::Error> {
    /// let job = clavata.batch().poller(id).until_done().await?;
    /// println!("{}", job.state);
    /// # Ok(())
    /// # }
    /// ```
    pub fn poller(&self, id: &str) -> Poller<BatchJob> {
        Poller::new(&self.clavata, operation::LIST_BATCH_JOBS, id.to_owned())
    }
}

/// The error inside a response with a success status.
fn declined(what: &'static str, error: BatchJobError) -> Error {
    let code = error.error_code.to_string();
    let mut status = Status::default();
    status.message = error.error_message;
    Error::new(Kind::Declined { what, code }, Evidence::Refused).with_gateway(status)
}

fn check_id(id: &str) -> Result<(), Error> {
    if Batch::is_id(id) {
        return Ok(());
    }
    Err(Error::not_built("this is not the id of a batch job"))
}

#[cfg(test)]
mod tests {
    use super::{Batch, check_id};

    #[test]
    fn an_id_that_would_lead_elsewhere_is_not_sent() {
        for id in ["", ".", "..", "a/b", "a?b", "a#b", "a b", "a%2fb", "ä"] {
            assert!(check_id(id).unwrap_err().is_not_built(), "{id:?}");
        }
        assert!(Batch::is_id("99999999-9999-4999-8999-999999999999"));
        assert!(Batch::is_id("batch_1.2"));
    }
}
