//! Content as a stream, read as it is needed, for more than memory should hold.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clavata_api_ext::Content;
use futures_util::Stream;
use futures_util::stream::unfold;

use super::lines::Lines;
use super::one;
use crate::arguments::{ContentArguments, Given};
use crate::exit::Failure;

/// What was given, as far as it has not been read.
pub(crate) struct Feed {
    given: VecDeque<Given>,
    lines: Option<Lines>,
    log: Log,
}

/// Where the contents came from, and what could not become one.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Logged>>);

#[derive(Default)]
struct Logged {
    /// Of the contents that went out and are not yet answered, in order.
    places: VecDeque<String>,
    /// What could not be sent, in words for people.
    problems: Vec<String>,
}

impl Log {
    fn logged(&self) -> MutexGuard<'_, Logged> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the next content that is answered came from: answers come in the order of the inputs.
    pub(crate) fn next_place(&self) -> String {
        self.logged().places.pop_front().unwrap_or_default()
    }

    /// What could not be sent since this was asked last.
    pub(crate) fn problems(&self) -> Vec<String> {
        std::mem::take(&mut self.logged().problems)
    }
}

impl Feed {
    pub(crate) fn new(arguments: ContentArguments) -> (Self, Log) {
        let log = Log::default();
        let feed = Self {
            given: arguments.given.into(),
            lines: None,
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

    /// The next content that can be sent. What cannot is noted and costs no other.
    async fn next(&mut self) -> Option<Content> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next().await {
                    Ok(Some((place, line))) => match lines.content(line).await {
                        Ok(content) => {
                            self.log.logged().places.push_back(place);
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
                        self.log.logged().places.push_back(piece.place);
                        return Some(piece.content);
                    }
                    Err(failure) => self.fail(&failure),
                },
            }
        }
    }

    fn fail(&self, failure: &Failure) {
        self.note(failure.what().to_owned());
    }

    fn note(&self, problem: String) {
        self.log.logged().problems.push(problem);
    }
}
