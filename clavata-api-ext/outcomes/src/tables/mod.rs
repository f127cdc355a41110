//! Rows as tables: Arrow record batches, Parquet files and Arrow files.
//!
//! [`RecordBatches`] turns rows of a table into record batches of one schema; [`ParquetWriter`] and
//! [`ArrowFileWriter`] write them to files. Each takes one row at a time: a [`Row`](crate::Row), from a decoded
//! job or straight from bytes, or a row of another table. Memory is bounded, however long the table is.
//!
//! ```
//! use clavata_outcomes::{Job, decode};
//! use clavata_outcomes::tables::ParquetWriter;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let job: Job = decode(br#"{"results": [{"report": {"result": "OUTCOME_TRUE"}}]}"#)?;
//!
//! let mut file = Vec::new(); // or a File; it is written in large chunks
//! let mut table = ParquetWriter::new(&mut file)?;
//! for row in job.rows() {
//!     table.write(&row)?;
//! }
//! table.finish()?;
//! assert!(file.starts_with(b"PAR1"));
//! # Ok(())
//! # }
//! ```
//!
//! Use Parquet to store and query tables: it is small, and every engine reads it. Use an Arrow file
//! to pass a table to another program: it is larger, but needs no decoding.

mod arrow_file;
mod columns;
mod failure;
mod parquet_file;
mod plain;
mod record_batches;
mod schema;

/// Some rows, column by column.
pub use arrow_array::RecordBatch;
pub use arrow_file::ArrowFileWriter;
pub use parquet_file::ParquetWriter;
pub use record_batches::{RecordBatches, RowTooLarge};
pub use schema::{job_schema, schema};
