//! How long to pause before the next attempt.

use std::time::Duration;

use super::RetryPolicy;

/// Exponential backoff with full jitter: each pause is random between zero and its limit, so that clients
/// that failed together do not retry together.
pub(crate) fn of(policy: &RetryPolicy, failures: u32) -> Duration {
    if policy.pause.is_zero() {
        return Duration::ZERO;
    }
    let times = i32::try_from(failures.saturating_sub(1)).unwrap_or(i32::MAX);
    let bound = policy.pause.as_secs_f64() * policy.factor.powi(times);
    let bound = Duration::try_from_secs_f64(bound).map_or(policy.longest_pause, |bound| {
        bound.min(policy.longest_pause)
    });
    if policy.jitter {
        bound.mul_f64(fastrand::f64())
    } else {
        bound
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RetryPolicy, of};

    #[test]
    fn pauses_double_up_to_their_cap() {
        let policy = RetryPolicy::default().without_jitter();
        let pauses: Vec<u128> = (1..8).map(|n| of(&policy, n).as_millis()).collect();
        assert_eq!(pauses, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(of(&policy, u32::MAX), Duration::from_secs(8));
        assert_eq!(of(&policy.with_factor(1.0), 5), Duration::from_millis(500));
    }

    #[test]
    fn jitter_spreads_pauses_over_all_of_their_bound() {
        let policy = RetryPolicy::default();
        let pauses: Vec<Duration> = (0..1000).map(|_| of(&policy, 1)).collect();
        let bound = Duration::from_millis(500);
        assert!(pauses.iter().all(|pause| *pause < bound));
        assert!(pauses.iter().any(|pause| *pause < bound / 10));
        assert!(pauses.iter().any(|pause| *pause > bound * 9 / 10));
    }

    #[test]
    fn no_pause_stays_none() {
        let policy = RetryPolicy::default().with_pause(Duration::ZERO, Duration::from_secs(8));
        for failures in [1, 2, 1025, u32::MAX] {
            assert_eq!(of(&policy, failures), Duration::ZERO);
        }
    }

    #[test]
    fn no_setting_makes_a_pause_panic() {
        for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            for (pause, longest) in [(u64::MAX, 0), (u64::MAX, u64::MAX), (0, 0)] {
                let longest = Duration::from_secs(longest);
                let policy = RetryPolicy::default()
                    .with_pause(Duration::from_secs(pause), longest)
                    .with_factor(factor);
                for failures in [1, 2, 100, u32::MAX] {
                    assert!(of(&policy, failures) <= longest);
                }
            }
        }
    }
}
