//! Creates jobs, and waits for their results.

mod asked;
mod marker;
mod reconcile;
mod reconciled;
mod webhook;

use std::collections::BTreeMap;
use std::time::SystemTime;

use clavata_api::{Id, ResponseValue};
use uuid::Uuid;

use crate::answered::Answered;
use crate::api::{CreateJobRequest, JobOptions};
use crate::client::Clavata;
use crate::content::Content;
use crate::error::Error;
use crate::marker::Marker;
use crate::shown::debug_fields;
use crate::{Job, Metadata, ids, operation, threshold};

pub use reconciled::{Reconciled, Unsure};
pub use webhook::WebhookEndpoint;
pub(crate) use webhook::check_url;

impl Clavata {
    /// Creates a job that judges content with a policy and has one result per piece of content.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Content, WebhookEndpoint};
    ///
    /// let contents = [
    ///     Content::text("You are a fool.").with_metadata("id", "comment-1"),
    ///     Content::image_file("holiday.png").await?.with_metadata("id", "picture-1"),
    /// ];
    /// let job = clavata
    ///     .create(policy, contents)
    ///     .threshold(0.7)
    ///     .webhook(WebhookEndpoint::new("https://hooks.example.com/clavata"))
    ///     .send()
    ///     .await?;
    /// println!("{:?} is {}", job.job_uuid, job.status);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, policy: Uuid, contents: impl IntoIterator<Item = Content>) -> CreateJob {
        CreateJob {
            clavata: self.clone(),
            policy,
            contents: contents.into_iter().collect(),
            threshold: None,
            expedited: None,
            webhook: None,
            options: BTreeMap::new(),
            marker: None,
        }
    }

    /// Creates a job and waits up to 10 minutes for it to end. Short for [`create`](Self::create) and
    /// [`CreateJob::wait`].
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Content, Verdict};
    ///
    /// let job = clavata.create_and_wait(policy, [Content::text("hello")]).await?;
    /// if job.verdict() == Verdict::Clear {
    ///     println!("publish it");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`CreateJob::wait`].
    pub async fn create_and_wait(
        &self,
        policy: Uuid,
        contents: impl IntoIterator<Item = Content>,
    ) -> Result<Job, Error> {
        self.create(policy, contents).wait().await
    }
}

/// A request to create a job. It is sent by [`send`](Self::send) or [`wait`](Self::wait).
#[derive(Clone)]
#[must_use = "nothing is sent before `send` or `wait`"]
pub struct CreateJob {
    clavata: Clavata,
    policy: Uuid,
    contents: Vec<Content>,
    threshold: Option<f64>,
    expedited: Option<bool>,
    webhook: Option<WebhookEndpoint>,
    options: BTreeMap<String, String>,
    marker: Option<Marker>,
}

impl CreateJob {
    /// Sets the lowest score that counts as a match, from 0 to 1. Default: the server's (0.5); 0 means
    /// the same.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Sets whether to ask for the fastest rather than the cheapest result. Default: no.
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.expedited = expedited.then_some(true);
        self
    }

    /// Sets the webhook to call when the job has ended. Default: none.
    pub fn webhook(mut self, webhook: WebhookEndpoint) -> Self {
        self.webhook = Some(webhook);
        self
    }

    /// Sets an option of the evaluation, by the vendor's name.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// Sets the marker by which the job can be found if its response is lost. Default: a new one, which
    /// the error returns.
    ///
    /// To know the marker before you send, pass one from [`Clavata::marker`] and send at once: the
    /// create ends when the marker expires, even if it began late.
    pub fn marker(mut self, marker: Marker) -> Self {
        self.marker = Some(marker);
        self
    }

    /// Creates the job. It is usually still pending: keep its id.
    ///
    /// A create is billed, and the gateway has no idempotency key. So it is retried only if the
    /// previous attempt was provably not carried out; see [`RetryPolicy`](crate::RetryPolicy).
    ///
    /// # Errors
    ///
    /// Before anything is sent, [`Error::is_invalid_content`] if content cannot be judged (see
    /// [`Content::check`]), and [`Error::is_not_built`] if there is no content, the policy id is all zeros,
    /// the threshold is out of range, the webhook is invalid, or the marker has expired. After that, any
    /// error of a call, including [`Error::is_content_refused`], and [`Error::is_unreadable`] also if the job is that of
    /// another create. If there is an [`Error::marker`], the job may
    /// have been created: call [`Clavata::reconcile`] before you create it again.
    pub async fn send(mut self) -> Result<Job, Error> {
        Box::pin(self.create()).await.map(ResponseValue::into_inner)
    }

    /// Like [`send`](Self::send), but also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn with_response(mut self) -> Result<Answered<Job>, Error> {
        let keys = self.clavata.shared.keys.clone();
        let answer = Box::pin(self.create()).await?;
        Ok(Answered::new(answer, &keys))
    }

    async fn create(&mut self) -> Result<ResponseValue<Job>, Error> {
        self.check()?;
        let marker = *self.marker.get_or_insert_with(|| self.clavata.marker());
        let clavata = self.bounded_by(marker)?;
        let contents = self.contents.len();
        clavata
            .call_checked(
                operation::CREATE_JOB,
                |api| {
                    // Built for each attempt, so that no copy of the content waits for a retry.
                    let request = self.request(Some(marker));
                    async move { api.create_job().body(request).send().await }
                },
                |answer| match answer.job {
                    None => Err(Error::unreadable("it contains no job")),
                    Some(job) if job.job_uuid.is_none() => {
                        Err(Error::unreadable("its job has no id"))
                    }
                    Some(job) => Ok(self.own(job.into())?.created_with(contents)),
                },
            )
            .await
            .map_err(|error| error.hiding(|| self.request(None)).with_marker(marker))
    }

    /// A client whose calls end when the marker expires, so that a later search for the job
    /// cannot miss one that is still on its way.
    fn bounded_by(&self, marker: Marker) -> Result<Clavata, Error> {
        let left = marker.over_at().duration_since(SystemTime::now());
        let left = left.map_err(|_| {
            Error::not_built("the marker has expired: make a new one for each create")
        })?;
        let timeouts = self.clavata.timeouts;
        let total = timeouts.total().map_or(left, |total| total.min(left));
        Ok(self.clavata.with_timeouts(timeouts.with_total(total)))
    }

    /// Creates the job and waits up to 10 minutes for it to end. If its id is not a UUID, it cannot be requested, and
    /// is returned as it was created.
    ///
    /// For another limit, pass the id that [`send`](Self::send) returns to [`Clavata::poller`], and call
    /// [`of_fresh_job`](crate::Poller::of_fresh_job).
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send) and [`Clavata::wait`]. If waiting fails, the job exists
    /// and [`Error::job_uuid`] returns its id: wait for it instead of paying for another.
    pub async fn wait(self) -> Result<Job, Error> {
        Box::pin(self.until_done()).await
    }

    async fn until_done(mut self) -> Result<Job, Error> {
        let clavata = self.clavata.clone();
        let contents = self.contents.len();
        let job = self.create().await?.into_inner();
        match job.job_uuid.as_ref().and_then(Id::as_uuid) {
            Some(id) if !job.is_done() => {
                let poller = clavata.poller(id).of_fresh_job();
                let job = poller.until_done().await;
                let job = job.and_then(|job| self.own(job));
                let job = job.map_err(|error| error.of_job(id))?;
                Ok(job.created_with(contents))
            }
            _ => Ok(job),
        }
    }

    fn check(&self) -> Result<(), Error> {
        ids::check(self.policy, "the policy")?;
        threshold::check(self.threshold)?;
        if let Some(webhook) = &self.webhook {
            webhook.check()?;
        }
        Content::check_all(&self.contents)
    }

    /// The request body. Each piece of content gets the marker.
    fn request(&self, marker: Option<Marker>) -> CreateJobRequest {
        let content_data = self.contents.iter().map(|content| {
            let mut data = content.to_data();
            let mark = marker.map(|marker| (Metadata::MARKER_KEY.to_owned(), marker.to_string()));
            data.metadata.extend(mark);
            data
        });
        let options = || JobOptions::default().options(self.options.clone());
        CreateJobRequest::default()
            .content_data(content_data.collect::<Vec<_>>())
            .policy_id(self.policy)
            .threshold(self.threshold)
            .expedited(self.expedited)
            .webhook(self.webhook.as_ref().map(WebhookEndpoint::to_api))
            .options((!self.options.is_empty()).then(options))
    }
}

debug_fields!(CreateJob, |it|
    policy: it.policy,
    contents: it.contents,
    threshold: it.threshold,
    expedited: it.expedited,
    webhook: it.webhook,
);
