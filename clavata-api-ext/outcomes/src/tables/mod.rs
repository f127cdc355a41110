//! Rows as tables: Arrow record batches, Parquet files and Arrow files, for the engines that read them.
//!
//! [`RowBatches`] turns rows into record batches of one [`schema`]; [`ParquetWriter`] and
//! [`ArrowFileWriter`] write them. All take one [`Row`](crate::Row) at a time, of a decoded job or
//! straight from bytes, and hold a bounded part of the table in memory, however long it is.
//!
//! ```
//! use clavata_outcomes::Job;
//! use clavata_outcomes::tables::ParquetWriter;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let job: Job = serde_json::from_str(r#"{"results": [{"report": {"result": "OUTCOME_TRUE"}}]}"#)?;
//!
//! let mut file = Vec::new(); // or a File; it is written in large pieces
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
//! Parquet is the format to keep and to query: it is small, and every engine reads it. An Arrow
//! file is larger and needs no decoding; take it to hand a table to another program.

mod arrow_file;
mod batches;
mod columns;
mod failure;
mod parquet_file;
mod plain;
mod schema;

/// Some rows, column by column.
pub use arrow_array::RecordBatch;
pub use arrow_file::ArrowFileWriter;
pub use batches::{RowBatches, RowTooLarge};
pub use parquet_file::ParquetWriter;
pub use schema::schema;
