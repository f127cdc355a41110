//! The tests of the tasks: one binary, with a module for each subject.

mod codegen;
mod diff;
mod drift;
mod layout;
mod licences;
mod no_http;
mod rooms;
mod support;
