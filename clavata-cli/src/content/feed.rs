//! Content as a stream, read as needed, for inputs that may not fit in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clavata_api_ext::Content;
use futures_util::Stream;
use futures_util::stream::unfold;

use super::lines::Lines;
use super::one;
use crate::arguments::{ContentArguments, Given};
use crate::exit::Failure;

/// The arguments that have not been read yet.
pub(crate) struct Feed {
    given: VecDeque<Given>,
    lines: Option<Lines>,
    /// The number of inputs so far, whether or not they could be sent.
    inputs: usize,
    log: Log,
}

/// The sources of the contents, and the inputs that could not be sent.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Logged>>);

#[derive(Default)]
struct Logged {
    /// The contents that were sent and are not settled, in order: the number and the source of each
    /// input.
    places: VecDeque<(usize, String)>,
    /// The number of settled contents.
    settled: usize,
    /// The inputs that could not be sent, each with its number and the reason.
    problems: Vec<(usize, String)>,
}

impl Log {
    fn logged(&self) -> MutexGuard<'_, Logged> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number and the source of the input that is settled next. Inputs are settled in their
    /// order.
    pub(crate) fn next(&self) -> (usize, String) {
        let mut logged = self.logged();
        logged.settled += 1;
        logged.places.pop_front().unwrap_or_default()
    }

    /// The number of the input of a content that was sent and is not settled.
    pub(crate) fn input_of(&self, content: usize) -> Option<usize> {
        let logged = self.logged();
        let (input, _) = logged.places.get(content.checked_sub(logged.settled)?)?;
        Some(*input)
    }

    /// The number of contents that were sent and are not settled.
    pub(crate) fn unsettled(&self) -> usize {
        self.logged().places.len()
    }

    /// Takes the inputs that could not be sent since the last call.
    pub(crate) fn problems(&self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.logged().problems)
    }
}

impl Feed {
    pub(crate) fn new(arguments: ContentArguments) -> (Self, Log) {
        let log = Log::default();
        let feed = Self {
            given: arguments.given.into(),
            lines: None,
            inputs: 0,
            log: log.clone(),
        };
        (feed, log)
    }

    pub(crate) fn into_stream(self) -> impl Stream<Item = Content> + Send + 'static {
        unfold(self, |mut feed| async move {
            let content = feed.next().await?;
            Some((content, feed))
        })
    }

    /// The next content that can be sent. It records inputs that cannot, and continues.
    async fn next(&mut self) -> Option<Content> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next().await {
                    Ok(Some((place, line))) => match lines.content(line).await {
                        Ok(content) => {
                            self.went_out(place);
                            return Some(content);
                        }
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
                    Ok(piece) => {
                        self.went_out(piece.place);
                        return Some(piece.content);
                    }
                    Err(failure) => self.fail(&failure),
                },
            }
        }
    }

    fn went_out(&mut self, place: String) {
        self.log.logged().places.push_back((self.inputs, place));
        self.inputs += 1;
    }

    fn fail(&mut self, failure: &Failure) {
        self.note(failure.what().to_owned());
    }

    fn note(&mut self, problem: String) {
        self.log.logged().problems.push((self.inputs, problem));
        self.inputs += 1;
    }
}
