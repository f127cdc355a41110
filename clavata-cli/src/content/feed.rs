//! Content as a stream that is read as needed, for inputs that may not fit in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clavata_api_ext::Content;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::lines::Lines;
use super::one;
use crate::archive::{Keeper, Key};
use crate::arguments::{ContentArguments, Given};
use crate::exit::Failure;

/// How many inputs with an archived answer may wait to be shown.
const KNOWN: usize = 64;

/// The arguments that have not been read yet.
pub(crate) struct Feed {
    given: VecDeque<Given>,
    lines: Option<Lines>,
    /// The number of inputs so far, including those that could not be sent.
    inputs: usize,
    keeper: Option<Keeper>,
    known: Sender<(usize, Key)>,
    log: Log,
}

/// The sources of sent content, and the inputs that could not be sent.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Logged>>);

#[derive(Default)]
struct Logged {
    /// The pieces of content that were sent and are not settled, in order.
    sent: VecDeque<Sent>,
    /// The number of pieces of content that are settled.
    settled: usize,
    /// The inputs that could not be sent, each with its number and the reason.
    problems: Vec<(usize, String)>,
    /// The number of inputs that were sent although the archive has answers.
    again: u64,
}

/// An input that was sent.
#[derive(Default)]
pub(crate) struct Sent {
    /// Its number, from 0.
    pub(crate) input: usize,
    /// Its source.
    pub(crate) place: String,
    /// The question under which the archive keeps its answer.
    pub(crate) question: Option<Key>,
}

impl Log {
    fn logged(&self) -> MutexGuard<'_, Logged> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The input that is settled next. Inputs are settled in order.
    pub(crate) fn next(&self) -> Sent {
        let mut logged = self.logged();
        logged.settled += 1;
        logged.sent.pop_front().unwrap_or_default()
    }

    /// The number and the question of a piece of content that was sent and is not settled.
    pub(crate) fn input_of(&self, content: usize) -> Option<(usize, Option<Key>)> {
        let logged = self.logged();
        let sent = logged.sent.get(content.checked_sub(logged.settled)?)?;
        Some((sent.input, sent.question))
    }

    /// The number of pieces of content that were sent and are not settled.
    pub(crate) fn unsettled(&self) -> usize {
        self.logged().sent.len()
    }

    /// Takes the inputs that could not be sent since the last call.
    pub(crate) fn problems(&self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.logged().problems)
    }

    /// The number of inputs that were sent although the archive has answers.
    pub(crate) fn again(&self) -> u64 {
        self.logged().again
    }
}

impl Feed {
    /// Also returns a channel of the inputs whose answers are in the archive, each with its number and question.
    pub(crate) fn new(
        arguments: ContentArguments,
        keeper: Option<Keeper>,
    ) -> (Self, Log, Receiver<(usize, Key)>) {
        let log = Log::default();
        let (known, answered) = channel(KNOWN);
        let feed = Self {
            given: arguments.given.into(),
            lines: None,
            inputs: 0,
            keeper,
            known,
            log: log.clone(),
        };
        (feed, log, answered)
    }

    pub(crate) fn into_stream(self) -> impl Stream<Item = Content> + Send + 'static {
        unfold(self, |mut feed| async move {
            let content = feed.next().await?;
            Some((content, feed))
        })
    }

    /// The next piece of content to send. Passes on inputs whose answer is in the archive, and continues.
    async fn next(&mut self) -> Option<Content> {
        loop {
            let (content, place) = self.next_valid().await?;
            let question = self
                .keeper
                .as_ref()
                .and_then(|keeper| keeper.question(&content));
            if let (Some(keeper), Some(question)) = (&self.keeper, question)
                && question.is_lasting
                && keeper.archive.knows(question.key)
            {
                if keeper.resumes() {
                    // If the receiver is gone, the command has ended.
                    let _ = self.known.send((self.inputs, question.key)).await;
                    self.inputs += 1;
                    continue;
                }
                self.log.logged().again += 1;
            }
            let input = self.inputs;
            self.inputs += 1;
            self.log.logged().sent.push_back(Sent {
                input,
                place,
                question: question.map(|question| question.key),
            });
            return Some(content);
        }
    }

    /// The next piece of content that can be sent, and its source. Records inputs that cannot, and continues.
    async fn next_valid(&mut self) -> Option<(Content, String)> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next().await {
                    Ok(Some((place, line))) => match lines.content(line).await {
                        Ok(content) => return Some((content, place)),
                        Err(why) => self.note(format!("{place}: {why}")),
                    },
                    Ok(None) => self.lines = None,
                    Err(failure) => {
                        self.lines = None;
                        self.fail(&failure);
                    }
                }
                continue;
            }
            match self.given.pop_front()? {
                Given::Input(file) => match Lines::open(&file).await {
                    Ok(lines) => self.lines = Some(lines),
                    Err(failure) => self.fail(&failure),
                },
                given => match one(given).await {
                    Ok(piece) => return Some((piece.content, piece.place)),
                    Err(failure) => self.fail(&failure),
                },
            }
        }
    }

    fn fail(&mut self, failure: &Failure) {
        self.note(failure.what().to_owned());
    }

    fn note(&mut self, problem: String) {
        self.log.logged().problems.push((self.inputs, problem));
        self.inputs += 1;
    }
}
