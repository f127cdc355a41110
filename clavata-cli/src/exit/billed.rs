//! What to do about something that may have been billed. It goes before all other hints.

use clavata_api_ext::Error;

/// How to tell whether it was billed, or what to expect; none where nothing was.
pub(super) fn hint_of(error: &Error) -> Option<String> {
    if !error.may_have_been_billed() {
        return None;
    }
    Some(match (error.operation(), error.marker()) {
        (_, Some(marker)) => format!(
            "the job may be there, and billed: `clavata reconcile {marker}` says whether; do not create it again before that"
        ),
        (Some("create_batch_job"), _) => {
            "the batch job may be there: run the same again, which looks for it before it creates another".to_owned()
        }
        _ if error.completeness().is_some_and(|seen| seen.answered() > 0) => {
            "what was answered is billed, and more may be: send again only what has no answer".to_owned()
        }
        _ => "it may be billed all the same: if you send it again, it may be billed again".to_owned(),
    })
}
