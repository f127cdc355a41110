//! Says on stderr what was billed.

use clavata_api_ext::Usage;

use crate::terminal::{note, remark};

/// Prints what the answers cost, unless none of them says. `more` says what may have been billed beside them.
pub(super) fn tell(usage: Usage, more: Option<&str>) {
    if usage.billed_tokens().is_some() {
        let more = more.map(|more| format!("; {more}")).unwrap_or_default();
        let told = format!("billed: {usage}{more}");
        if more.is_empty() {
            remark(&told);
        } else {
            note(&told);
        }
    }
}
