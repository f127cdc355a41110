//! The body of a webhook: read for one thing, the job's id.

use serde_json::Value;
use uuid::Uuid;

/// The id of the job that a call is about. Nothing else of it is believed, so nothing else is read.
///
/// What the gateway sends is not documented: the id is taken from `{"job": {"jobUuid": …}}` or
/// `{"jobUuid": …}`, in either of protobuf's spellings. A body that names two jobs names none.
pub(super) fn job_id(body: &[u8]) -> Option<Uuid> {
    const BOM: &[u8] = b"\xef\xbb\xbf";
    let body: Value = serde_json::from_slice(body.strip_prefix(BOM).unwrap_or(body)).ok()?;
    let mut ids = [body.get("job"), Some(&body)]
        .into_iter()
        .flatten()
        .flat_map(|message| ["jobUuid", "job_uuid"].map(|name| message.get(name)))
        .filter_map(|id| id?.as_str()?.parse::<Uuid>().ok());
    let id = ids.next()?;
    ids.all(|other| other == id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::job_id;

    const ID: &str = "55555555-5555-4555-8555-555555555555";

    #[test]
    fn the_id_is_found_where_it_may_be() {
        for body in [
            r#"{"job":{"jobUuid":"ID","status":"JOB_STATUS_COMPLETED"}}"#,
            r#"{"jobUuid":"ID","job":null}"#,
            r#"{"job_uuid":"ID","new":[1]}"#,
            r#"{"job":{"jobUuid":""},"jobUuid":"ID"}"#,
            r#"{"job":{"jobUuid":"ID"},"job_uuid":"ID"}"#,
            "\u{feff}{\"jobUuid\":\"ID\"}",
        ] {
            let body = body.replace("ID", ID);
            assert_eq!(job_id(body.as_bytes()), Some(ID.parse().unwrap()), "{body}");
        }
    }

    #[test]
    fn a_body_that_names_two_jobs_names_none() {
        const OTHER: &str = "44444444-4444-4444-8444-444444444444";
        for body in [
            r#"{"job":{"jobUuid":"ID"},"jobUuid":"OTHER"}"#,
            r#"{"job":{"jobUuid":"OTHER","job_uuid":"ID"}}"#,
            r#"{"jobUuid":"ID","job_uuid":"OTHER"}"#,
        ] {
            let body = body.replace("ID", ID).replace("OTHER", OTHER);
            assert_eq!(job_id(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn anything_else_has_none() {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            "garbage",
            r#"{"jobUuid":7}"#,
            r#"{"jobUuid":"../../etc"}"#,
            &"[".repeat(100_000),
        ] {
            assert_eq!(job_id(body.as_bytes()), None);
        }
    }
}
