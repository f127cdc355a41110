//! Evaluates more inputs than fit in one request.

use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::answer::Answer;
use super::chunk::Chunk;
use super::course::Course;
use super::evaluated::Evaluated;
use super::request::Evaluate;
use super::watcher::Watcher;
use crate::Usage;
use crate::client::Clavata;
use crate::content::Content;
use crate::error::Error;
use crate::shown::debug_fields;

impl Clavata {
    /// Judges any number of inputs: splits them into requests, sends several concurrently, and
    /// returns exactly one answer per input, with its index, as it arrives.
    ///
    /// A slow request does not delay the others, unless you ask for the answers
    /// [in order](EvaluateAll::in_order). Memory use is constant: inputs are read only as you take answers.
    ///
    /// If all requests that ran together fail, and then another one, each of the next ones waits first, for a pause of
    /// the [`RetryPolicy`](crate::RetryPolicy) or a `Retry-After`, until one succeeds. So a short outage fails few
    /// inputs. All inputs that are left fail at once after a rejected key, an exhausted quota or a policy that does not
    /// exist, and if errors that do not pass are all that comes, or come time after time and may be billed or say that
    /// something does not exist.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) {
    /// use clavata_api_ext::{Answer, Content, Decision};
    ///
    /// let inputs = futures_util::stream::iter((0..100_000).map(|n| Content::text(format!("text {n}"))));
    /// let mut answers = clavata.evaluate_all(policy, inputs);
    /// while let Some((input, answer)) = answers.next().await {
    ///     println!("{input}: {:?}", answer.decide_or(Decision::Review));
    /// }
    /// # }
    /// ```
    pub fn evaluate_all<S>(&self, policy: Uuid, inputs: S) -> EvaluateAll
    where
        S: Stream<Item = Content> + Send + 'static,
    {
        EvaluateAll {
            request: self.evaluate(policy, []),
            watcher: Watcher::default(),
            concurrency: 8,
            request_size: 16,
            in_order: false,
            inputs: Some(inputs.boxed()),
            running: None,
            usage: Usage::default(),
        }
    }
}

/// What all requests of an evaluation have in common.
pub(super) struct Settings {
    /// A request without content.
    pub(super) request: Evaluate,
    pub(super) watcher: Watcher,
}

/// If answers come in order, up to this many times `concurrency` requests may run or wait to be returned.
const WINDOW: usize = 8;

type Answers = Pin<Box<dyn Stream<Item = (usize, Answer)> + Send>>;

/// An evaluation of many inputs, returned by [`Clavata::evaluate_all`]. It starts with the first
/// [`next`](Self::next).
#[must_use = "nothing is sent before `next`"]
pub struct EvaluateAll {
    request: Evaluate,
    watcher: Watcher,
    concurrency: usize,
    request_size: usize,
    in_order: bool,
    inputs: Option<Pin<Box<dyn Stream<Item = Content> + Send>>>,
    running: Option<Answers>,
    usage: Usage,
}

impl EvaluateAll {
    /// Sets the number of concurrent requests. Default: 8; at least 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// Sets the most inputs per request. Default: 16; at least 1, at most 1,024.
    pub fn request_size(mut self, inputs: usize) -> Self {
        self.request_size = inputs.clamp(1, 1024);
        self
    }

    /// Returns the answers in the order of the inputs. Default: as they arrive.
    ///
    /// While one request is slow, later ones continue, until eight times
    /// [`concurrency`](Self::concurrency) requests are running or waiting to be returned.
    pub fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// Sets the lowest score at which a label is true, from 0 to 1. Default: the server's.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.request = self.request.threshold(threshold);
        self
    }

    /// Requires a version of the policy: an answer from another version, or without a version, does not
    /// count. The version is not sent; the gateway always uses the newest.
    pub fn policy_version(mut self, version: Uuid) -> Self {
        self.request = self.request.policy_version(version);
        self
    }

    /// Sets whether to ask for priority over other work. Default: no.
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.request = self.request.expedited(expedited);
        self
    }

    /// See [`Evaluate::include_report`].
    pub fn include_report(mut self, include: bool) -> Self {
        self.request = self.request.include_report(include);
        self
    }

    /// Sets a callback for each answer as it arrives, in any order, for example to record what has been
    /// billed.
    ///
    /// The answer does not count yet: [`next`](Self::next) returns the final one, which may be worse if
    /// the rest of its request contradicts it. The callback also gets answers that do not name their input;
    /// these have no index.
    pub fn watched_by(mut self, watch: impl Fn(&Evaluated) + Send + Sync + 'static) -> Self {
        self.watcher.answers = Some(Arc::new(watch));
        self
    }

    /// Sets a callback for each refusal as it arrives, so that none is lost if you stop before [`next`](Self::next)
    /// returns it. It gets the index of the input if that was sent alone. Otherwise the refusal is about one or more
    /// inputs of a request, which are sent again, so it may come again. Only the first 100 refusals of a response are
    /// passed to it.
    pub fn refusals_watched_by(
        mut self,
        watch: impl Fn(Option<usize>, &Error) + Send + Sync + 'static,
    ) -> Self {
        self.watcher.refusals = Some(Arc::new(watch));
        self
    }

    /// Returns the next answer with the index of its input, from 0. `None` after the last input.
    pub async fn next(&mut self) -> Option<(usize, Answer)> {
        if let Some(inputs) = self.inputs.take() {
            self.running = Some(self.start(inputs));
        }
        let answer = self.running.as_mut()?.next().await?;
        if let (_, Answer::Evaluated(evaluated)) = &answer {
            self.usage += evaluated.usage();
        }
        Some(answer)
    }

    /// The total usage of the answers that [`next`](Self::next) has returned so far.
    ///
    /// Not included, although they may have been billed: inputs that were refused or failed, and repeated
    /// requests.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Turns it into a `Stream` of answers.
    pub fn into_stream(self) -> impl Stream<Item = (usize, Answer)> + Send + Unpin + 'static {
        Box::pin(futures_util::stream::unfold(self, |mut all| async move {
            let answer = all.next().await?;
            Some((answer, all))
        }))
    }

    fn start(&self, inputs: Pin<Box<dyn Stream<Item = Content> + Send>>) -> Answers {
        let settings = Arc::new(Settings {
            request: self.request.for_contents([]),
            watcher: self.watcher.clone(),
        });
        let course = Arc::new(Course::new(self.concurrency));
        let begin = course.clone();
        let permits = self.concurrency.min(Semaphore::MAX_PERMITS);
        let permits = Arc::new(Semaphore::new(permits));
        let requests = inputs
            // Send what is ready at once, without waiting for a slow source.
            .ready_chunks(self.request_size)
            .scan(0, |next, contents| {
                let first = *next;
                *next += contents.len();
                std::future::ready(Some((first, contents)))
            })
            // Acquired before more inputs are read, so that only answers wait to be returned, not inputs.
            .then(move |(first, contents)| {
                let (permits, course) = (permits.clone(), begin.clone());
                async move {
                    let permit = permits.acquire_owned().await;
                    course.begin().await;
                    (permit, first, contents)
                }
            })
            .map(move |(permit, first, contents)| {
                let chunk = Chunk::new(settings.clone(), course.clone(), first, contents);
                async move {
                    let answers = chunk.judge().await;
                    drop(permit);
                    answers
                }
            });
        if self.in_order {
            let window = self.concurrency.saturating_mul(WINDOW);
            let answers = requests.buffered(window);
            answers.flat_map(futures_util::stream::iter).boxed()
        } else {
            let answers = requests.buffer_unordered(self.concurrency);
            answers.flat_map(futures_util::stream::iter).boxed()
        }
    }
}

debug_fields!(EvaluateAll, |it|
    concurrency: it.concurrency,
    request_size: it.request_size,
    in_order: it.in_order,
);
