//! The rows of the table: everything that may arrive.

use serde_json::json;

use super::answers::Reader;
use super::arriving::{
    HTML, ORDINARY, OWN_ROW, array, bad_code, bad_field, bare, both_spellings, call, clear,
    contradiction, cut, detail, escaped, foreign_policy, foreign_result, in_two_members, instead,
    judged, lone_surrogate, missing_result, no_job_id, no_mark, no_report, other_answer, other_job,
    refused_beside, refused_cut, refused_long, snake_case, utf16, within, without_type, wrapped,
};
use crate::support::gzip;

/// An answer that may arrive.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) claim: Claim,
    /// The status with which it arrives.
    pub(crate) status: u16,
    /// Its bytes for a reader. `None` if it cannot arrive there.
    pub(crate) arrives: fn(Reader) -> Option<Vec<u8>>,
}

/// What readers may report about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It is clear, and each reader must say so.
    Clear,
    /// It is clear, but in a form that not every reader must understand.
    MayBeClear,
    /// It is flagged, and each reader must say so.
    Flagged,
    /// No reader may call it clear.
    NeverClear,
    /// Content was refused, and each reader must say so.
    Refused,
}

use Claim::{Clear, Flagged, MayBeClear, NeverClear, Refused};

const fn row(
    name: &'static str,
    what: &'static str,
    claim: Claim,
    arrives: fn(Reader) -> Option<Vec<u8>>,
) -> Row {
    Row {
        name,
        what,
        claim,
        status: 200,
        arrives,
    }
}

const fn with_status(status: u16, row: Row) -> Row {
    Row { status, ..row }
}

#[rustfmt::skip] // one line each
pub(crate) const ROWS: &[Row] = &[
    row("clear", "An answer without a match.", Clear, |to| Some(clear(to).into())),
    row("flagged", "An answer with a match.", Flagged, |to| judged(to, "OUTCOME_TRUE", &json!(0.9))),
    row("failed", "The policy and a label failed.", NeverClear, |to| judged(to, "OUTCOME_FAILED", &json!(0))),
    row("failed_score", "A False with -1, the score of a failed evaluation.", NeverClear, |to| judged(to, "OUTCOME_FALSE", &json!(-1))),
    row("score_nan", "A False with a score that is not a number.", NeverClear, |to| judged(to, "OUTCOME_FALSE", &json!("NaN"))),
    row("new_outcome", "An unknown outcome.", NeverClear, |to| judged(to, "OUTCOME_MAYBE", &json!(0.1))),
    row("no_report", "An answer without its report, or its evaluation.", NeverClear, no_report),
    row("no_job_id", "A job without its id.", NeverClear, no_job_id),
    row("other_job", "Another job than requested.", NeverClear, other_job),
    row("foreign_result", "A result that names another job.", NeverClear, foreign_result),
    row("missing_result", "One result for two pieces of content.", NeverClear, missing_result),
    row("foreign_policy", "A report of another policy or label version.", NeverClear, foreign_policy),
    row("no_mark", "An answer that does not name its input.", NeverClear, no_mark),
    row("contradiction", "A clear answer, then a flagged one for the same input.", NeverClear, contradiction),
    row("snake_case", "A match, with field names in protobuf's spelling.", Flagged, snake_case),
    row("both_spellings", "An outcome False and, in the other spelling, True.", NeverClear, both_spellings),
    row("lone_surrogate", "Half an emoji in the name of a label; no match.", Clear, lone_surrogate),
    row("bad_field", "A number in place of the review.", NeverClear, bad_field),
    row("cut", "No match, cut in the middle.", NeverClear, cut),
    row("twice_compressed", "No match, in two gzip members.", Clear, |to| in_two_members(to, &clear(to))),
    row("bom", "No match, after a byte order mark.", Clear, |to| Some(format!("\u{feff}{}", clear(to)).into())),
    row("utf16", "No match, in UTF-16.", MayBeClear, |to| Some(utf16(&clear(to)))),
    row("array", "No match, in a list.", MayBeClear, |to| Some(array(to, "]").into())),
    row("array_unclosed", "No match, in a list that does not end.", NeverClear, |to| Some(array(to, "").into())),
    row("empty", "Nothing.", NeverClear, |_| Some(Vec::new())),
    row("null", "The JSON value `null`.", NeverClear, |_| Some("null".into())),
    row("other_answer", "The answer of another call.", NeverClear, other_answer),
    row("own_rows", "A row that `flatten` printed.", NeverClear, |to| instead(to, OWN_ROW)),
    row("html", "An HTML page.", NeverClear, |to| instead(to, HTML)),
    row("error", "An error of the gateway.", NeverClear, |to| instead(to, ORDINARY)),
    with_status(499, row("refused_499", "A refusal, with its status.", Refused, |to| call(to, &bare()))),
    with_status(499, row("refused_empty", "The status of a refusal without a body.", Refused, |to| call(to, ""))),
    with_status(307, row("refused_redirect", "A refusal in the body of a redirect.", Refused, |to| call(to, &bare()))),
    row("refused", "A refusal in `error`.", Refused, |to| instead(to, &wrapped(&detail()))),
    row("refused_bare", "A refusal that is not in `error`.", Refused, |to| instead(to, &bare())),
    row("refused_no_type", "A refusal whose detail has no `@type`.", Refused, |to| instead(to, &wrapped(&without_type()))),
    row("refused_detail", "The detail of a refusal alone.", Refused, |to| instead(to, &detail().to_string())),
    row("refused_as_error", "The detail of a refusal as the error.", Refused, |to| instead(to, &json!({ "error": detail() }).to_string())),
    with_status(400, row("refused_detail_400", "The detail of a refusal alone, with the status of an error.", Refused, |to| call(to, &detail().to_string()))),
    row("refused_within", "A refusal in a detail of another type.", Refused, |to| instead(to, &wrapped(&within()))),
    row("refused_escaped", "A refusal with all letters as `\\u` escapes.", Refused, |to| instead(to, &escaped())),
    row("refused_bad_field", "A refusal whose code is not a number.", Refused, |to| instead(to, &bad_code())),
    row("refused_beside", "A refusal next to a clear answer.", Refused, refused_beside),
    row("refused_after_error", "A refusal after an error of the gateway.", Refused, |to| instead(to, &format!("{ORDINARY}\n{}", wrapped(&detail())))),
    row("refused_after_html", "A refusal after an HTML page.", Refused, |to| instead(to, &format!("{HTML}\n{}", wrapped(&detail())))),
    row("refused_cut", "A refusal, cut after its reason.", Refused, refused_cut),
    row("refused_long", "A refusal in the first bytes of 17 MiB.", Refused, refused_long),
    row("refused_utf16", "A refusal in UTF-16.", Refused, |to| Some(utf16(&to.instead(&wrapped(&detail()))))),
    row("refused_member", "No match, then a refusal in a second gzip member.", Refused, |to| Some([gzip(clear(to).as_bytes()), gzip(wrapped(&detail()).as_bytes())].concat())),
];
