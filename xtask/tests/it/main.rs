//! The tests of the tasks: one binary, with a module for each subject.

mod claim;
mod codegen;
mod codegen_errors;
mod diff;
mod drift;
mod layout;
mod licenses;
mod no_http;
mod readme;
mod rooms;
mod sandbox;
mod support;
