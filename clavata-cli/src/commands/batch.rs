//! `clavata batch`: evaluates a CSV file, lists batch jobs and cancels them.

use std::future::IntoFuture as _;
use std::io::Write as _;
use std::path::Path;

use clavata_api_ext::{Clavata, Error};
use clavata_batch::{BatchError, BatchReport, BatchRun};

use super::{batch_list, heeding};
use crate::archive::Shared;
use crate::arguments::{self, BatchCancel, BatchCommand};
use crate::connection;
use crate::exit::{Code, DO_NOT_PUBLISH, End, Failure};
use crate::output::stdout;
use crate::progress::{Spinner, short_state};
use crate::signals;
use crate::terminal::{counted, note, plain, remark};

/// The most unanswered rows that are named. All are counted.
const NAMED: usize = 20;

pub(super) async fn run(command: BatchCommand) -> Result<(), End> {
    match command {
        BatchCommand::Run(arguments) => judge(arguments).await,
        BatchCommand::List(arguments) => heeding(batch_list::run(arguments)).await,
        BatchCommand::Cancel(arguments) => heeding(cancel(arguments)).await,
    }
}

async fn judge(arguments: arguments::BatchRun) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let policy = arguments.policy.id()?;
    let archive = match &arguments.archive {
        Some(folder) => Some(Shared::open(folder)?),
        None => None,
    };
    let spinner = Spinner::start("checking");
    let told = spinner.clone();
    let (input, output) = (&arguments.input, &arguments.output);
    let mut run = BatchRun::new(&clavata, policy, input, output)
        .with_timeout(arguments.timeout)
        .on_progress(move |progress| told.tell(progress));
    if let Some(name) = &arguments.name {
        run = run.with_name(name);
    }
    if arguments.overwrite {
        run = run.with_overwrite();
    }
    if arguments.start_over {
        run = run.start_over();
    }
    if let Some(archive) = archive.clone() {
        run = run.keep_with(move |rows| {
            rows.try_for_each(|row| archive.batch_row(&row))?;
            archive.sync().map(drop)
        });
    }
    let outcome = tokio::select! {
        biased;
        _ = signals::wait() => None,
        outcome = run.into_future() => Some(outcome),
    };
    drop(spinner);
    let Some(outcome) = outcome else {
        note("nothing is lost: run the same command again to resume; nothing is billed twice");
        return Err(End::Interrupted);
    };
    match outcome {
        Ok(report) => {
            if let Some(archive) = archive {
                remark(&archive.kept().to_string());
            }
            tell(&report)
        }
        Err(error) => Err(failed(&arguments, &error).into()),
    }
}

fn failed(arguments: &arguments::BatchRun, error: &BatchError) -> Failure {
    let input = arguments.input.display();
    let failure = Failure::of_batch(&format!("evaluate {input}"), error);
    let waited = |call: &Error| call.is_timeout() && !call.may_have_been_billed();
    if error.call().is_some_and(waited) {
        let hint = "the batch job continues: run the same command again to keep waiting; nothing is billed twice";
        return failure.with_hint(hint.to_owned());
    }
    let BatchError::File {
        path,
        has_refusals: false,
        ..
    } = error
    else {
        return failure;
    };
    match file_hint(path, arguments) {
        Some(hint) => failure.with_hint(hint.to_owned()),
        None if *path == arguments.input => failure,
        None => failure.with_code(Code::Output),
    }
}

/// What to do about a file that cannot be read or written. `None` if nothing is known but that a run can be resumed.
fn file_hint(path: &Path, arguments: &arguments::BatchRun) -> Option<&'static str> {
    let output = &*arguments.output;
    let mut state = output.as_os_str().to_owned();
    state.push(".clavata-batch.json");
    let may_be_begun = Path::new(&state).try_exists().unwrap_or(true);
    let is_taken = path == output && !arguments.overwrite && output.is_file();
    let folder = output.parent().filter(|folder| *folder != Path::new(""));
    match (may_be_begun, is_taken) {
        // Another output would be another batch job.
        (true, true) if arguments.start_over => Some("move that file away, or use --overwrite"),
        (true, true) => {
            Some("move that file away, or use --overwrite, then run the command again to resume")
        }
        (true, false) => None,
        (false, true) => Some("choose another --output, or use --overwrite"),
        (false, false) if path == arguments.input => Some("name a readable CSV file"),
        // It may hold the state of a run.
        (false, false) if folder.is_some_and(|folder| !folder.exists()) => {
            Some("create or mount the folder")
        }
        (false, false) => (path == output).then_some("choose another --output"),
    }
}

/// Prints a summary of the output, and fails if a row has no answer.
fn tell(report: &BatchReport) -> Result<(), End> {
    let mut out = stdout();
    let printed = writeln!(
        out,
        "{}: {} of {} rows answered by batch job {}",
        plain(&report.output().display().to_string()),
        report.answered(),
        report.rows(),
        plain(report.batch_job_id()),
    );
    End::of(printed.and_then(|()| out.flush()), incomplete(report))
}

/// Returns why the output is incomplete, after naming each reason on stderr.
fn incomplete(report: &BatchReport) -> Option<Failure> {
    if report.is_complete() {
        return None;
    }
    let problems = report.problems();
    for problem in problems.iter().take(NAMED) {
        note(&format!("no answer: {problem}"));
    }
    let named = problems.len().min(NAMED) as u64;
    if report.problem_count() > named {
        note(&format!(
            "no answer: and {} more",
            report.problem_count() - named
        ));
    }
    let missing = report.missing();
    for ref_id in missing.iter().take(NAMED) {
        note(&format!("unanswered: {ref_id}"));
    }
    if missing.len() > NAMED {
        note(&format!("unanswered: and {} more", missing.len() - NAMED));
    }
    let parts = [
        (missing.len() as u64, "row", ["has", "have"], "no answer"),
        (
            report.unknown_rows(),
            "answer",
            ["matches", "match"],
            "no row",
        ),
        (
            report.problem_count(),
            "output row",
            ["is", "are"],
            "no answer",
        ),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<_> = parts
        .map(|(count, noun, verbs, what)| {
            let verb = verbs[usize::from(count > 1)];
            format!("{} {verb} {what}", counted(count, noun))
        })
        .collect();
    let what = format!("the output is incomplete: {}", parts.join(", "));
    if report.has_refusals() {
        let what = format!("the gateway refused content; {what}");
        return Some(Failure::new(Code::ContentRefused, what, DO_NOT_PUBLISH));
    }
    let hint = "rows without an answer have not passed; run the same command again to download the output again at no cost, or add --start-over to evaluate all rows again, which is billed";
    Some(Failure::new(Code::Unreadable, what, hint))
}

async fn cancel(arguments: BatchCancel) -> Result<(), End> {
    let clavata: Clavata = connection::open(&arguments.gateway)?;
    let id = &arguments.id;
    let canceled = clavata.batch().cancel(id).await;
    let state = canceled.map_err(|error| Failure::of("cancel the batch job", &error))?;
    let mut out = stdout();
    writeln!(
        out,
        "batch job {}: {}",
        plain(id),
        plain(short_state(&state))
    )?;
    Ok(out.flush()?)
}
