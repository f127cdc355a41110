//! The tests of the program: one binary, with a module for each subject.

mod api;
mod archive;
#[cfg(unix)]
mod archive_killed;
mod batch;
mod columns_where;
mod config;
mod create;
mod csv_words;
mod described;
mod doctor;
mod evaluate;
mod evaluate_cut;
mod evaluate_files;
mod evaluate_lines;
mod evaluate_matching;
mod exit_codes;
mod exit_verdict;
mod flatten;
mod flatten_files;
mod flatten_input;
mod flatten_large;
mod flatten_news;
mod flatten_packed;
mod flatten_refusals;
mod job;
mod jobs;
mod jobs_follow;
mod labels;
mod nothing_wrong_passes;
mod output;
mod output_named;
#[cfg(unix)]
mod progress;
mod reconcile;
mod report;
mod secrets;
mod signals;
mod support;
mod table;
mod table_of_jobs;
mod tables;
mod terminal;
mod tuning;
mod verdict_lines;
mod what_arrives;
