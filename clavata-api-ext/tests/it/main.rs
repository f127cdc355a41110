//! The tests of what needs no gateway: one binary, with a module for each subject.

mod content_allocations;
mod files;
mod flatten;
mod outcomes_allocations;
mod outcomes_evidence;
mod outcomes_failed;
mod outcomes_fixtures;
mod outcomes_verdict;
mod table;
mod table_batches;
mod tables;
