//! The arguments of the program.

mod api;
mod batch;
mod choice;
mod commands;
mod config;
mod content;
mod csv;
mod defaults;
mod named;
mod policy;
mod query;
mod report;
mod saved;
mod shown;
mod tuning;
mod values;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

pub(crate) use api::{ApiArguments, Method};
pub(crate) use batch::{
    BatchArguments, BatchCancel, BatchCommand, BatchFormat, BatchList, BatchRun,
};
pub(crate) use choice::ChoiceOptions;
pub(crate) use commands::{
    CompletionsArguments, CreateArguments, DoctorArguments, EvaluateArguments, JobArguments,
    JobsArguments, LabelsArguments, ReconcileArguments,
};
pub(crate) use config::ConfigArguments;
pub(crate) use content::{ContentArguments, Given};
pub(crate) use csv::CsvOptions;
pub(crate) use policy::Policy;
pub(crate) use query::{QueryArguments, QueryFormat};
pub(crate) use report::ReportArguments;
pub(crate) use saved::{ArchiveArguments, FlattenArguments, Table};
pub(crate) use shown::Shown;
pub(crate) use tuning::{CompareArguments, CompareFormat, SweepArguments, SweepFormat, key_by};
pub(crate) use values::time;

pub(crate) use crate::format::Format;
use crate::terminal::Color;

const AFTER_HELP: &str = "\
Environment:
  CLAVATA_API_KEY    the API key
  CLAVATA_BASE_URL   the URL of the gateway [default: the public gateway]
  CLAVATA_PROFILE    the profile of the config file
  CLAVATA_CONFIG     the config file; see `clavata config --help`

Exit codes:
  0 done                           1 the results could not be written
  2 wrong arguments or input       3 key missing or refused
  4 not found                      5 rate limit or quota
  6 content refused                7 network or deadline
  8 unreadable or incomplete       9 the server failed
 10 waited for a job that FAILED or was CANCELED
 128+N ended by signal N
  with --exit-verdict: 0 clear, 20 flagged, 21 undetermined
  with --fail-on-flip: 22 something flipped or could not be compared";

/// Run Clavata moderation jobs from the command line.
#[derive(Parser)]
#[command(name = "clavata", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// When to use colors and bold; `NO_COLOR` also turns them off
    #[arg(
        long,
        global = true,
        display_order = 1000,
        value_enum,
        value_name = "WHEN",
        default_value_t = Color::Auto
    )]
    pub(crate) color: Color,
    /// Do not print progress or summaries; warnings and errors are still printed
    #[arg(short, long, global = true, display_order = 1001)]
    pub(crate) quiet: bool,
    /// The profile in the config file; see `clavata config --help`
    #[arg(long, global = true, display_order = 1002, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Get jobs, and optionally wait until they end
    Job(JobArguments),
    /// Print the rows of saved answers, without network or key
    Flatten(FlattenArguments),
    /// Make an HTML report of saved answers, without network or key
    Report(ReportArguments),
    /// Show what other thresholds would change for saved scores, without network or key
    Sweep(SweepArguments),
    /// Compare two sets of answers for the same content, without network or key
    Compare(CompareArguments),
    /// List jobs in the gateway's order, one row each; with --level, the rows of their reports
    Jobs(JobsArguments),
    /// Create a job, and optionally wait until it ends
    Create(CreateArguments),
    /// Find out whether a failed create created its job after all
    Reconcile(ReconcileArguments),
    /// Evaluate content now, and print rows as they arrive
    Evaluate(EvaluateArguments),
    /// Evaluate one piece of content against label versions
    Labels(LabelsArguments),
    /// Add saved answers to an archive, and write its tables
    Archive(ArchiveArguments),
    /// Query an archive with SQL, using the program `duckdb`
    Query(QueryArguments),
    /// Evaluate a CSV file, list batch jobs, or cancel one
    Batch(BatchArguments),
    /// Call any path of the gateway and print the JSON response
    Api(ApiArguments),
    /// Check the connection from this machine to the gateway
    Doctor(DoctorArguments),
    /// Show the settings and where each one comes from
    Config(ConfigArguments),
    /// Print the completion script for a shell
    Completions(CompletionsArguments),
    /// Print the manual page
    Man,
}

impl Command {
    /// The table whose rows the command prints.
    pub(crate) fn table(&self) -> Table {
        match self {
            Self::Flatten(arguments) => arguments.table,
            Self::Jobs(arguments) => arguments.shown.table_of_list(),
            Self::Create(arguments) => arguments.table(),
            _ => Table::Rows,
        }
    }

    /// The output options of the command. `None` if it has none.
    pub(crate) fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Job(arguments) => Some(&arguments.shown),
            Self::Flatten(arguments) => Some(&arguments.shown),
            Self::Jobs(arguments) => Some(&arguments.shown),
            Self::Create(arguments) => Some(&arguments.shown),
            Self::Reconcile(arguments) => Some(&arguments.shown),
            Self::Evaluate(arguments) => Some(&arguments.shown),
            Self::Labels(arguments) => Some(&arguments.shown),
            Self::Report(_)
            | Self::Archive(_)
            | Self::Query(_)
            | Self::Batch(_)
            | Self::Api(_)
            | Self::Doctor(_)
            | Self::Config(_)
            | Self::Sweep(_)
            | Self::Compare(_)
            | Self::Completions(_)
            | Self::Man => None,
        }
    }

    /// The output file, and the inputs that it must not replace. `flatten` may replace a file by what it makes of it,
    /// and `batch run` checks its own.
    pub(crate) fn target_and_inputs(&self) -> (Option<&Path>, Vec<&Path>) {
        let (content, shown) = match self {
            Self::Evaluate(arguments) => (&arguments.content, &arguments.shown),
            Self::Create(arguments) => (&arguments.content, &arguments.shown),
            Self::Labels(arguments) => (&arguments.content, &arguments.shown),
            Self::Sweep(arguments) => {
                let files = arguments.files.iter().chain(&arguments.truth);
                return (
                    arguments.target.output(),
                    files.map(PathBuf::as_path).collect(),
                );
            }
            Self::Compare(arguments) => {
                let sides = [&arguments.before, &arguments.after];
                let files = sides.into_iter().chain(&arguments.allow);
                return (
                    arguments.target.output(),
                    files.map(PathBuf::as_path).collect(),
                );
            }
            _ => return (None, Vec::new()),
        };
        (shown.output.as_deref(), content.files().collect())
    }
}

/// How to reach the gateway.
#[derive(Args)]
pub(crate) struct Gateway {
    /// Allow plain http to other machines, which sends the key unencrypted
    #[arg(long, help_heading = None::<&'static str>)] // not that of the options before it
    pub(crate) insecure_http: bool,
}
