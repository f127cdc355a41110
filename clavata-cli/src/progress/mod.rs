//! Progress on stderr, if stderr is a terminal.

mod batch;

use std::time::Duration;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{Job, Poller};
use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::plain;

pub(crate) use batch::{BatchBar, short_state};

/// A progress line.
pub(crate) struct Spinner(ProgressBar);

impl Spinner {
    pub(crate) fn start(what: &str) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Shows the result of the last poll.
    pub(crate) fn polled(&self, status: &JobStatus, poller: &Poller<Job>) {
        let status = short_status(status);
        self.0
            .set_message(format!("{} ({} polls)", plain(status), poller.polls()));
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A count of what is done.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar if the total is known, otherwise a count.
    pub(crate) fn start(count: Option<u64>) -> Self {
        let (bar, template) = match count {
            Some(count) => (ProgressBar::new(count), "{bar:30} {pos}/{len} {eta}"),
            None => (ProgressBar::new_spinner(), "{spinner} {pos} {elapsed}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn advance(&self) {
        self.0.inc(1);
    }

    /// Hides the bar while something is printed.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A status without the common prefix.
pub(crate) fn short_status(status: &JobStatus) -> &str {
    let name = status.as_str();
    name.strip_prefix("JOB_STATUS_").unwrap_or(name)
}
