//! The hint for a call that may have been billed. It comes before all other hints.

use clavata_api_ext::Error;

/// How to find out whether the call was billed, or what to expect. `None` if it was not billed.
pub(super) fn hint_of(error: &Error) -> Option<String> {
    if !error.may_have_been_billed() {
        return None;
    }
    Some(match (error.operation(), error.marker()) {
        (_, Some(marker)) => format!(
            "the job may exist, and be billed: run `clavata reconcile {marker}` to find out before you create it again"
        ),
        (Some("create_batch_job"), _) => {
            "the batch job may exist: run the same command again, which looks for it before it creates another".to_owned()
        }
        _ if error.completeness().is_some_and(|seen| seen.answered() > 0) => {
            "answered inputs are billed, and others may be: send only unanswered inputs again".to_owned()
        }
        _ => "it may be billed anyway: if you send it again, it may be billed twice".to_owned(),
    })
}
