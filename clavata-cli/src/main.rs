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
mod format;
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

/// Prints the help, or what is wrong with the arguments. An argument may be text from outside, or even the key.
fn wrong(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return exit::report(&error.print().map_err(End::from));
    }
    // Without colors, which could not be told from control sequences of an argument. Its line breaks remain.
    let text = error.to_string();
    let lines: Vec<_> = text.split('\n').map(terminal::plain).collect();
    // If the stream is gone, the exit code remains.
    let _ = io::stderr().write_all(lines.join("\n").as_bytes());
    ExitCode::from(Code::Input as u8)
}
