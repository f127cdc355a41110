//! What a job found: rows for tables, and a verdict that fails closed.
//!
//! A job holds a tree: results, each with a report; the report's labels; their rules; an exception
//! block at the report and at each label. [`Rows`] walks it, one [`Row`] a node and none left out.
//! [`Verdict`] says what may be done with the content, and says "clear" only where every part that
//! should speak does speak and says no.

mod content_result;
mod hashes;
mod labels;
mod matches;
mod metadata;
mod node;
mod reason;
mod row;
mod rows;
mod tally;
mod verdict;

pub use content_result::{ContentResult, Results};
pub use labels::LabelResult;
pub use matches::{Match, Matches};
pub use metadata::Metadata;
pub use node::Basis;
pub use reason::{Doubt, Place, Reason};
pub use row::{Level, Row, RowKind};
pub use rows::Rows;
pub use verdict::{Decision, Flagged, OnUndetermined, Verdict};

pub(crate) use metadata::Pairs;
#[cfg(feature = "client")]
pub(crate) use metadata::{INPUT_KEY, MARKER_KEY, is_reserved};
pub(crate) use node::{has_failed, score};
pub(crate) use tally::{At, JobTally, ResultTally, Saying, Tallied};
