//! Batch jobs: a CSV of content that is judged in the background.

mod polled;

use uuid::Uuid;

use crate::api::{
    BatchJob, BatchJobError, BatchJobState, CancelBatchJobResponse, CreateBatchJobRequest,
    CreateBatchJobResponse, Status,
};
use crate::client::Clavata;
use crate::create::check_url;
use crate::error::{Error, Evidence, Facts, Kind};
use crate::operation;
use crate::poller::Poller;

impl Clavata {
    /// The calls about batch jobs.
    pub fn batch(&self) -> Batch {
        Batch {
            clavata: self.clone(),
        }
    }
}

/// The calls about batch jobs; from [`Clavata::batch`].
///
/// The package `clavata-batch` does a whole one with them, from a CSV file to a CSV file.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::api::BatchJobState;
///
/// for job in clavata.batch().list(&[], &[BatchJobState::Initialized]).await? {
///     clavata.batch().cancel(&job.batch_job_id).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Batch {
    pub(crate) clavata: Clavata,
}

impl Batch {
    /// Creates a batch job. The answer holds its id and the presigned address to which its CSV must be
    /// uploaded within 4 hours; that address is a secret, and the API key must not be sent to it.
    ///
    /// Nothing is judged, or billed, before the upload.
    ///
    /// # Errors
    ///
    /// Those of a call; [`Error::declined`] where the gateway answers that it made none. The
    /// call is not repeated where it [may have arrived](Error::may_have_been_sent): look for the
    /// name with [`list`](Self::list).
    pub async fn create(&self, name: &str, policy: Uuid) -> Result<CreateBatchJobResponse, Error> {
        self.create_with(CreateBatchJobRequest {
            name: name.to_owned(),
            policy_id: policy,
            webhook_url: None,
        })
        .await
    }

    /// As [`create`](Self::create), with all that the contract offers.
    ///
    /// # Errors
    ///
    /// Those of [`create`](Self::create).
    pub async fn create_with(
        &self,
        request: CreateBatchJobRequest,
    ) -> Result<CreateBatchJobResponse, Error> {
        if request.name.trim().is_empty() {
            return Err(Error::not_built("a batch job needs a name"));
        }
        if let Some(url) = &request.webhook_url {
            check_url(url)?;
        }
        let request = &request;
        self.clavata
            .call_checked(
                operation::CREATE_BATCH_JOB,
                |api| async move { api.create_batch_job().body(request.clone()).send().await },
                |answer: CreateBatchJobResponse| {
                    if let Some(error) = answer.error {
                        return Err(declined("create the batch job", error));
                    }
                    if answer.batch_job_id.is_empty() || answer.input_file_upload_url.is_empty() {
                        return Err(Error::unreadable(
                            "it holds no id, or no address to upload to, for the batch job",
                        ));
                    }
                    // Found out later, it would be after the upload, and with it the costs.
                    if !Batch::is_id(&answer.batch_job_id) {
                        return Err(Error::unreadable("its id cannot be one of a batch job"));
                    }
                    Ok(answer)
                },
            )
            .await
            .map_err(|error| error.hiding(|| request))
    }

    /// The batch jobs with one of these ids and in one of these states; an empty list means any.
    ///
    /// The answer is filtered here too: the gateway ignores a filter that it does not know.
    ///
    /// # Errors
    ///
    /// Those of a call.
    pub async fn list(
        &self,
        ids: &[&str],
        states: &[BatchJobState],
    ) -> Result<Vec<BatchJob>, Error> {
        let answer = self
            .clavata
            .call(operation::LIST_BATCH_JOBS, |api| async move {
                let mut call = api.list_batch_jobs();
                if !ids.is_empty() {
                    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
                    call = call.batch_job_ids(ids);
                }
                if !states.is_empty() {
                    call = call.states(states.to_vec());
                }
                call.send().await
            })
            .await?;
        let mut jobs = answer.batch_jobs;
        jobs.retain(|job| {
            (ids.is_empty() || ids.contains(&job.batch_job_id.as_str()))
                && (states.is_empty() || states.contains(&job.state))
        });
        Ok(jobs)
    }

    /// One batch job as it is now.
    ///
    /// # Errors
    ///
    /// Those of a call; [`Error::is_not_found`] where there is no such batch job for this key.
    pub async fn get(&self, id: &str) -> Result<BatchJob, Error> {
        check_id(id)?;
        let mut jobs = self.list(&[id], &[]).await?;
        match jobs.len() {
            0 => {
                let kind = Kind::NotFound(format!("batch job {id}"));
                let error = Error::new(kind, Evidence::Refused);
                Err(error.of_call(Facts::of(operation::LIST_BATCH_JOBS)))
            }
            _ => Ok(jobs.swap_remove(0)),
        }
    }

    /// Stops a batch job and says the state that it has then.
    ///
    /// # Errors
    ///
    /// Those of a call; [`Error::declined`] where the gateway could not stop it.
    pub async fn cancel(&self, id: &str) -> Result<BatchJobState, Error> {
        check_id(id)?;
        self.clavata
            .call_checked(
                operation::CANCEL_BATCH_JOB,
                |api| async move { api.cancel_batch_job().batch_job_id(id).send().await },
                |answer: CancelBatchJobResponse| match answer.error {
                    Some(error) => Err(declined("cancel the batch job", error)),
                    None => Ok(answer.state),
                },
            )
            .await
    }

    /// Whether a batch job has ended. A state that this release does not know is not an end.
    pub fn has_ended(job: &BatchJob) -> bool {
        matches!(
            job.state,
            BatchJobState::Completed | BatchJobState::Error | BatchJobState::Cancelled
        )
    }

    /// Whether this can be the id of a batch job. Ids stand in paths, where a slash or dots would lead
    /// elsewhere.
    pub fn is_id(id: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:~".contains(&byte);
        let dots = id.bytes().all(|byte| byte == b'.');
        !id.is_empty() && !dots && id.bytes().all(plain)
    }

    /// Polls a batch job until it has ended: once a second at first, every 30 s later, for at most
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

/// The error inside an answer that is a success by its status.
fn declined(what: &'static str, error: BatchJobError) -> Error {
    let code = error.error_code.to_string();
    Error::new(Kind::Declined { what, code }, Evidence::Refused).with_gateway(Status {
        message: error.error_message,
        ..Status::default()
    })
}

fn check_id(id: &str) -> Result<(), Error> {
    if Batch::is_id(id) {
        return Ok(());
    }
    Err(Error::not_built("this is no id of a batch job"))
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
