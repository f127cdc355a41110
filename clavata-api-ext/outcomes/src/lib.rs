//! What answers of Clavata's content-moderation API found: rows for tables, and a verdict that fails
//! closed. Without an HTTP stack.
//!
//! A job holds a tree: results, each with a report; the report's labels; their rules; an exception
//! block at the report and at each label. [`Rows`] walks it, one [`Row`] a node and none left out.
//! [`Verdict`] says what may be done with the content, and says "clear" only where every part that
//! should speak does speak and says no.
//!
//! Depend on this crate if you hold answers already. `clavata-api-ext`, which gets them, has all of
//! this under the same names.

// docs.rs says which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod content_result;
pub mod flatten;
mod hashes;
mod job;
mod labels;
mod matches;
mod metadata;
mod node;
mod reason;
mod row;
mod rows;
#[cfg(feature = "arrow")]
pub mod tables;
mod tally;
mod text;
mod verdict;

/// The generated types, as the contract names them.
pub use clavata_api::types as api;
/// Decoding of answers that you already hold, in any of the gateway's dialects.
pub use clavata_api::{Arrived, DecodeError, Id, JobsPage, Value, decode, read, salvage};
pub use content_result::{ContentResult, ContentResults};
pub use job::Job;
pub use labels::LabelResult;
pub use matches::{Match, Matches};
pub use metadata::Metadata;
pub use node::Basis;
pub use reason::{Doubt, Place, Reason};
pub use row::{Level, Row, RowKind};
pub use rows::Rows;
pub use verdict::{Decision, Verdict};
