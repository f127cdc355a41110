//! The program `clavata`: content moderation jobs from the command line.
//!
//! It is a user of the library and contains no domain rules, only arguments, formats, progress and exit codes.
//! Results go to stdout, everything else to stderr.

mod archive;
mod arguments;
mod commands;
mod connection;
mod content;
mod duration;
mod exit;
mod input;
mod output;
mod progress;
mod settings;
mod signals;
mod terminal;
mod verdicts;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;

use exit::{Code, End};

fn main() -> ExitCode {
    if let Ok(key) = std::env::var("CLAVATA_API_KEY") {
        terminal::keep_secret(&key);
    }
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong(&error),
    };
    terminal::set_color(arguments.color);
    terminal::set_quiet(arguments.quiet);
    settings::choose(arguments.profile);
    signals::listen();
    exit::report(&commands::run(arguments.command))
}

/// Prints the help, or what is wrong with the arguments. Masks the key, which may be an argument.
fn wrong(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return exit::report(&error.print().map_err(End::from));
    }
    // If the stream is gone, the exit code remains.
    match terminal::masked(&error.to_string()) {
        Some(masked) => drop(io::stderr().write_all(masked.as_bytes())),
        None => drop(error.print()),
    }
    ExitCode::from(Code::Input as u8)
}
