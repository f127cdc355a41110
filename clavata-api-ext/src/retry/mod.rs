//! Retries: when they help, when they are safe, and how long to pause before them.

mod backoff;
mod budget;
mod policy;
mod retry_loop;

pub(crate) use budget::Budget;
pub use policy::RetryPolicy;
pub(crate) use retry_loop::{Clock, RetryFlow, retry_loop};
