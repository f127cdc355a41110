//! Evaluates one piece of content.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use uuid::Uuid;

use super::evaluated::Evaluated;
use super::request::Evaluate;
use crate::Verdict;
use crate::answered::Answered;
use crate::client::{Cache, Clavata};
use crate::content::Content;
use crate::deadline::by;
use crate::error::{Error, Facts, seconds};
use crate::retry::Clock;
use crate::{metrics, operation};

impl Clavata {
    /// Judges one piece of content. Await it to send the request.
    ///
    /// The whole evaluation is limited by the [total timeout](crate::Timeouts) of a call.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Content, Verdict};
    ///
    /// let answer = clavata.evaluate_one(policy, Content::text("hello")).threshold(0.7).await?;
    /// match answer.verdict() {
    ///     Verdict::Clear => println!("publish it"),
    ///     Verdict::Flagged => println!("keep it out: {}", answer.actions().join("; ")),
    ///     Verdict::Undetermined(reason) => println!("ask a person: {reason}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Evaluate::send`] and [`Evaluation::next`](super::Evaluation::next). After an error, the content
    /// has not passed. If the content is flagged, the answer is returned whatever else went wrong, except for a
    /// refusal.
    pub fn evaluate_one(&self, policy: Uuid, content: Content) -> EvaluateOne {
        EvaluateOne(self.evaluate(policy, [content]))
    }
}

/// A request to evaluate one piece of content. It is sent when you await it.
#[derive(Debug)]
#[must_use = "nothing is sent before `await`"]
pub struct EvaluateOne(Evaluate);

impl EvaluateOne {
    /// See [`Evaluate::threshold`].
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.0 = self.0.threshold(threshold);
        self
    }

    /// See [`Evaluate::policy_version`].
    pub fn policy_version(mut self, version: Uuid) -> Self {
        self.0 = self.0.policy_version(version);
        self
    }

    /// See [`Evaluate::expedited`].
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.0 = self.0.expedited(expedited);
        self
    }

    /// See [`Evaluate::include_report`].
    pub fn include_report(mut self, include: bool) -> Self {
        self.0 = self.0.include_report(include);
        self
    }

    /// See [`Evaluate::option`].
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0 = self.0.option(name, value);
        self
    }

    /// See [`Content::with_metadata`].
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let content = self.0.contents.pop();
        let content = content.map(|content| content.with_metadata(key, value));
        self.0.contents.extend(content);
        self
    }

    /// Judges it, and also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`Clavata::evaluate_one`].
    pub async fn with_response(self) -> Result<Answered<Evaluated>, Error> {
        if let Some((cache, question)) = self.0.question() {
            return Box::pin(recall(self.0, &cache, question)).await;
        }
        let total = self.0.clavata.timeouts.total();
        Ok(Box::pin(answer(within(self.0, total))).await?.answered)
    }
}

impl IntoFuture for EvaluateOne {
    type Output = Result<Evaluated, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { Ok(self.with_response().await?.into_inner()) })
    }
}

/// Limits the whole stream, which has one answer, by the total of the call.
fn within(mut request: Evaluate, total: Option<Duration>) -> Evaluate {
    if let Some(left) = total {
        let timeouts = request.clavata.timeouts.with_total(left);
        let whole = timeouts
            .stream_total()
            .map_or(left, |whole| whole.min(left));
        request.clavata = request
            .clavata
            .with_timeouts(timeouts.with_stream_total(whole));
    }
    request
}

/// Returns the cached answer, or asks for one and may cache it.
async fn recall(
    request: Evaluate,
    cache: &Cache,
    question: u128,
) -> Result<Answered<Evaluated>, Error> {
    let content = &request.contents[0];
    content.check()?;
    let mut left = request.clavata.timeouts.total();
    let clock = Clock::start(left);
    let known = by(clock.deadline(), cache.store.get(question)).await;
    let known = known.ok_or_else(|| waited(&request.clavata, clock))?;
    if clock.elapsed() > Duration::from_millis(1) {
        left = clock.left();
    }
    metrics::recalled(known.is_ok());
    let task = match known {
        Ok(known) => return Ok(known.map(|known| known.recalled(content.metadata()))),
        Err(task) => task,
    };
    match answer(within(request, left)).await {
        Ok(found) => {
            let kept = found.answered.to_remember().filter(|_| found.is_alone);
            match kept {
                Some(kept) => task.found(&found.answered.clone().map(|_| kept)),
                None => task.none(),
            }
            Ok(found.answered)
        }
        Err(error) => {
            task.none();
            Err(error)
        }
    }
}

fn waited(clavata: &Clavata, clock: Clock) -> Error {
    let total = seconds(clock.total().unwrap_or_default());
    let what = format!("another call for the same content got no answer within the call's {total}");
    let error = Error::out_of_time(what).of_call(Facts {
        elapsed: clock.elapsed(),
        ..Facts::of(operation::EVALUATE)
    });
    error.at(&clavata.shared.host)
}

/// The worst answer for the input.
struct Found {
    answered: Answered<Evaluated>,
    /// Whether there was nothing else: no other answer and no error.
    is_alone: bool,
}

async fn answer(request: Evaluate) -> Result<Found, Error> {
    let mut evaluation = request.send().await?;
    let mut found: Option<Evaluated> = None;
    let mut is_alone = true;
    loop {
        match evaluation.next().await {
            Ok(Some(answer)) => match &found {
                // A better answer, such as a stray, does not replace a worse one.
                Some(found) if !answer.verdict().is_worse_than(&found.verdict()) => {
                    is_alone = false;
                }
                _ => is_alone &= found.replace(answer).is_none(),
            },
            Ok(None) => break,
            Err(error) if error.is_content_refused() => return Err(error),
            // A flagged answer stands, whatever else went wrong.
            Err(error) => match &found {
                Some(found) if found.verdict() == Verdict::Flagged => {
                    is_alone = false;
                    break;
                }
                _ => return Err(error),
            },
        }
    }
    let found = found.ok_or_else(|| Error::unreadable("it contains no result"))?;
    Ok(Found {
        is_alone: is_alone && !evaluation.ledger().has_repeats(),
        answered: evaluation.answered(found),
    })
}
