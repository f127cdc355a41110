//! Recognizes the answer to another call, in place of the expected one or mixed with it.

use crate::json::{Cursor, spelled_in};
use crate::wire::Message;

/// Members of answers. Any answer may get a `nextPageToken`, a `jobUuid` or a `status` one day, so these are not among
/// them.
const OF_ANSWERS: [&str; 12] = [
    "job",
    "jobs",
    "result",
    "results",
    "policyEvaluationReport",
    "contentHash",
    "contentData",
    "customerId",
    "outcome",
    "batchJobs",
    "batchJobId",
    "inputFileUploadUrl",
];

/// Whether the object that was read as `T` has a member of another answer, or members but no field of `T`. The gateway
/// writes lists even if they are empty, so an answer without any known member is not an empty list.
pub(super) fn is_of_another_call<T: Message>(cursor: &Cursor<'_>) -> bool {
    if !cursor.has_unknown() {
        return false;
    }
    let (mut has_field, mut is_mixed) = (T::FIELDS.is_empty(), false);
    let read = Cursor::new(cursor.text()).entries(|cursor, key| {
        if T::position(key).is_some() {
            has_field = true;
        } else {
            is_mixed |= spelled_in(key.as_bytes(), &OF_ANSWERS).is_some();
        }
        cursor.skip()
    });
    read.is_ok() && (is_mixed || !has_field)
}
