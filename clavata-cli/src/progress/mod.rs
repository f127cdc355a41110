//! Progress on stderr, if stderr is a terminal.

mod bar;
mod batch;

use std::time::Duration;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{Job, Poller};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::{is_quiet, plain};

pub(crate) use bar::Bar;
pub(crate) use batch::short_state;

/// A progress line that all clones share. Dropping any of them removes it.
#[derive(Clone)]
pub(crate) struct Spinner(ProgressBar);

impl Spinner {
    pub(crate) fn start(what: &str) -> Self {
        let spinner = Self(shown(ProgressBar::new_spinner()));
        spinner.say(what);
        spinner.0.enable_steady_tick(Duration::from_millis(120));
        spinner
    }

    /// Shows another message.
    pub(crate) fn say(&self, what: &str) {
        self.style("{spinner} {msg} {elapsed}");
        self.0.set_message(plain(what).into_owned());
    }

    fn style(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
    }

    /// Hides the line while something is printed.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    /// Shows the result of the last poll.
    pub(crate) fn polled(&self, status: &JobStatus, poller: &Poller<Job>) {
        let status = short_status(status);
        self.say(&format!("{status} ({} polls)", poller.polls()));
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Returns the bar, hidden if `--quiet`. The bar hides itself if stderr is not a terminal.
fn shown(bar: ProgressBar) -> ProgressBar {
    if is_quiet() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// A status without the common prefix.
pub(crate) fn short_status(status: &JobStatus) -> &str {
    let name = status.as_str();
    name.strip_prefix("JOB_STATUS_").unwrap_or(name)
}
