//! Whole batch jobs of Clavata's content-moderation API, from a CSV file to a CSV file.
//!
//! [`BatchRun`] checks the input, creates the batch job, uploads, waits, downloads, and joins what
//! came to the input. It can be interrupted at any point and goes on when it is run again. It fails
//! closed: a row without an answer is named, and has not passed.
//!
//! The calls that it makes are those of [`Batch`](clavata_api_ext::Batch), for programs that go from
//! step to step themselves.

// docs.rs says which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answers;
mod csv_scan;
mod disk;
mod error;
mod fingerprint;
mod input;
mod progress;
mod ref_ids;
mod report;
mod row_problem;
mod run;
mod state;

pub use answers::{AnswerFault, AnswerProblem};
pub use error::BatchError;
pub use input::{CheckedInput, check};
pub use progress::BatchProgress;
pub use report::BatchReport;
pub use row_problem::{BatchWarning, RowFault, RowProblem};
pub use run::BatchRun;
