//! How long to pause before the next attempt.

use std::time::Duration;

use super::RetryPolicy;

/// Exponential pauses with full jitter: anything from nothing to the bound, so that clients that
/// failed together do not come back together.
fn pause(base: Duration, cap: Duration, failures: u32, jitter: bool) -> Duration {
    let doublings = failures.saturating_sub(1).min(31);
    let bound = base.saturating_mul(1 << doublings).min(cap);
    if jitter {
        bound.mul_f64(fastrand::f64())
    } else {
        bound
    }
}

/// The pause that a policy makes after so many failures.
pub(crate) fn of(policy: &RetryPolicy, failures: u32) -> Duration {
    pause(policy.pause, policy.longest_pause, failures, policy.jitter)
}
