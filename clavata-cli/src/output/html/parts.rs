//! What the page's data is made of. A `u32` is a place in a list of the [model](super::model): in `texts`, if nothing else is said.

use serde::Serialize;

/// What an outcome means. Only `No` means no match.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    No,
    Yes,
    Failed,
    /// A rule that was not needed has no outcome.
    Unspecified,
    Unknown,
}

/// A node of a tree: its kind, label, message and index.
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
    /// Its place among `jobs`, if it came with a whole job.
    pub(super) job: Option<usize>,
    pub(super) job_uuid: Option<u32>,
    pub(super) index: usize,
    pub(super) hash: u32,
    pub(super) policy: Option<u32>,
    /// `None` if the server sent none.
    pub(super) threshold: Option<f64>,
    pub(super) verdict: &'static str,
    pub(super) reason: Option<u32>,
    /// When it was judged, in milliseconds since 1970.
    pub(super) time: Option<i64>,
    /// Input tokens and billed tokens.
    pub(super) tokens: Option<(u64, u64)>,
    /// Keys and values in turn.
    pub(super) metadata: Vec<u32>,
    pub(super) shape: u32,
    pub(super) outcomes: Vec<u32>,
    pub(super) scores: Vec<Option<f64>>,
}

/// What could not be read, and where.
#[derive(Serialize)]
pub(super) struct Problem {
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) why: String,
}
