//! Runs the commands.

mod api;
mod archive;
mod batch;
mod batch_list;
mod billed;
mod compare;
mod config;
mod create;
mod described;
mod doctor;
mod evaluate;
mod flatten;
mod given_rows;
mod in_part;
mod job;
mod jobs;
mod jobs_follow;
mod labels;
mod query;
mod reconcile;
mod sweep;

use std::future::Future;

use crate::arguments::Command;
use crate::exit::{Code, End, Failure};
use crate::terminal::note;
use crate::{output, settings, signals};

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Result<(), End> {
    if !command.needs_no_settings() {
        command.fill(settings::load()?);
    }
    if let Some(shown) = command.shown() {
        output::check(shown, command.table())?;
    }
    let (target, inputs) = command.target_and_inputs();
    let inputs = inputs.into_iter().flat_map(flatten::answers_below);
    output::check_inputs(target, inputs)?;
    let exit_verdict = command.shown().is_some_and(|shown| shown.exit_verdict);
    let is_paid = command.is_paid();
    let outcome = match command {
        Command::Job(arguments) => online(job::run(arguments)),
        Command::Jobs(arguments) => online(jobs::run(arguments)),
        Command::Create(arguments) => online(create::run(arguments)),
        Command::Reconcile(arguments) => online(reconcile::run(arguments)),
        Command::Evaluate(arguments) => online_attended(evaluate::run(arguments)),
        Command::Labels(arguments) => online(labels::run(arguments)),
        Command::Api(arguments) => online(api::run(arguments)),
        Command::Doctor(arguments) => online(doctor::run(arguments)),
        Command::Archive(arguments) => archive::run(&arguments),
        Command::Query(arguments) => online(query::run(arguments)),
        Command::Batch(arguments) => online_attended(batch::run(arguments.command)),
        Command::Config(_) => config::run(),
        Command::Completions(arguments) => described::completions(arguments.shell),
        Command::Man => described::manual(),
        Command::Flatten(arguments) => flatten::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        // A report is what `flatten` prints in a format of its own.
        Command::Report(arguments) => return run(Command::Flatten(arguments.into())),
    };
    match outcome {
        // A command that ended early must not count as clear.
        Err(End::NobodyReads) if exit_verdict => Err(End::Verdict(Code::Undetermined)),
        Err(End::Interrupted) if is_paid => {
            note(
                "the request may have been carried out, and billed: check before you send it again",
            );
            Err(End::Interrupted)
        }
        outcome => outcome,
    }
}

/// Runs a command that calls the gateway until it is done or a signal arrives. A signal drops the command's output,
/// which keeps what has arrived.
fn online(command: impl Future<Output = Result<(), End>>) -> Result<(), End> {
    online_attended(heeding(command))
}

/// Waits until a command is done or a signal arrives.
async fn heeding(command: impl Future<Output = Result<(), End>>) -> Result<(), End> {
    tokio::select! {
        biased;
        _ = signals::wait() => Err(End::Interrupted),
        outcome = command => outcome,
    }
}

/// Runs a command that calls the gateway and handles signals itself.
fn online_attended(command: impl Future<Output = Result<(), End>>) -> Result<(), End> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            let what = format!("cannot start: {error}");
            Failure::new(
                Code::Output,
                what,
                "the system is short of resources; try again",
            )
        })?;
    let outcome = runtime.block_on(command);
    // Do not wait for name lookups or file reads that are still running.
    runtime.shutdown_background();
    outcome
}
