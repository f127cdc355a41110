//! Verdicts on content that was judged before.

mod key;
mod store;

use std::time::Duration;

pub(crate) use key::Keyed;
pub(crate) use store::Store;

/// Remembers verdicts on identical content, for
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
/// - It serves [`evaluate_one`](crate::Clavata::evaluate_one) alone, for all clones of the client. Content is identical if its kind and bytes are, whatever its
///   metadata; the policy, version, threshold, report, options and [fields](crate::Clavata::with_field) must be the same, too,
///   and both or neither are of a [backfill](crate::Clavata::as_backfill). Headers are not compared. The address of an image is never cached, since the image behind it may change.
/// - The key is not part of the question: if a client's keys are of more than one account, one account gets the other's
///   verdicts. Build a client for each account.
/// - Calls about identical content at the same time are one request. If the call that sent it is dropped, the next one sends it
///   again; if it fails, each of the others asks for itself. One that waits longer than its own [total](crate::Timeouts) fails
///   with a [timeout](crate::Error::is_timeout) that sent nothing.
/// - Only clear and flagged are remembered: nothing that is undetermined, refused or failed, nor an answer beside an error or
///   another answer.
/// - **It may be out of date.** Without [`policy_version`](crate::EvaluateOne::policy_version), the gateway judges by the newest version of the policy, and
///   a verdict may be of the version before for as long as the lifetime.
/// - It holds a keyed hash of the content, with a key made when the client is built, and the report; neither the content nor
///   its metadata. Each entry is as large as its report.
///
/// [`Evaluated::is_cached`](crate::Evaluated::is_cached) tells such an answer, which costs nothing. Its job and the head of its answer are those of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct VerdictCache {
    pub(crate) entries: usize,
    pub(crate) lifetime: Duration,
}

/// More may be more than the clock can tell.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl VerdictCache {
    /// A cache of at most so many verdicts, at least 1, each for this long since it was asked for, at most
    /// 100 years. The oldest go first.
    pub fn new(entries: usize, lifetime: Duration) -> Self {
        Self {
            entries: entries.max(1),
            lifetime: lifetime.min(LONGEST),
        }
    }
}
