//! `cargo xtask ci`: runs every check that a change must pass.

mod browser;
mod instructions;
mod msrv;
mod oldest;
mod steps;
mod tables;
mod wasm;

use std::io::Write as _;
use std::time::{Duration, Instant};

pub(crate) use self::instructions::run as instructions;
use self::steps::{STEPS, Step, Work};
use crate::failure::Failure;
use crate::tools;
use crate::workspace::Workspace;

/// The values that `--only` accepts.
pub(crate) fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Lists the steps.
pub(crate) fn list() {
    for step in STEPS {
        println!("{:12} {}", step.name, step.says);
    }
}

/// Runs the steps, or those in `only`, and stops at the first failure.
pub(crate) fn run(workspace: &Workspace, only: &[String]) -> Result<(), Failure> {
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
        .collect();
    let mut done: Vec<(&str, Duration)> = Vec::new();
    for step in &chosen {
        println!("==> {}: {}", step.name, step.says);
        let start = Instant::now();
        let outcome = step
            .work
            .iter()
            .try_for_each(|work| perform(work, workspace));
        let took = start.elapsed();
        if let Err(failure) = outcome {
            summary(&done);
            println!("{:12} {:7.1} s  failed", step.name, took.as_secs_f64());
            let left = chosen.len() - done.len() - 1;
            println!("{} passed, 1 failed, {left} not run", done.len());
            eprintln!("{failure}");
            return Err(
                Failure::new(format!("the step {} failed", step.name)).with_hint(format!(
                    "`cargo xtask ci --only {}` runs it alone",
                    step.name
                )),
            );
        }
        println!("<== {}: {:.1} s", step.name, took.as_secs_f64());
        done.push((step.name, took));
    }
    summary(&done);
    println!("{} passed, 0 failed", done.len());
    Ok(())
}

fn summary(done: &[(&str, Duration)]) {
    println!();
    for (name, took) in done {
        println!("{name:12} {:7.1} s  ok", took.as_secs_f64());
    }
    if done.len() > 1 {
        let all: Duration = done.iter().map(|(_, took)| *took).sum();
        println!("{:12} {:7.1} s", "in all", all.as_secs_f64());
    }
}

fn perform(work: &Work, workspace: &Workspace) -> Result<(), Failure> {
    match work {
        Work::Task(task) => task(workspace),
        Work::Cargo(arguments) => cargo(workspace, arguments, &[]),
        Work::CargoWith(variables, arguments) => cargo(workspace, arguments, variables),
    }
}

fn cargo(
    workspace: &Workspace,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<(), Failure> {
    let said: Vec<String> = variables
        .iter()
        .map(|(name, value)| format!("{name}='{value}' "))
        .collect();
    let said = format!("{}cargo {}", said.concat(), arguments.join(" "));
    println!("    {said}");
    // The child writes to the same streams, so print this line first.
    let _ = std::io::stdout().flush();
    let mut command = crate::cargo::cargo(workspace);
    command.args(arguments).envs(variables.iter().copied());
    // Most tests wait for the program or the gateway, so two for each core.
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        command.env("RUST_TEST_THREADS", (2 * cores).to_string());
    }
    tools::run(&said, &mut command)
}
