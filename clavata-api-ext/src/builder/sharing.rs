//! Settings that all clones of a client share.

use super::ClavataBuilder;
use crate::cache::VerdictCache;
use crate::limit::RateLimit;

impl ClavataBuilder {
    /// Sets the retry budget of all clones: the long-run share of extra requests (default
    /// 0.1, one retry per ten calls), and how many retries may come at once (default 10).
    ///
    /// During an outage, the gateway then gets 10 % more requests instead of four times as many. 0 at once
    /// allows no retries, whatever the share; `(f64::INFINITY, u32::MAX)` allows every retry that the policy allows.
    pub fn with_retry_budget(mut self, share: f64, at_once: u32) -> Self {
        self.budget = (share.max(0.0), f64::from(at_once));
        self
    }

    /// Limits the request rate of all clones together; see [`RateLimit`]. Default: no limit.
    pub fn with_rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Caches the verdicts of [`evaluate_one`](crate::Clavata::evaluate_one) for all clones; see
    /// [`VerdictCache`]. Default: no cache.
    pub fn with_verdict_cache(mut self, cache: VerdictCache) -> Self {
        self.verdict_cache = Some(cache);
        self
    }
}
