//! A cache of verdicts.

mod key;
mod store;

use std::time::Duration;

pub(crate) use key::Keyed;
pub(crate) use store::Store;

/// A cache of verdicts on identical content, for
/// [`ClavataBuilder::with_verdict_cache`](crate::ClavataBuilder::with_verdict_cache).
///
/// ```
/// use std::time::Duration;
/// use clavata_api_ext::{Clavata, VerdictCache};
///
/// let clavata = Clavata::builder()
///     .with_key("test-key")
///     .with_verdict_cache(VerdictCache::new(10_000, Duration::from_secs(60)))
///     .build()?;
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
///
/// - It applies only to [`evaluate_one`](crate::Clavata::evaluate_one), and all clones of the client share it.
///   Content is identical if its kind and bytes are; metadata does not matter. The policy, version, threshold,
///   report, options and [fields](crate::Clavata::with_field) must also be the same, and both or neither of the
///   calls must be a [backfill](crate::Clavata::as_backfill). Headers are not compared. An image URL is never
///   cached, because the image may change.
/// - The API key is not compared. If a client uses keys of several accounts, one account gets another's
///   verdicts: build a client for each account.
/// - Concurrent calls for identical content share one request. If the call that sent it is dropped, the next
///   one sends it again; if it fails, each of the others sends its own. A call that waits longer than its own
///   [total](crate::Timeouts) fails with a [timeout](crate::Error::is_timeout), without having sent anything.
/// - Only clear and flagged verdicts are cached: nothing that is undetermined, refused or failed, and no answer
///   that came with an error or another answer.
/// - **It may be out of date.** Without [`policy_version`](crate::EvaluateOne::policy_version), the gateway
///   judges by the newest version of the policy, but a cached verdict may be from an older version until its
///   lifetime is over.
/// - It stores a hash of the content, keyed with a random key per client, and the report, but neither the
///   content nor its metadata. The size of an entry is that of its report.
///
/// [`Evaluated::is_cached`](crate::Evaluated::is_cached) is true for a cached answer, which costs nothing. Its
/// job and its response headers are those of the original call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct VerdictCache {
    pub(crate) entries: usize,
    pub(crate) lifetime: Duration,
}

/// A longer time may exceed what the clock can represent.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl VerdictCache {
    /// A cache for at most `entries` verdicts (at least 1), each valid for `lifetime` from its request on (at
    /// most 100 years). The oldest are removed first.
    pub fn new(entries: usize, lifetime: Duration) -> Self {
        Self {
            entries: entries.max(1),
            lifetime: lifetime.min(LONGEST),
        }
    }
}
