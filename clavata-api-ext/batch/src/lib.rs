//! Runs batch jobs of Clavata's content-moderation API, from a CSV file to a CSV file.
//!
//! [`BatchRun`] checks the input, creates the batch job, uploads, waits, downloads, and joins the output
//! to the input. You can interrupt it at any point and start it again to continue. It fails closed: the
//! report lists every row without an answer, and these rows have not passed.
//!
//! For the single steps, use the calls of [`Batch`](clavata_api_ext::Batch).

// So that docs.rs shows which feature an item needs.
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
