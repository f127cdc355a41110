//! The tasks of this workspace: `cargo xtask <task>`.

mod codegen;
mod diff;
mod failure;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The tasks of this workspace")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make clavata-api/src/generated.rs from openapi/clavata.yaml
    Codegen {
        /// Write nothing: compare, print the difference, exit 1 if there is one
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let workspace = Workspace::find();
    let outcome = match arguments.task {
        Task::Codegen { check } => codegen::run(&workspace, check),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
