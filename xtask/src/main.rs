//! The tasks of this workspace: `cargo xtask <task>`.

mod api;
mod bench;
mod cargo;
mod ci;
mod client_copy;
mod codegen;
mod demo;
mod diff;
mod drift;
mod failure;
mod fuzz;
mod lint;
mod made;
mod model;
mod mutate;
mod package;
mod readme;
mod tools;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::workspace::Workspace;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The tasks of this workspace")]
struct Arguments {
    /// Work on the workspace in this folder
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Generate clavata-api/src/generated.rs from openapi/clavata.yaml
    Codegen {
        /// Compare instead of writing: print the difference, and exit with 1 if there is one
        #[arg(long)]
        check: bool,
    },
    /// Write the public API of the libraries to docs/api
    Api {
        /// Compare instead of writing: print the difference, and exit with 1 if there is one
        #[arg(long)]
        check: bool,
    },
    /// Check the contract and its examples against the rules of openapi/README.md
    Lint {
        /// List the rules instead of checking them
        #[arg(long)]
        rules: bool,
    },
    /// Compare the contract, and the Rust code generated from it, with the last release. Exits with 0 if at most
    /// documentation changed, 3 if something is new or deprecated, 4 if behavior changed, 5 if callers' code
    /// breaks, 6 if a value is no longer hidden; with 2 if a document cannot be used
    Diff {
        /// The revision or file to compare with; the last tag v* if omitted
        #[arg(long, value_name = "REV|FILE")]
        against: Option<String>,
        /// How to print the changes
        #[arg(long, value_enum, default_value_t = diff::Format::Text)]
        format: diff::Format,
    },
    /// Record in openapi/accepted.yaml that a change of the contract was reviewed and does not count
    Accept {
        /// The text that `diff` prints in brackets after the change
        fingerprint: String,
        /// Why it is right, in one sentence
        #[arg(long, value_name = "REASON")]
        because: String,
        /// The revision or file to compare with; the last tag v* if omitted
        #[arg(long, value_name = "REV|FILE")]
        against: Option<String>,
    },
    /// Compare the contract with a saved copy of the vendor's document: each departure needs a reason in
    /// openapi/departures.yaml. Exits with 1 if a reason is missing or stale; with 2 if a document cannot be used
    Drift {
        /// The vendor's document, OpenAPI 3.0 as JSON or YAML
        file: PathBuf,
    },
    /// Edit a copy of the contract at random: lint must reject each edit at its line, or the edit must become a client
    /// that compiles and returns the bodies that it reads
    Mutate {
        /// The number of edits
        #[arg(long, default_value_t = 400)]
        edits: usize,
        /// The seed of the random edits: the same seed makes the same edits
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Fetch a job from a mock gateway, wait for it and print its verdict. With the id of a job and `CLAVATA_API_KEY`,
    /// use the real gateway
    Demo {
        /// The id of a job at the real gateway
        job: Option<String>,
    },
    /// Measure the speed of the client and the program in release mode. Writes docs/bench.md, its plot and the README's
    /// sentence, appends to docs/bench-history.csv, and reports what is 10 % worse than in the last run
    Bench {
        /// Measure everything on small inputs, to check that it works, and write nothing
        #[arg(long)]
        quick: bool,
    },
    /// Count the instructions of three small runs with valgrind, and compare them with tests/speed/instructions.csv
    Instructions {
        /// Write the counts instead of comparing them
        #[arg(long)]
        update: bool,
    },
    /// Package the libraries, and build a crate outside the workspace with the packages
    Package,
    /// Run the commands of README.md
    Readme,
    /// Run every check that a change must pass
    Ci {
        /// Run only this step; can be given several times
        #[arg(long, value_name = "STEP", value_parser = ci::step_names())]
        only: Vec<String>,
        /// List the steps instead of running them
        #[arg(long)]
        list: bool,
    },
    /// Run the fuzz targets, if a nightly toolchain and cargo-fuzz are installed
    Fuzz {
        /// The number of seconds for each target
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Run only this target; can be given several times
        #[arg(long, value_name = "TARGET", value_parser = fuzz::target_names())]
        target: Vec<String>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            failure.code()
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let workspace = arguments
        .root
        .map_or_else(Workspace::find, |root| Ok(Workspace::at(root)))?;
    match arguments.task {
        Task::Codegen { check } => codegen::run(&workspace, check),
        Task::Api { check } => api::run(&workspace, check),
        Task::Diff { against, format } => {
            let code = diff::run(&workspace, against.as_deref(), format)?;
            return Ok(ExitCode::from(code));
        }
        Task::Accept {
            fingerprint,
            because,
            against,
        } => diff::accept(&workspace, &fingerprint, &because, against.as_deref()),
        Task::Drift { file } => drift::run(&workspace, &file),
        Task::Mutate { edits, seed } => mutate::run(&workspace, edits, seed),
        Task::Lint { rules: false } => lint::run(&workspace),
        Task::Lint { rules: true } => {
            lint::list();
            Ok(())
        }
        Task::Bench { quick } => bench::run(&workspace, quick),
        Task::Instructions { update } => ci::instructions(&workspace, update),
        Task::Fuzz { seconds, target } => fuzz::run(&workspace, seconds, &target),
        Task::Demo { job } => demo::run(&workspace, job.as_deref()),
        Task::Package => package::run(&workspace),
        Task::Readme => readme::run(&workspace),
        Task::Ci { list: true, .. } => {
            ci::list();
            Ok(())
        }
        Task::Ci { only, list: false } => ci::run(&workspace, &only),
    }?;
    Ok(ExitCode::SUCCESS)
}
