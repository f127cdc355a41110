//! Rows and verdicts from answers of Clavata's content-moderation API, without an HTTP stack. Verdicts
//! fail closed.
//!
//! A job is a tree. Each result has a report; the report has labels, and the labels have rules. The report
//! and each label may have an exception block. [`Rows`] yields one [`Row`] for each node. [`Verdict`] says
//! what you may do with the content. It is clear only if every part that must answer says no.
//!
//! Read answers with [`decode`] or [`read`](fn@read), not with `serde_json`: what the gateway says next to an answer, such
//! as a refusal, would be lost.
//!
//! Depend on this crate if you already have the answers. `clavata-api-ext`, which fetches them, exports
//! everything here under the same names.

// docs.rs shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod around;
mod cell;
mod content_result;
mod doubt;
mod flat;
pub mod flatten;
mod hashes;
mod job;
mod job_row;
mod kept;
mod labels;
mod level;
mod matches;
mod metadata;
mod node;
mod reason;
mod record;
mod report_rows;
mod row;
mod rows;
#[cfg(feature = "arrow")]
pub mod tables;
mod tally;
mod text;
pub mod tuning;
mod two_contents;
mod usage;
mod usage_row;
mod verdict;
mod words;

pub use cell::Cell;
/// The generated types, as the contract names them.
pub use clavata_api::types as api;
/// Decodes answers that you already have, in any of the gateway's dialects.
pub use clavata_api::{Arrived, DecodeError, Id, JobsPage, News, Value, decode, read, salvage};
pub use content_result::{ContentResult, ContentResults};
pub use doubt::{Doubt, Place};
pub use job::Job;
pub use job_row::JobRow;
pub use labels::LabelResult;
pub use level::{Level, RowKind};
pub use matches::{Match, Matches};
pub use metadata::Metadata;
pub use node::Basis;
pub use reason::Reason;
pub use record::{Field, FieldKind, Record};
pub use row::Row;
pub use rows::Rows;
pub use two_contents::are_of_different_content;
pub use usage::Usage;
pub use usage_row::UsageRow;
pub use verdict::{Decision, Verdict};
