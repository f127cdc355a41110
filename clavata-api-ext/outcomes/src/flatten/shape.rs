//! Recognizes which kind of answer a value is.

use clavata_api::json::{Cursor, Fault, is_spelled};

/// A kind of answer that `flatten` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    GetJob,
    ListJobs,
    Evaluate,
    Job,
}

/// The shape of a value that has this key.
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

pub(super) const UNKNOWN: &str = "neither a job, nor a list of jobs, nor an evaluation";

/// Whether this key shows that a value is a bare job.
pub(super) fn tells_job(key: &str) -> bool {
    TELLING.contains(&(key, Shape::Job))
}

/// The shape of a value, by the first key that shows it. An error may also come with other answers.
pub(super) fn shape_of(value: &str) -> Option<Shape> {
    let mut cursor = Cursor::new(value);
    let mut shape = None;
    // An error can be ignored: the caller finds it when it reads the value.
    let _ = cursor.entries(|cursor, key| {
        let mut telling = TELLING.iter();
        let told = telling.find(|(name, _)| is_spelled(key.as_bytes(), name));
        shape = told.or(shape);
        match told {
            Some((name, _)) if *name != "error" => Err(Fault),
            _ => cursor.skip(),
        }
    });
    shape.map(|(_, shape)| *shape)
}
