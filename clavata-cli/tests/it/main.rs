//! The tests of the program: one binary, with a module for each subject.

mod batch;
mod create;
mod doctor;
mod evaluate;
mod evaluate_cut;
mod evaluate_lines;
mod evaluate_matching;
mod exit_codes;
mod exit_verdict;
mod flatten;
mod flatten_input;
mod flatten_large;
mod job;
mod jobs;
mod labels;
mod nothing_wrong_passes;
mod output;
mod reconcile;
mod secrets;
mod signals;
mod support;
mod table;
mod tables;
mod terminal;
mod what_arrives;
