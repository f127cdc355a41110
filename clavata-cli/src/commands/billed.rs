//! Reports on stderr what was billed.

use clavata_api_ext::Usage;

use crate::terminal::{note, remark};

/// Prints the cost of the answers, if any of them contains it. `more` says what else may have been billed.
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
