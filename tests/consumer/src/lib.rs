//! Moderation as a user's crate would write it.

use clavata_api_ext::{Clavata, Content, Decision};
pub use clavata_batch::BatchRun;
use uuid::Uuid;

/// Decides whether a comment may be published. A failed check never lets it pass.
///
/// ```no_run
/// # async fn example() -> Result<(), clavata_api_ext::Error> {
/// let clavata = clavata_api_ext::Clavata::from_env()?;
/// let decision = consumer::moderate(&clavata, uuid::Uuid::from_u128(1), "hello").await;
/// # Ok(())
/// # }
/// ```
pub async fn moderate(clavata: &Clavata, policy: Uuid, comment: &str) -> Decision {
    match clavata.evaluate_one(policy, Content::text(comment)).await {
        Ok(answer) => answer.verdict().decide_or(Decision::Review),
        Err(error) if error.is_content_refused() => Decision::Block,
        Err(_) => Decision::Review,
    }
}
