//! How many tokens evaluations cost.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use clavata_api::types::TokenUsage;

use crate::around::tokens;
use crate::content_result::Report;
use crate::{ContentResult, Job, LabelResult};

/// How many tokens the results of a job, or many evaluations, cost. Add them up with `+` or `sum`.
///
/// The server may not report the cost of a result. That cost is unknown, not zero:
/// [`silent`](Self::silent) counts such results, and the cost of the others is a lower bound.
///
/// A request that was retried may have been billed more than once. The usage is what the answers report.
///
/// ```
/// use clavata_outcomes::{Job, Usage, decode};
///
/// let job: Job = decode(br#"{"results": [
///     {"report": {"tokenUsage": {"inputTokens": 2000, "billedTokens": 1000, "multiplier": 0.5}}},
///     {"report": {"tokenUsage": {"inputTokens": 234, "billedTokens": 234, "multiplier": 1}}},
///     {"report": {}}
/// ]}"#)?;
/// let usage = job.usage();
/// assert_eq!(usage.billed_tokens(), Some(1234));
/// assert_eq!((usage.results(), usage.silent()), (3, 1));
/// assert_eq!(usage.to_string(), "1,234 tokens, and 1 of 3 results does not say");
///
/// let of_both: Usage = [usage, usage].into_iter().sum();
/// assert_eq!(of_both.input_tokens(), Some(4468));
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Usage {
    input: u64,
    billed: u64,
    told: usize,
    silent: usize,
}

impl Usage {
    /// The usage of one result.
    fn of(told: Option<&TokenUsage>) -> Self {
        match told.and_then(tokens) {
            Some((input, billed)) => Self {
                input,
                billed,
                told: 1,
                silent: 0,
            },
            None => Self {
                silent: 1,
                ..Self::default()
            },
        }
    }

    /// The billed tokens, summed over the results that report them. `None` if none does.
    pub fn billed_tokens(&self) -> Option<u64> {
        (self.told > 0).then_some(self.billed)
    }

    /// The content tokens that were judged, summed over the results that report them. `None` if none does.
    pub fn input_tokens(&self) -> Option<u64> {
        (self.told > 0).then_some(self.input)
    }

    /// The number of results.
    pub fn results(&self) -> usize {
        self.told + self.silent
    }

    /// The number of results whose cost the server does not report.
    pub fn silent(&self) -> usize {
        self.silent
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            input: self.input.saturating_add(other.input),
            billed: self.billed.saturating_add(other.billed),
            told: self.told + other.told,
            silent: self.silent + other.silent,
        }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Usage {
    /// The billed tokens, such as `1,234 tokens`, and how many results do not report their cost. `unknown` if none does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(billed) = self.billed_tokens() else {
            return f.write_str("unknown");
        };
        let unit = if billed == 1 { "token" } else { "tokens" };
        write!(f, "{} {unit}", grouped(billed))?;
        match self.silent {
            0 => Ok(()),
            1 => write!(f, ", and 1 of {} results does not say", self.results()),
            silent => write!(f, ", and {silent} of {} results do not say", self.results()),
        }
    }
}

/// Formats a number with a comma before each group of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl ContentResult<'_> {
    /// What the result cost. Unknown if there is no report, or the report does not say.
    pub fn usage(&self) -> Usage {
        match self.source() {
            Report::Missing => Usage::of(None),
            Report::Decoded(report) => Usage::of(report.token_usage.as_ref()),
            Report::Kept(kept) => Usage::of(kept.token_usage()),
        }
    }
}

impl LabelResult<'_> {
    /// What the label cost. Unknown without a report: request one when you evaluate labels.
    pub fn usage(&self) -> Usage {
        Usage::of(self.report().and_then(|report| report.token_usage.as_ref()))
    }
}

impl Job {
    /// What all results cost together. A job without results has no usage yet.
    pub fn usage(&self) -> Usage {
        self.content_results().map(|result| result.usage()).sum()
    }
}
