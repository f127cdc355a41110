//! A progress count with the rate, the time left and the cost.

use std::fmt;
use std::io::{self, IsTerminal as _};

use clavata_api_ext::Usage;
use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use super::shown;

/// A bar if the total is known, otherwise a counter.
#[derive(Clone)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Counts inputs.
    pub(crate) fn start(count: Option<u64>) -> Self {
        let template = match count {
            Some(_) => "{wide_bar} {pos}/{len} {rate}{left}{msg}",
            None => "{spinner} {pos} {rate} {elapsed}{msg}",
        };
        Self::of(count, template)
    }

    /// Counts and shows nothing.
    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Counts bytes that are read, and computes their total only if the bar is shown. The bar is also hidden if stdout
    /// is a terminal, because rows are printed there.
    pub(crate) fn bytes(total: impl FnOnce() -> Option<u64>) -> Self {
        if io::stdout().is_terminal() || !io::stderr().is_terminal() {
            return Self::hidden();
        }
        let total = total();
        let template = match total {
            Some(_) => "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec}{left}",
            None => "{spinner} {bytes} {bytes_per_sec} {elapsed}",
        };
        Self::of(total, template)
    }

    fn of(total: Option<u64>, template: &str) -> Self {
        let bar = shown(total.map_or_else(ProgressBar::new_spinner, ProgressBar::new));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("rate", rate).with_key("left", left));
        }
        Self(bar)
    }

    pub(crate) fn advance(&self, by: u64) {
        self.0.inc(by);
    }

    /// Shows that this many are done.
    pub(crate) fn at(&self, count: u64) {
        self.0.set_position(count);
    }

    /// Shows what has been billed so far, if the answers contain it.
    pub(crate) fn cost(&self, usage: Usage) {
        if let Some(tokens) = usage.billed_tokens() {
            self.0.set_message(format!(" {tokens} tokens"));
        }
    }

    /// Hides the bar while something is printed.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// The time left, once there is a rate.
fn left(state: &ProgressState, into: &mut dyn fmt::Write) {
    if state.pos() > 0 {
        let _ = write!(into, " {:#} left", HumanDuration(state.eta()));
    }
}

fn rate(state: &ProgressState, into: &mut dyn fmt::Write) {
    let rate = state.per_sec();
    let digits = usize::from(rate < 10.0);
    // A failure only omits the rate.
    let _ = write!(into, "{rate:.digits$}/s");
}
