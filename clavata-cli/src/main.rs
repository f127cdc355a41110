//! The program `clavata`: content moderation jobs from the command line.
//!
//! It is the library's first user and holds no rule of the domain: arguments, formats, progress
//! and exit codes. Results go to stdout, everything else to stderr.

mod arguments;
mod commands;
mod connection;
mod content;
mod duration;
mod exit;
mod input;
mod output;
mod progress;
mod signals;
mod terminal;
mod verdicts;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    signals::listen();
    exit::report(commands::run(arguments.command))
}
