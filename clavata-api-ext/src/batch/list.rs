//! Lists batch jobs.

use clavata_api::ResponseValue;

use super::Batch;
use crate::answered::Answered;
use crate::api::{BatchJob, BatchJobState};
use crate::awaited::awaited;
use crate::client::Clavata;
use crate::error::Error;
use crate::operation;

impl Batch {
    /// Lists batch jobs, by default all of them. Await it to send the request.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::api::BatchJobState;
    ///
    /// for job in clavata.batch().list().states([BatchJobState::Initialized]).await? {
    ///     clavata.batch().cancel(&job.batch_job_id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Any error of a call.
    pub fn list(&self) -> ListBatches {
        ListBatches {
            clavata: self.clavata.clone(),
            ids: Vec::new(),
            states: Vec::new(),
        }
    }
}

/// A request to list batch jobs. It is sent when you await it.
#[derive(Debug)]
#[must_use = "nothing is requested before `await`"]
pub struct ListBatches {
    clavata: Clavata,
    ids: Vec<String>,
    states: Vec<BatchJobState>,
}

impl ListBatches {
    /// Lists only batch jobs with one of these ids. An empty list means any. Default: any.
    pub fn ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.ids = ids.into_iter().map(Into::into).collect();
        self
    }

    /// Lists only batch jobs in one of these states. An empty list means any. Default: any.
    pub fn states(mut self, states: impl IntoIterator<Item = BatchJobState>) -> Self {
        self.states = states.into_iter().collect();
        self
    }

    /// Lists them, and also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`Batch::list`].
    pub async fn with_response(self) -> Result<Answered<Vec<BatchJob>>, Error> {
        let answer = Box::pin(self.send()).await?;
        Ok(Answered::new(answer, &self.clavata.shared.keys))
    }

    async fn send(&self) -> Result<ResponseValue<Vec<BatchJob>>, Error> {
        let Self {
            clavata,
            ids,
            states,
        } = self;
        let answer = clavata
            .call(operation::LIST_BATCH_JOBS, |api| async move {
                let mut call = api.list_batch_jobs();
                if !ids.is_empty() {
                    call = call.batch_job_ids(ids.clone());
                }
                if !states.is_empty() {
                    call = call.states(states.clone());
                }
                call.send().await
            })
            .await?;
        Ok(answer.map(|list| {
            let mut jobs = list.batch_jobs;
            // The gateway ignores filters that it does not know.
            jobs.retain(|job| {
                (ids.is_empty() || ids.contains(&job.batch_job_id))
                    && (states.is_empty() || states.contains(&job.state))
            });
            jobs
        }))
    }
}

awaited!(ListBatches -> Vec<BatchJob>);
