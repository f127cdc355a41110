//! Rows, verdicts and a client that fails closed.

mod job;
mod outcomes;

/// The generated types that answers decode to.
pub use clavata_api::types as api;
pub use job::Job;
pub use outcomes::{
    ContentResult, Decision, Doubt, Flagged, LabelResult, Level, Match, Matches, Metadata,
    OnUndetermined, Reason, Results, Row, RowKind, Rows, Verdict,
};
