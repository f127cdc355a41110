//! The body of a webhook call. Only the id of the job is read.

use clavata_api::json::{Cursor, Fault, is_spelled, text_of};
use uuid::Uuid;

/// Reads the id of the job that a call is about. Nothing else in the body is trusted, so nothing else is
/// read.
///
/// The format is not documented. The id is taken from `{"job": {"jobUuid": …}}` or `{"jobUuid":
/// …}`, in either spelling of protobuf. A body that names two different jobs counts as naming none.
pub(super) fn job_id(body: &[u8]) -> Option<Uuid> {
    let text = text_of(body).ok()?;
    let mut cursor = Cursor::new(&text);
    let mut ids = Vec::new();
    collect(&mut cursor, true, &mut ids).ok()?;
    if cursor.next_value(&mut 0) {
        return None;
    }
    let id = *ids.first()?;
    ids.iter().all(|other| *other == id).then_some(id)
}

fn collect(cursor: &mut Cursor<'_>, outermost: bool, ids: &mut Vec<Uuid>) -> Result<(), Fault> {
    cursor.entries(|cursor, key| {
        match cursor.peek()? {
            b'"' if is_spelled(key.as_bytes(), "jobUuid") => {
                ids.extend(cursor.string()?.parse::<Uuid>().ok());
            }
            b'{' if outermost && key == "job" => collect(cursor, false, ids)?,
            _ => cursor.skip()?,
        }
        Ok::<(), Fault>(())
    })?;
    Ok(())
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
