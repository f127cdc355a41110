//! The body of a webhook: read for one thing, the job's id.

use serde_json::Value;
use uuid::Uuid;

/// The id of the job that a call is about. Nothing else of it is believed, so nothing else is read.
///
/// What the gateway sends is not documented: the id is taken from `{"job": {"jobUuid": …}}` or
/// `{"jobUuid": …}`, in either of protobuf's spellings.
pub(super) fn job_id(body: &[u8]) -> Option<Uuid> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id_of = |message: &Value| {
        ["jobUuid", "job_uuid"]
            .iter()
            .find_map(|name| message.get(name)?.as_str()?.parse::<Uuid>().ok())
    };
    body.get("job").and_then(id_of).or_else(|| id_of(&body))
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
        ] {
            let body = body.replace("ID", ID);
            assert_eq!(job_id(body.as_bytes()), Some(ID.parse().unwrap()), "{body}");
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
