//! The body of an answer, with its pace and its watch.

use crate::Answer;
use crate::ledger::Watch;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

pub(crate) struct AnswerBody {
    chunks: VecDeque<Bytes>,
    gap: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    /// `None` if the length is not sent in advance.
    length: Option<u64>,
    watch: Option<Watch>,
}

impl AnswerBody {
    pub(crate) fn new(answer: &Answer, watch: Watch) -> Self {
        let chunks: VecDeque<Bytes> = answer
            .chunks
            .iter()
            .filter(|chunk| !chunk.is_empty())
            .cloned()
            .collect();
        let length = chunks.iter().map(|chunk| chunk.len() as u64).sum();
        let mut body = Self {
            chunks,
            gap: answer.gap,
            pause: None,
            length: (!answer.chunked).then_some(length),
            watch: Some(watch),
        };
        body.finish_if_empty();
        body
    }

    fn finish_if_empty(&mut self) {
        if self.chunks.is_empty()
            && let Some(watch) = self.watch.take()
        {
            watch.finish();
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.chunks.is_empty() {
            return Poll::Ready(None);
        }
        if !self.gap.is_zero() {
            let gap = self.gap;
            let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(gap)));
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let chunk = self.chunks.pop_front();
        self.finish_if_empty();
        Poll::Ready(chunk.map(|chunk| Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.length {
            None => SizeHint::default(),
            Some(_) => SizeHint::with_exact(self.chunks.iter().map(|c| c.len() as u64).sum()),
        }
    }
}
