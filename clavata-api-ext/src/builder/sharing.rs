//! What all clones of a client share.

use super::ClavataBuilder;
use crate::cache::VerdictCache;
use crate::limit::RateLimit;

impl ClavataBuilder {
    /// The retry budget of all clones: the long-run share of extra requests (default
    /// 0.1, one retry per ten calls), and the size of a burst (default 10).
    ///
    /// During an outage, the gateway gets a tenth more requests, not four times as many. `(0.0, 0)`
    /// allows no retries; `(f64::INFINITY, u32::MAX)` allows any that the policy allows.
    pub fn with_retry_budget(mut self, share: f64, at_once: u32) -> Self {
        self.budget = (share.max(0.0), f64::from(at_once));
        self
    }

    /// One limit on the requests of all clones. Default: none. See [`RateLimit`].
    pub fn with_rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Remembers verdicts of [`evaluate_one`](crate::Clavata::evaluate_one), for all clones. Default: no. See [`VerdictCache`].
    pub fn with_verdict_cache(mut self, cache: VerdictCache) -> Self {
        self.verdict_cache = Some(cache);
        self
    }
}
