//! Tests that need no gateway: one binary, with a module for each subject.

mod content_allocations;
mod features;
mod files;
mod future_sizes;
