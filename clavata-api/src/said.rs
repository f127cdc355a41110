//! What the gateway says in place of an answer, or beside it.

use crate::decode::decode_beside;
use crate::json::{Aside, Cursor};
use crate::salvage::{self, salvage};
use crate::types::Status;

/// What the members that were passed over say: a refusal wherever it stands, an error if it is a
/// member of the outermost object.
#[cold]
pub fn said_beside(cursor: &Cursor<'_>) -> Option<Status> {
    let mut said = None;
    let mut is_detail = false;
    for aside in cursor.aside() {
        let value = &cursor.text()[aside.value.clone()];
        let found = match key(cursor, aside).as_str() {
            "error" if aside.outermost => status_of(value),
            // A bare status beside what was asked for, or instead of it.
            "code" if aside.outermost => {
                let whole = decode_beside::<Status>(cursor.text().as_bytes());
                whole.ok().map(|(status, _)| status).filter(says_something)
            }
            // A detail stands where an answer should, or an error.
            "@type" | "type" => {
                is_detail |= salvage::may_hold(value.as_bytes());
                None
            }
            _ => salvage(value.as_bytes()),
        };
        said = join(said, found);
    }
    if is_detail {
        said = join(said, salvage(cursor.text().as_bytes()));
    }
    said
}

/// Reads an error that the gateway sent: a status, bare or in `{"error": …}`, or its message alone.
/// `None` if it says nothing.
pub(crate) fn status_of(text: &str) -> Option<Status> {
    match decode_beside::<Status>(text.as_bytes()) {
        Ok((status, beside)) => join(
            Some(status).filter(|status| *status != Status::default()),
            beside,
        ),
        Err(_) if text.trim().is_empty() || text.trim() == "\"\"" => None,
        Err(unreadable) => Some(unreadable.into_status().unwrap_or_else(|| {
            let message = Cursor::new(text).string();
            let message = message.as_deref().unwrap_or("an error that cannot be read");
            Status {
                message: message.to_owned(),
                ..Status::default()
            }
        })),
    }
}

/// Two errors as one: neither hides the details of the other.
pub(crate) fn join(one: Option<Status>, other: Option<Status>) -> Option<Status> {
    let (mut one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    if one.code == 0 {
        one.code = other.code;
    }
    if one.message.is_empty() {
        one.message = other.message;
    }
    for detail in other.details {
        if !one.details.contains(&detail) {
            one.details.push(detail);
        }
    }
    Some(one)
}

/// Whether it is more than a number that any message may have.
fn says_something(status: &Status) -> bool {
    !status.message.is_empty() || !status.details.is_empty()
}

fn key(cursor: &Cursor<'_>, aside: &Aside) -> String {
    if aside.key.is_empty() {
        return String::new();
    }
    let sent = &cursor.text()[aside.key.start - 1..=aside.key.end];
    let key = Cursor::new(sent).string();
    key.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::types::{GetJobResponse, Job, ListJobsResponse};
    use crate::{decode, read, refusals_in};

    #[test]
    fn a_detail_that_stands_where_an_answer_or_an_error_should_is_a_refusal() {
        const TYPE: &str = r#""@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure""#;
        const REASON: &str = r#""type":"PRECHECK_FAILURE_TYPE_NCMEC""#;
        let fields = [
            TYPE.to_owned(),
            REASON.to_owned(),
            format!("{TYPE},{REASON}"),
            format!("{REASON},{TYPE}"),
            TYPE.replace("@type", "\\u0040type"),
            REASON.replace("type\"", "t\\u0079pe\""),
        ];
        let others = [
            "",
            r#","message":"m""#,
            r#","details":[]"#,
            r#","details":"md5::a""#,
            r#","code":1"#,
        ];
        for (fields, other) in fields
            .iter()
            .flat_map(|one| others.map(|other| (one, other)))
        {
            let detail = format!("{{{fields}{other}}}");
            for body in [detail.clone(), format!(r#"{{"error":{detail}}}"#)] {
                let said = read(body.as_bytes()).status.unwrap_or_default();
                assert_eq!(refusals_in(&said).len(), 1, "{body}: {said:?}");
                let decoded = [
                    decode::<GetJobResponse>(body.as_bytes()).err(),
                    decode::<ListJobsResponse>(body.as_bytes()).err(),
                    decode::<Job>(body.as_bytes()).err(),
                ];
                for error in decoded {
                    let status = error.as_ref().and_then(|error| error.status());
                    assert!(
                        status.is_some_and(|status| !refusals_in(status).is_empty()),
                        "{body}"
                    );
                }
            }
        }
        // Only the two names count, and only with what a refusal says.
        for body in [
            r#"{"job":{"type":"IMAGE"}}"#,
            r#"{"job":{"note":"PrecheckFailure"}}"#,
            r#"{"jobs":[{"@type":"type.googleapis.com/google.rpc.RequestInfo"}]}"#,
        ] {
            assert!(read(body.as_bytes()).status.is_none(), "{body}");
        }
    }
}
