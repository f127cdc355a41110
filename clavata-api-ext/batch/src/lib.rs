//! Whole batch jobs of Clavata's content-moderation API, from a CSV file to a CSV file.
//!
//! [`BatchRun`] checks the input, creates the batch job, uploads, waits, downloads, and joins the output
//! to the input. You can interrupt it at any point and run it again to continue. It fails closed: the
//! report lists every row without an answer, and such a row has not passed.
//!
//! To do the steps yourself, use the calls of [`Batch`](clavata_api_ext::Batch).

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

pub use answers::{AnswerFault, AnswerProblem, BatchRow, BatchRows};
pub use error::BatchError;
pub use input::{CheckedInput, check};
pub use progress::BatchProgress;
pub use report::BatchReport;
pub use row_problem::{BatchWarning, RowFault, RowProblem};
pub use run::BatchRun;
