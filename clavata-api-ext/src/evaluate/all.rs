//! Evaluates more content than one request should hold.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::chunk::Chunk;
use super::evaluated::Evaluated;
use super::request::Evaluate;
use crate::client::Clavata;
use crate::content::Content;
use crate::error::Error;
use crate::{Decision, Usage};

impl Clavata {
    /// Judges any number of inputs: splits them into requests, runs some of them side by side, and
    /// returns exactly one answer per input with its number, as they come. A slow request holds up no
    /// other; [`EvaluateAll::in_order`] waits for it.
    ///
    /// Memory use is constant: it reads inputs only as you take answers.
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
            settings: Settings {
                clavata: self.clone(),
                policy,
                version: None,
                threshold: None,
                expedited: false,
                include_report: false,
                watcher: Watcher::default(),
            },
            concurrency: 8,
            request_size: 16,
            in_order: false,
            inputs: Some(inputs.boxed()),
            running: None,
            usage: Usage::default(),
        }
    }
}

/// The one answer for one input of [`Clavata::evaluate_all`].
#[derive(Debug)]
pub enum Answer {
    /// It was judged.
    Evaluated(Box<Evaluated>),
    /// The gateway refused this content. [`Error::refusals`] says why, if that can be read.
    Refused(Box<Error>),
    /// It could not be judged, and has not passed. Inputs that failed together share the error: if
    /// that is a [refusal](Error::refusals), asking again did not show which of them it is about;
    /// if it is [unreadable](Error::is_unreadable), the answers of their request may contradict
    /// each other, be too many, or not say which input they are about. With any error, each input may have had
    /// an answer; none that could pass counts then.
    Failed(Arc<Error>),
}

impl Answer {
    /// What to do with the content: as [`Verdict::decide_or`](crate::Verdict::decide_or). Refused or
    /// possibly refused content is blocked; what failed otherwise is undetermined.
    pub fn decide_or(&self, undetermined: Decision) -> Decision {
        match self {
            Self::Evaluated(evaluated) => evaluated.verdict().decide_or(undetermined),
            Self::Refused(_) => Decision::Block,
            Self::Failed(error) if error.is_content_refused() => Decision::Block,
            Self::Failed(_) => undetermined,
        }
    }
}

/// What every request of an evaluation has in common.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) clavata: Clavata,
    policy: Uuid,
    version: Option<Uuid>,
    threshold: Option<f64>,
    expedited: bool,
    include_report: bool,
    pub(super) watcher: Watcher,
}

impl Settings {
    pub(super) fn request(&self, contents: impl IntoIterator<Item = Content>) -> Evaluate {
        let request = self.clavata.evaluate(self.policy, contents);
        let mut request = request
            .expedited(self.expedited)
            .include_report(self.include_report);
        if let Some(version) = self.version {
            request = request.policy_version(version);
        }
        if let Some(threshold) = self.threshold {
            request = request.threshold(threshold);
        }
        request
    }
}

/// Called with each answer before it counts.
#[derive(Clone, Default)]
pub(super) struct Watcher(Option<Arc<Watch>>);

type Watch = dyn Fn(&Evaluated) + Send + Sync;

impl Watcher {
    pub(super) fn show(&self, answer: &Evaluated) {
        if let Some(watch) = &self.0 {
            watch(answer);
        }
    }
}

/// The error that ends everything, such as a wrong key or an exhausted quota.
pub(super) type StoppedBy = Arc<OnceLock<Arc<Error>>>;

/// How many times `concurrency` requests may wait for their turn if answers come in order.
const WINDOW: usize = 8;

type Answers = Pin<Box<dyn Stream<Item = (usize, Answer)> + Send>>;

/// An evaluation of many inputs. It begins with the first [`next`](Self::next).
#[must_use = "nothing is sent before `next`"]
pub struct EvaluateAll {
    settings: Settings,
    concurrency: usize,
    request_size: usize,
    in_order: bool,
    inputs: Option<Pin<Box<dyn Stream<Item = Content> + Send>>>,
    running: Option<Answers>,
    usage: Usage,
}

impl EvaluateAll {
    /// The number of concurrent requests. Default 8, at least 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// The most inputs in one request. Default 16, at least 1, at most 1,024.
    pub fn request_size(mut self, inputs: usize) -> Self {
        self.request_size = inputs.clamp(1, 1024);
        self
    }

    /// Returns answers in the order of the inputs. Default: as they come.
    ///
    /// Requests go on behind a slow one, until eight times [`concurrency`](Self::concurrency)
    /// requests are under way or have answers that wait for their turn.
    pub fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// The lowest score at which a label is true: 0 to 1. Default: the server's.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.settings.threshold = Some(threshold);
        self
    }

    /// The required version of the policy. An answer from another version, or without a version,
    /// does not count. It is not sent: the gateway always uses the newest.
    pub fn policy_version(mut self, version: Uuid) -> Self {
        self.settings.version = Some(version);
        self
    }

    /// Whether to ask for priority over other work. Default: no.
    pub fn expedited(mut self, expedited: bool) -> Self {
        self.settings.expedited = expedited;
        self
    }

    /// As [`Evaluate::include_report`].
    pub fn include_report(mut self, include: bool) -> Self {
        self.settings.include_report = include;
        self
    }

    /// Calls you with each answer as it arrives, in any order, to keep what has been billed.
    ///
    /// It does not count yet: [`next`](Self::next) returns the final answer, which may be worse if
    /// the rest of its request contradicts it. An answer that does not name its input is
    /// passed as well, without a number.
    pub fn watched_by(mut self, watch: impl Fn(&Evaluated) + Send + Sync + 'static) -> Self {
        self.settings.watcher = Watcher(Some(Arc::new(watch)));
        self
    }

    /// The next answer with the number of its input, counted from 0; `None` after the last input.
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

    /// What the answers that [`next`](Self::next) returned so far cost together. Inputs that were refused or failed
    /// are not in it, and may have been billed too, as may what was asked for again.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// The answers as a `Stream`.
    pub fn into_stream(self) -> impl Stream<Item = (usize, Answer)> + Send + Unpin + 'static {
        Box::pin(futures_util::stream::unfold(self, |mut all| async move {
            let answer = all.next().await?;
            Some((answer, all))
        }))
    }

    fn start(&self, inputs: Pin<Box<dyn Stream<Item = Content> + Send>>) -> Answers {
        let settings = self.settings.clone();
        let stop = StoppedBy::default();
        let permits = self.concurrency.min(Semaphore::MAX_PERMITS);
        let permits = Arc::new(Semaphore::new(permits));
        let requests = inputs
            // What is ready goes out at once: a slow source is not waited for.
            .ready_chunks(self.request_size)
            .scan(0, |next, contents| {
                let first = *next;
                *next += contents.len();
                std::future::ready(Some((first, contents)))
            })
            // Before more inputs are read, so that what waits for its turn are answers alone.
            .then(move |(first, contents)| {
                let permits = permits.clone();
                async move { (permits.acquire_owned().await, first, contents) }
            })
            .map(move |(permit, first, contents)| {
                let chunk = Chunk::new(settings.clone(), stop.clone(), first, contents);
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

impl fmt::Debug for EvaluateAll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EvaluateAll")
            .field("concurrency", &self.concurrency)
            .field("request_size", &self.request_size)
            .field("in_order", &self.in_order)
            .finish_non_exhaustive()
    }
}
