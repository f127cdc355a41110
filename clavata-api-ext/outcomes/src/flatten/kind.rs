//! Which answer a value is.

use clavata_api::json::{Cursor, Fault, is_spelled};

/// Which answer a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    GetJob,
    ListJobs,
    Evaluate,
    Job,
}

/// What a key gives away.
const TELLING: [(&str, Kind); 10] = [
    ("job", Kind::GetJob),
    ("jobs", Kind::ListJobs),
    ("nextPageToken", Kind::ListJobs),
    ("result", Kind::Evaluate),
    ("error", Kind::Evaluate),
    ("jobUuid", Kind::Job),
    ("customerId", Kind::Job),
    ("status", Kind::Job),
    ("contentData", Kind::Job),
    ("results", Kind::Job),
];

/// The kind of a value, by its first telling key.
pub(super) fn kind_of(value: &str) -> Option<Kind> {
    let mut cursor = Cursor::new(value);
    let mut kind = None;
    // A fault is no news here: it is why somebody asks.
    let _ = cursor.entries(|cursor, key| {
        let mut telling = TELLING.iter();
        kind = telling.find(|(name, _)| is_spelled(key.as_bytes(), name));
        match kind {
            Some(_) => Err(Fault),
            None => cursor.skip(),
        }
    });
    kind.map(|(_, kind)| *kind)
}
