//! The tests of outcomes: one binary, with one module per subject.

mod allocations;
mod columns;
mod error_within;
mod evidence;
mod failed;
mod fixtures;
mod flatten;
mod flatten_beside;
mod from_end;
mod kept;
mod parquet_metadata;
mod table;
mod table_batches;
mod table_of_jobs;
mod tables;
mod tuning;
mod two_contents;
mod usage;
mod verdict;
mod words;
