//! The replies that a test has scripted: a queue for each operation.

use crate::{Answer, Fault, Operation};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// The reply to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The ordinary answer.
    Ordinary,
    /// This answer, whatever the request.
    Answer(Answer),
    /// This fault.
    Fault(Fault),
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl From<Fault> for Reply {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

#[derive(Default)]
struct Queue {
    next: VecDeque<Reply>,
    always: Option<Reply>,
}

#[derive(Default)]
pub(crate) struct Scripts([Mutex<Queue>; Operation::ALL.len()]);

impl Scripts {
    fn with<T>(&self, operation: Operation, change: impl FnOnce(&mut Queue) -> T) -> T {
        let mut queue = self.0[operation.index()]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        change(&mut queue)
    }

    /// The scripted reply to the next request. `None` if there is none.
    pub(crate) fn take(&self, operation: Operation) -> Option<Reply> {
        self.with(operation, |queue| {
            queue.next.pop_front().or_else(|| queue.always.clone())
        })
    }
}

/// Scripts one operation: queued replies are used first, then the standing one, then the ordinary one.
///
/// Made by [`MockGateway::on`](crate::MockGateway::on).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use mock_gateway::{Fault, MockGateway, Operation};
/// let gateway = MockGateway::start().await;
/// gateway
///     .on(Operation::GetJob)
///     .times(3, Fault::Unavailable)
///     .next(Fault::Json500);
/// assert_eq!(gateway.on(Operation::GetJob).waiting(), 4);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    pub(crate) scripts: &'a Scripts,
    pub(crate) operation: Operation,
}

impl Rule<'_> {
    /// Queues a reply for one request.
    #[allow(clippy::should_implement_trait)] // reads as a sentence; a rule is not an iterator
    pub fn next(self, reply: impl Into<Reply>) -> Self {
        self.times(1, reply)
    }

    /// Queues the same reply for `count` requests.
    pub fn times(self, count: usize, reply: impl Into<Reply>) -> Self {
        let reply = reply.into();
        self.scripts.with(self.operation, |queue| {
            queue.next.extend(std::iter::repeat_n(reply, count));
        });
        self
    }

    /// Replies to every request that finds the queue empty.
    pub fn always(self, reply: impl Into<Reply>) -> Self {
        let reply = reply.into();
        self.scripts
            .with(self.operation, |queue| queue.always = Some(reply));
        self
    }

    /// Clears the queue and the standing reply.
    pub fn reset(self) -> Self {
        self.scripts
            .with(self.operation, |queue| *queue = Queue::default());
        self
    }

    /// The number of unused replies in the queue: zero once all were used.
    pub fn waiting(self) -> usize {
        self.scripts.with(self.operation, |queue| queue.next.len())
    }
}

impl std::fmt::Debug for Rule<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule")
            .field("operation", &self.operation)
            .field("waiting", &self.waiting())
            .finish()
    }
}
