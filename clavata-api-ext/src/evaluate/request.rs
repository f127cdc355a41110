//! The request for an evaluation.

use std::sync::Arc;

use uuid::Uuid;

use super::asked::Asked;
use super::evaluated::Evaluated;
use super::ledger::Ledger;
use super::stream::Evaluation;
use crate::api::{EvaluateRequest, JobOptions};
use crate::client::{Cache, Clavata};
use crate::content::Content;
use crate::error::Error;
use crate::retry::Clock;
use crate::shown::debug_fields;
use crate::{Metadata, ids, operation, threshold};

impl Clavata {
    /// Judges content with a policy in one request, and returns each answer as soon as it arrives.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::Content;
    ///
    /// let contents = vec![Content::text("first"), Content::text("second")];
    /// let mut evaluation = clavata.evaluate(policy, contents).send().await?;
    /// while let Some(answer) = evaluation.next().await? {
    ///     println!("input {:?} is {}", answer.input(), answer.verdict().as_str());
    /// }
    /// // Now every input has an answer: an early end would have been an error.
    /// # Ok(())
    /// # }
    /// ```
    pub fn evaluate(&self, policy: Uuid, contents: impl IntoIterator<Item = Content>) -> Evaluate {
        Evaluate {
            clavata: self.clone(),
            asked: Asked {
                policy,
                version: None,
                threshold: None,
            },
            contents: contents.into_iter().collect(),
            expedited: None,
            include_report: None,
            options: None,
            marks: None,
            refusals: None,
        }
    }
}

/// A request to evaluate content. It is sent by [`send`](Self::send).
#[must_use = "nothing is sent before `send`"]
pub struct Evaluate {
    pub(super) clavata: Clavata,
    asked: Asked,
    pub(super) contents: Vec<Content>,
    expedited: Option<bool>,
    include_report: Option<bool>,
    options: Option<JobOptions>,
    /// The number that marks each content, in ascending order. Default: from 0.
    marks: Option<Vec<usize>>,
    /// The caller's callback for each refusal.
    refusals: Option<Arc<WatchRefusals>>,
}

type WatchRefusals = dyn Fn(&Error) + Send + Sync;

impl Evaluate {
    /// Sets the numbers that mark each piece of content, in ascending order, so that requests of the same evaluation do not
    /// use the same.
    pub(super) fn marked(mut self, marks: impl Iterator<Item = usize>) -> Self {
        self.marks = Some(marks.collect());
        self
    }

    /// Sets the lowest score at which a label is true, from 0 to 1. Default: the server's (0.5); 0 means
    /// the same.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.asked.threshold = Some(threshold);
        self
    }

    /// Requires a version of the policy: an answer from another version, or without a version, does not
    /// count. The version is not sent; the gateway always uses the newest.
    pub fn policy_version(mut self, version: Uuid) -> Self {
        self.asked.version = Some(version);
        self
    }

    /// Sets whether to ask for priority over other work. Default: no.
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.expedited = expedited.then_some(true);
        self
    }

    /// Sets whether the answers report each rule of a label. Default: no; then they may leave out the
    /// rules. This is a preview feature of the gateway and may change.
    pub fn include_report(mut self, include: bool) -> Self {
        self.include_report = include.then_some(true);
        self
    }

    /// Sets an option of the evaluation, by the vendor's name.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options
            .get_or_insert_default()
            .options
            .insert(name.into(), value.into());
        self
    }

    /// Sets a callback for each new refusal, of the first 100 of a stream, as [`Evaluation::next`] reads it, so that none is lost if you stop before
    /// it returns it, which is at the end of the stream. Refusals that `send` and `resume` return are shown as well.
    pub fn refusals_watched_by(mut self, watch: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        self.refusals = Some(Arc::new(watch));
        self
    }

    pub(super) fn is_watched(&self) -> bool {
        self.refusals.is_some()
    }

    /// Shows a refusal to the caller.
    pub(super) fn show_refusal(&self, error: &Error) {
        if let Some(watch) = &self.refusals {
            watch(error);
        }
    }

    /// The same request for other content.
    pub(super) fn for_contents(&self, contents: impl IntoIterator<Item = Content>) -> Self {
        Self {
            clavata: self.clavata.clone(),
            contents: contents.into_iter().collect(),
            options: self.options.clone(),
            marks: None,
            refusals: self.refusals.clone(),
            ..*self
        }
    }

    /// The cache, if there is one and it may answer this request, and the request's key in it.
    pub(super) fn question(&self) -> Option<(Cache, u128)> {
        let cache = self.clavata.shared.cache.clone()?;
        let content = self.contents.first()?.bytes()?;
        let fields = self.clavata.fields.as_map();
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k, v.to_string())).collect();
        let options = self.options.as_ref().map(|options| &options.options);
        let Asked {
            policy,
            version,
            threshold,
        } = self.asked;
        let threshold = threshold.map(f64::to_bits);
        // A live call does not wait for the answer of a backfill.
        let first = self.clavata.priority;
        let settings = (policy, version, threshold, self.include_report, first);
        let question = cache.keyed.of(&(settings, options, fields, content));
        Some((cache, question))
    }

    /// Sends the request, and retries transient failures until the response begins.
    ///
    /// Every input that an attempt judged is billed, even if its answer never arrived;
    /// [`Error::may_have_been_billed`] says whether that is possible.
    ///
    /// # Errors
    ///
    /// Before anything is sent, [`Error::is_invalid_content`] if content cannot be judged (see
    /// [`Content::check`]), and [`Error::is_not_built`] if there is no content, the policy id is all zeros,
    /// or the threshold is out of range. After that, any error of a call, including
    /// [`Error::is_content_refused`] if the gateway refuses content before its first answer.
    pub async fn send(mut self) -> Result<Evaluation, Error> {
        if self.contents.is_empty() {
            return Err(Error::not_built("there is no content to evaluate"));
        }
        ids::check(self.asked.policy, "the policy")?;
        threshold::check(self.asked.threshold)?;
        let marks = self.marks.take();
        let marks = marks.unwrap_or_else(|| (0..self.contents.len()).collect());
        Box::pin(self.open(Ledger::of(marks))).await
    }

    /// Sends the inputs that have no answer yet.
    pub(super) async fn open(self, mut ledger: Ledger) -> Result<Evaluation, Error> {
        ledger.ask();
        for input in ledger.completeness().unanswered() {
            self.contents[input].check()?;
        }
        let timeouts = self.clavata.timeouts;
        // The limit of the stream begins with the request.
        let stream = Clock::start(timeouts.stream_total());
        let opened = self
            .clavata
            .open_stream(operation::EVALUATE, stream, |api| {
                // Built for each attempt, so that no copy of the content waits for a retry.
                let request = self.request(&ledger, ledger.completeness().unanswered());
                async move { api.evaluate().body(request).send().await }
            })
            .await;
        match opened {
            Ok(answer) => Ok(Evaluation::new(self, ledger, *answer, stream)),
            Err(error) => {
                let error = self.redact_in(error, &ledger);
                if let Some(refusals) = error.refusals() {
                    ledger.refuse(refusals);
                }
                let error = error.with_completeness(ledger.completeness());
                if error.is_content_refused() {
                    self.show_refusal(&error);
                }
                Err(error)
            }
        }
    }

    /// Records an answer; `None` if it is not new.
    pub(super) fn enter(&self, ledger: &mut Ledger, answer: Evaluated) -> Option<Evaluated> {
        ledger.enter(answer, &self.asked, &self.contents)
    }

    /// Masks parts of the content that an error in the stream repeats.
    pub(super) fn redact_in(&self, error: Error, ledger: &Ledger) -> Error {
        error.hiding(|| self.request(ledger, 0..self.contents.len()))
    }

    /// The request body for these inputs, each with its mark.
    fn request(&self, ledger: &Ledger, inputs: impl Iterator<Item = usize>) -> EvaluateRequest {
        let content_data = inputs.map(|input| {
            let mut data = self.contents[input].to_data();
            let mark = ledger.mark(input).to_string();
            data.metadata.insert(Metadata::INPUT_KEY.to_owned(), mark);
            data
        });
        EvaluateRequest::default()
            .content_data(content_data.collect::<Vec<_>>())
            .policy_id(self.asked.policy)
            .threshold(self.asked.threshold)
            .expedited(self.expedited)
            .include_evaluation_report(self.include_report)
            .options(self.options.clone())
    }
}

debug_fields!(Evaluate, |it|
    policy: it.asked.policy,
    contents: it.contents.len(),
    threshold: it.asked.threshold,
);
