//! Creates batch jobs.

use clavata_api::ResponseValue;
use uuid::Uuid;

use super::{Batch, declined};
use crate::answered::Answered;
use crate::api::{CreateBatchJobRequest, CreateBatchJobResponse};
use crate::awaited::awaited;
use crate::client::Clavata;
use crate::create::check_url;
use crate::error::Error;
use crate::shown::debug_fields;
use crate::{ids, operation};

impl Batch {
    /// Creates a batch job. Await it to send the request.
    ///
    /// The response has its id and the presigned URL to which you must
    /// [upload](Self::upload_to) the CSV within 4 hours. The URL is a secret, and the API key must not be
    /// sent to it. Nothing is judged or billed before the upload.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// let url = "https://hooks.example.com/clavata";
    /// let created = clavata.batch().create("comments", policy).webhook_url(url).await?;
    /// println!("{}", created.batch_job_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] if the name is empty, the policy id is all zeros, or the webhook URL is
    /// invalid. [`Error::declined`] if the gateway reports that it created none. [`Error::is_unreadable`] also if
    /// the response has another name. Otherwise any error of a call. If the request [may have arrived](Error::may_have_been_sent), it is not retried: look for the
    /// name with [`list`](Self::list).
    pub fn create(&self, name: impl Into<String>, policy: Uuid) -> CreateBatch {
        CreateBatch {
            clavata: self.clavata.clone(),
            request: CreateBatchJobRequest::default()
                .name(name)
                .policy_id(policy),
        }
    }
}

/// A request to create a batch job. It is sent when you await it.
#[must_use = "nothing is sent before `await`"]
pub struct CreateBatch {
    clavata: Clavata,
    request: CreateBatchJobRequest,
}

impl CreateBatch {
    /// Sets the https URL that the gateway calls when the batch job has ended. Default: none.
    pub fn webhook_url(mut self, url: impl Into<String>) -> Self {
        self.request.webhook_url = Some(url.into());
        self
    }

    /// Creates it, and also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`Batch::create`].
    pub async fn with_response(self) -> Result<Answered<CreateBatchJobResponse>, Error> {
        let answer = Box::pin(self.send()).await?;
        Ok(Answered::new(answer, &self.clavata.shared.keys))
    }

    async fn send(&self) -> Result<ResponseValue<CreateBatchJobResponse>, Error> {
        let request = &self.request;
        if request.name.trim().is_empty() {
            return Err(Error::not_built("a batch job needs a name"));
        }
        ids::check(request.policy_id, "the policy")?;
        if let Some(url) = &request.webhook_url {
            check_url(url)?;
        }
        self.clavata
            .call_checked(
                operation::CREATE_BATCH_JOB,
                |api| async move { api.create_batch_job().body(request.clone()).send().await },
                |answer| checked(answer, request.name.trim()),
            )
            .await
            .map_err(|error| error.hiding(|| request))
    }
}

/// Checks the response now: a bad id would be noticed only after the upload, which is billed.
fn checked(answer: CreateBatchJobResponse, name: &str) -> Result<CreateBatchJobResponse, Error> {
    if let Some(error) = answer.error {
        return Err(declined("create the batch job", error));
    }
    if answer.batch_job_id.is_empty() || answer.input_file_upload_url.is_empty() {
        return Err(Error::unreadable(
            "it has no id, or no upload URL, for the batch job",
        ));
    }
    if !Batch::is_id(&answer.batch_job_id) {
        return Err(Error::unreadable("its id is not a valid id of a batch job"));
    }
    if !["", name].contains(&answer.name.trim()) {
        return Err(Error::unreadable("the batch job has a different name"));
    }
    Ok(answer)
}

awaited!(CreateBatch -> CreateBatchJobResponse);

debug_fields!(CreateBatch, |it| request: it.request);
