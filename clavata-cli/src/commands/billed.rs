//! Says on stderr what was billed.

use clavata_api_ext::Usage;

use crate::terminal::note;

/// Prints what the answers cost, unless none of them says.
pub(super) fn tell(usage: Usage) {
    if usage.billed_tokens().is_some() {
        note(&format!("billed: {usage}"));
    }
}
