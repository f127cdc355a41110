//! Evaluates one piece of content with labels, without a policy.

mod answers;
mod asked;

use std::collections::HashSet;

use clavata_api::ResponseValue;
use clavata_api::contract::{
    EVALUATE_LABELS_REQUEST_LABEL_VERSION_IDS_MAX_ITEMS as MOST,
    EVALUATE_LABELS_REQUEST_LABEL_VERSION_IDS_MIN_ITEMS as LEAST,
};
use uuid::Uuid;

use crate::answered::Answered;
use crate::api::{EvaluateLabelsRequest, LabelEvalOptions};
use crate::client::Clavata;
use crate::content::Content;
use crate::error::Error;
use crate::shown::debug_fields;
use crate::{ids, metrics, operation, threshold};

pub use answers::LabelAnswers;

impl Clavata {
    /// Judges one piece of content with 1 to 10 published label versions in one call.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, versions: [uuid::Uuid; 2]) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::Content;
    ///
    /// let answers = clavata
    ///     .evaluate_labels(Content::text("You are a fool."), versions)
    ///     .threshold(0.6)
    ///     .send()
    ///     .await?;
    /// for answer in answers.iter() {
    ///     println!("{:?}: {}", answer.label_version_id(), answer.verdict());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn evaluate_labels(
        &self,
        content: Content,
        label_versions: impl IntoIterator<Item = Uuid>,
    ) -> EvaluateLabels {
        EvaluateLabels {
            clavata: self.clone(),
            content,
            versions: label_versions.into_iter().collect(),
            threshold: None,
            include_report: None,
            global_context: None,
            options: None,
        }
    }
}

/// A request to evaluate labels. It is sent by [`send`](Self::send).
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct EvaluateLabels {
    clavata: Clavata,
    content: Content,
    versions: Vec<Uuid>,
    threshold: Option<f64>,
    include_report: Option<bool>,
    global_context: Option<String>,
    options: Option<LabelEvalOptions>,
}

impl EvaluateLabels {
    /// Sets the lowest score that counts as a match, from 0 to 1. Default: the server's (0.5); 0 means
    /// the same.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Sets whether the answers contain the report of a label, with each of its rules. Default: no; they may then have
    /// no report, or one without rules. This is a preview feature of the gateway and may change.
    pub fn include_report(mut self, include: bool) -> Self {
        self.include_report = include.then_some(true);
        self
    }

    /// Sets a text that replaces the account's global context for this call.
    pub fn global_context(mut self, context: impl Into<String>) -> Self {
        self.global_context = Some(context.into());
        self
    }

    /// Sets advanced options: cache, precedence, bundles, stack. Default: the server's. A threshold in them must not
    /// differ from that of [`threshold`](Self::threshold).
    ///
    /// ```no_run
    /// # fn example(labels: clavata_api_ext::EvaluateLabels) -> clavata_api_ext::EvaluateLabels {
    /// use clavata_api_ext::api::LabelEvalOptions;
    ///
    /// labels.options(LabelEvalOptions::default().bypass_cache(true))
    /// # }
    /// ```
    pub fn options(mut self, options: LabelEvalOptions) -> Self {
        self.options = Some(options);
        self
    }

    /// Judges the content.
    ///
    /// It is billed, so it is retried only if the previous attempt was provably not carried out.
    ///
    /// # Errors
    ///
    /// Before anything is sent, [`Error::is_invalid_content`] if the content cannot be judged (see
    /// [`Content::check`]), and [`Error::is_not_built`] if there are not 1 to 10 label versions, one of them
    /// is there twice or all zeros, a threshold or the bundle size is out of range, or there are two thresholds that
    /// differ. After that, any error of a call, including
    /// [`Error::is_content_refused`]; [`Error::is_unreadable`] also if an answer belongs to no label version
    /// that was asked for.
    ///
    /// If a single label failed, or was evaluated with another version or threshold, the call does not
    /// fail: the label's [`LabelResult`](crate::LabelResult) says so, and is never clear.
    pub async fn send(self) -> Result<LabelAnswers, Error> {
        Box::pin(self.evaluate())
            .await
            .map(ResponseValue::into_inner)
    }

    /// Like [`send`](Self::send), but also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn with_response(self) -> Result<Answered<LabelAnswers>, Error> {
        let answer = Box::pin(self.evaluate()).await?;
        Ok(Answered::new(answer, &self.clavata.shared.keys))
    }

    async fn evaluate(&self) -> Result<ResponseValue<LabelAnswers>, Error> {
        self.check()?;
        let options = self.options.as_ref();
        let thresholds = [
            self.threshold,
            options.and_then(|options| options.threshold),
        ];
        let sent = self
            .clavata
            .call_checked(
                operation::EVALUATE_LABELS,
                |api| {
                    let request = self.request();
                    async move { api.evaluate_labels().body(request).send().await }
                },
                |answer| LabelAnswers::new(&self.versions, &thresholds, answer),
            )
            .await;
        match sent {
            Ok(answered) => Ok(answered.map(|mut answers| {
                for answer in answers.iter() {
                    metrics::answered(operation::EVALUATE_LABELS, || {
                        (answer.verdict(), Some(answer.usage()))
                    });
                }
                if answers.iter().any(|answer| answer.error().is_some()) {
                    answers.redact(&self.request(), &self.clavata);
                }
                answers
            })),
            Err(error) => Err(error.hiding(|| self.request())),
        }
    }

    fn check(&self) -> Result<(), Error> {
        let count = self.versions.len();
        if !(LEAST..=MOST).contains(&count) {
            return Err(Error::not_built(format!(
                "there are {count} label versions: a call takes {LEAST} to {MOST}"
            )));
        }
        for version in &self.versions {
            ids::check(*version, "a label version")?;
        }
        let mut seen = HashSet::new();
        if let Some(twice) = self.versions.iter().find(|version| !seen.insert(**version)) {
            return Err(Error::not_built(format!(
                "the label version {twice} is given twice"
            )));
        }
        threshold::check(self.threshold)?;
        if let Some(options) = &self.options {
            threshold::check(options.threshold)?;
            if let (Some(one), Some(other)) = (self.threshold, options.threshold)
                && (one - other).abs() > 0.0
            {
                return Err(Error::not_built(format!(
                    "the thresholds {one} and {other}, of the call and of its options, differ"
                )));
            }
            if options.bundle_size.is_some_and(|size| size < 1) {
                return Err(Error::not_built("the bundle size must be at least 1"));
            }
        }
        self.content.check()
    }

    fn request(&self) -> EvaluateLabelsRequest {
        EvaluateLabelsRequest::default()
            .content_data(self.content.to_data())
            .label_version_ids(self.versions.clone())
            .threshold(self.threshold)
            .include_evaluation_report(self.include_report)
            .global_context(self.global_context.clone())
            .label_eval_options(self.options.clone())
    }
}

debug_fields!(EvaluateLabels, |it|
    content: it.content,
    versions: it.versions,
    threshold: it.threshold,
    options: it.options,
);
