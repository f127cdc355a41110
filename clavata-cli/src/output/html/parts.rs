//! The parts of the report's data. A `u32` is an index into a list of the [model](super::model): `texts`,
//! unless stated otherwise.

use serde::Serialize;

/// What an outcome means. Only `No` means that nothing matched.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    No,
    Yes,
    Failed,
    /// The outcome of a rule that did not have to be evaluated.
    Unspecified,
    Unknown,
}

/// A node of a tree: kind, label, message and index.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Node(
    pub(super) &'static str,
    pub(super) Option<u32>,
    pub(super) Option<u32>,
    pub(super) Option<usize>,
);

#[derive(Serialize)]
pub(super) struct JobShown {
    pub(super) id: Option<u32>,
    pub(super) status: u32,
    pub(super) verdict: &'static str,
    pub(super) reason: Option<u32>,
    pub(super) content: usize,
    pub(super) results: usize,
}

#[derive(Serialize)]
pub(super) struct Content {
    /// Its index in `jobs`, if it came with a whole job.
    pub(super) job: Option<usize>,
    pub(super) job_uuid: Option<u32>,
    pub(super) index: usize,
    pub(super) hash: u32,
    pub(super) policy: Option<u32>,
    /// `None` if the server sent none.
    pub(super) threshold: Option<f64>,
    pub(super) verdict: &'static str,
    pub(super) reason: Option<u32>,
    /// When it was evaluated, in milliseconds since 1970.
    pub(super) time: Option<i64>,
    /// Input tokens and billed tokens.
    pub(super) tokens: Option<(u64, u64)>,
    /// Keys and values alternately.
    pub(super) metadata: Vec<u32>,
    pub(super) shape: u32,
    pub(super) outcomes: Vec<u32>,
    pub(super) scores: Vec<Option<f64>>,
}

/// What could not be read, and where it was.
#[derive(Serialize)]
pub(super) struct Problem {
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) why: String,
}
