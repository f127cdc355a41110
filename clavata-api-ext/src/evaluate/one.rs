//! Evaluating one piece of content.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use uuid::Uuid;

use super::evaluated::Evaluated;
use super::request::Evaluate;
use crate::Verdict;
use crate::answered::Answered;
use crate::client::Clavata;
use crate::content::Content;
use crate::error::Error;

impl Clavata {
    /// Judges one piece of content, within the total bound of a call. Await it.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Content, Verdict};
    ///
    /// let answer = clavata.evaluate_one(policy, Content::text("hello")).threshold(0.7).await?;
    /// match answer.verdict() {
    ///     Verdict::Clear => println!("publish it"),
    ///     Verdict::Flagged => println!("keep it out: {:?}", answer.actions()),
    ///     Verdict::Undetermined(reason) => println!("ask a person: {reason}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Evaluate::send`] and [`Evaluation::next`](super::Evaluation::next). An error is never
    /// a pass.
    pub fn evaluate_one(&self, policy: Uuid, content: Content) -> EvaluateOne {
        EvaluateOne(self.evaluate(policy, [content]))
    }
}

/// An evaluation of one piece of content that has not been sent yet. Await it to send it.
#[must_use = "nothing is sent before `await`"]
pub struct EvaluateOne(Evaluate);

impl EvaluateOne {
    /// As [`Evaluate::threshold`].
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.0 = self.0.threshold(threshold);
        self
    }

    /// As [`Evaluate::policy_version`].
    pub fn policy_version(mut self, version: Uuid) -> Self {
        self.0 = self.0.policy_version(version);
        self
    }

    /// As [`Evaluate::expedited`].
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.0 = self.0.expedited(expedited);
        self
    }

    /// As [`Evaluate::include_report`].
    pub fn include_report(mut self, include: bool) -> Self {
        self.0 = self.0.include_report(include);
        self
    }

    /// As [`Evaluate::option`].
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0 = self.0.option(name, value);
        self
    }

    /// As [`Content::with_metadata`].
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let content = self.0.contents.pop();
        let content = content.map(|content| content.with_metadata(key, value));
        self.0.contents.extend(content);
        self
    }

    /// Judges it, and returns the answer with the head of its stream.
    ///
    /// # Errors
    ///
    /// Those of [`Clavata::evaluate_one`].
    pub async fn with_response(mut self) -> Result<Answered<Evaluated>, Error> {
        // The total of a call bounds the whole stream, which has one answer.
        let timeouts = self.0.clavata.timeouts;
        if let Some(total) = timeouts.total() {
            let total = timeouts
                .stream_total()
                .map_or(total, |whole| whole.min(total));
            self.0.clavata = self
                .0
                .clavata
                .with_timeouts(timeouts.with_stream_total(total));
        }
        answer(self.0).await
    }
}

impl IntoFuture for EvaluateOne {
    type Output = Result<Evaluated, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.with_response().await.map(Answered::into_inner) })
    }
}

/// The worst answer for the one input.
async fn answer(request: Evaluate) -> Result<Answered<Evaluated>, Error> {
    let mut evaluation = request.send().await?;
    // An answer that comes again is worse than the one before.
    let mut found: Option<Evaluated> = None;
    loop {
        match evaluation.next().await {
            Ok(Some(answer)) => found = Some(answer),
            Ok(None) => break,
            Err(error) if error.is_content_refused() => return Err(error),
            // A flagged answer stands, whatever else went wrong.
            Err(error) => match found.filter(|found| found.verdict() == Verdict::Flagged) {
                Some(flagged) => return Ok(evaluation.answered(flagged)),
                None => return Err(error),
            },
        }
    }
    let found = found.ok_or_else(|| Error::unreadable("it holds no result"))?;
    Ok(evaluation.answered(found))
}

impl fmt::Debug for EvaluateOne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EvaluateOne").field(&self.0).finish()
    }
}
