//! Shared by the tests of reconcile: markers, and jobs that have them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clavata_api_ext::{Marker, Reconciled};
use mock_gateway::Answer;
use serde_json::{Value, json};
use uuid::Uuid;

/// The marker of a create that began this many seconds ago and took at most a minute.
pub(crate) fn marker(seconds: u64) -> Marker {
    let made = SystemTime::now() - Duration::from_secs(seconds);
    let made = made.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let random = fastrand::u64(..);
    let bytes = (made << 80) | (6 << 64) | u128::from(random);
    let id = uuid::Builder::from_custom_bytes(bytes.to_be_bytes()).into_uuid();
    id.to_string().parse().unwrap()
}

/// A marker whose job would certainly be listed by now.
pub(crate) fn old() -> Marker {
    marker(3600)
}

#[allow(clippy::needless_pass_by_value)] // `json!(…)` is passed by value
pub(crate) fn job(number: u128, metadata: Value) -> Value {
    json!({
        "jobUuid": Uuid::from_u128(number),
        "status": "JOB_STATUS_COMPLETED",
        "created": chrono::Utc::now(),
        "contentData": [{"contentHash": "md5::1", "metadata": metadata}],
    })
}

pub(crate) fn mine(marker: Marker) -> Value {
    json!({"id": "1", "clavata.create": marker.to_string()})
}

pub(crate) fn page(jobs: &[Value], next: &str) -> Answer {
    let body = json!({"jobs": jobs, "nextPageToken": next});
    Answer::json(200, body.to_string())
}

pub(crate) fn found(reconciled: &Reconciled) -> Option<Vec<String>> {
    let Reconciled::Found(jobs) = reconciled else {
        return None;
    };
    let ids = jobs
        .iter()
        .map(|job| job.job_uuid.as_ref().unwrap().to_string());
    Some(ids.collect())
}
