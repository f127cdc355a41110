//! Which of the answers that `flatten` knows a value is.

use clavata_api::json::{Cursor, Fault, is_spelled};

/// Which of the answers that `flatten` knows a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    GetJob,
    ListJobs,
    Evaluate,
    Job,
}

/// What a key gives away.
const TELLING: [(&str, Shape); 10] = [
    ("job", Shape::GetJob),
    ("jobs", Shape::ListJobs),
    ("nextPageToken", Shape::ListJobs),
    ("result", Shape::Evaluate),
    ("error", Shape::Evaluate),
    ("jobUuid", Shape::Job),
    ("customerId", Shape::Job),
    ("status", Shape::Job),
    ("contentData", Shape::Job),
    ("results", Shape::Job),
];

/// The shape of a value, by its first telling key.
pub(super) fn shape_of(value: &str) -> Option<Shape> {
    let mut cursor = Cursor::new(value);
    let mut shape = None;
    // A fault is no news here: it is why somebody asks.
    let _ = cursor.entries(|cursor, key| {
        let mut telling = TELLING.iter();
        shape = telling.find(|(name, _)| is_spelled(key.as_bytes(), name));
        match shape {
            Some(_) => Err(Fault),
            None => cursor.skip(),
        }
    });
    shape.map(|(_, shape)| *shape)
}
