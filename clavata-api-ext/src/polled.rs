//! What a poller can wait for.

use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use crate::Job;
use crate::client::Clavata;
use crate::error::Error;

/// What a [`Poller`](crate::Poller) can wait for: a [`Job`] or a batch job. The trait is sealed.
pub trait Polled: sealed::Polled {}

impl<T: sealed::Polled> Polled for T {}

pub(crate) mod sealed {
    use super::{Clavata, Duration, Error, fmt};

    /// How to get it, and how to describe it.
    pub trait Polled: Sized + Send + 'static {
        type Id: Clone + fmt::Debug + Send + Sync + 'static;

        /// The first and the longest pause between polls.
        const PAUSES: [Duration; 2];
        /// The limit of the whole wait.
        const TIMEOUT: Duration;
        /// The name of its state field.
        const STATE: &'static str;

        fn get(
            clavata: &Clavata,
            id: &Self::Id,
        ) -> impl Future<Output = Result<Self, Error>> + Send;
        fn name(id: &Self::Id) -> String;
        fn state(&self) -> &str;
        fn has_ended(&self) -> bool;
    }
}

impl sealed::Polled for Job {
    type Id = Uuid;

    const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(10)];
    const TIMEOUT: Duration = Duration::from_secs(600);
    const STATE: &'static str = "status";

    async fn get(clavata: &Clavata, id: &Uuid) -> Result<Self, Error> {
        clavata.job(*id).await
    }

    fn name(_: &Uuid) -> String {
        "the job".to_owned()
    }

    fn state(&self) -> &str {
        self.status.as_str()
    }

    fn has_ended(&self) -> bool {
        self.is_done()
    }
}
