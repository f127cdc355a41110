//! The arguments of the program.

mod api;
mod batch;
mod choice;
mod commands;
mod config;
mod content;
mod csv;
mod defaults;
mod policy;
mod query;
mod report;
mod shown;
mod tuning;
mod values;

use clap::{Args, Parser, Subcommand};

pub(crate) use api::{ApiArguments, Method};
pub(crate) use batch::{
    BatchArguments, BatchCancel, BatchCommand, BatchFormat, BatchList, BatchRun,
};
pub(crate) use choice::ChoiceOptions;
pub(crate) use commands::{
    ArchiveArguments, CompletionsArguments, CreateArguments, DoctorArguments, EvaluateArguments,
    FlattenArguments, JobArguments, JobsArguments, LabelsArguments, ReconcileArguments, Table,
};
pub(crate) use config::ConfigArguments;
pub(crate) use content::{ContentArguments, Given};
pub(crate) use csv::CsvOptions;
pub(crate) use policy::Policy;
pub(crate) use query::{QueryArguments, QueryFormat};
pub(crate) use report::ReportArguments;
pub(crate) use shown::{Format, Shown};
pub(crate) use tuning::{CompareArguments, CompareFormat, SweepArguments, SweepFormat, key_by};
pub(crate) use values::time;

use crate::terminal::Colour;

const AFTER_HELP: &str = "\
Environment:
  CLAVATA_API_KEY    the API key
  CLAVATA_BASE_URL   the gateway [default: the public one]
  CLAVATA_PROFILE    the profile of the config file
  CLAVATA_CONFIG     the config file; `clavata config --help` says more

Exit codes:
  0 done                           1 the results cannot be written
  2 wrong arguments or input       3 key missing or refused
  4 not found                      5 rate limit or quota
  6 content refused                7 network or deadline
  8 unreadable or incomplete       9 the server failed
 10 the job FAILED or was CANCELED  128+N ended by signal N
  with --exit-verdict: 0 clear, 20 flagged, 21 undetermined
  with --fail-on-flip: 22 something flipped, or is only on one side";

/// Content moderation jobs of Clavata, from the command line.
#[derive(Parser)]
#[command(name = "clavata", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// When to use colours and bold; `NO_COLOR` turns them off as well
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
    /// Print no progress and no summary; warnings and errors remain
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// The profile of the config file; see `clavata config --help`
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Get one job, and optionally wait until it ends
    Job(JobArguments),
    /// Print the rows of saved answers, without network or key
    Flatten(FlattenArguments),
    /// Make one HTML file of saved answers, to look at, without network or key
    Report(ReportArguments),
    /// Say what other thresholds would make of scores that you have, without network or key
    Sweep(SweepArguments),
    /// Compare two sets of answers about the same contents, without network or key
    Compare(CompareArguments),
    /// List jobs in the gateway's order, one row each; with --level, the rows of their reports
    Jobs(JobsArguments),
    /// Create a job, and optionally wait until it ends
    Create(CreateArguments),
    /// Find out whether a failed create created its job after all
    Reconcile(ReconcileArguments),
    /// Judge content now, and print rows as they arrive
    Evaluate(EvaluateArguments),
    /// Judge one piece of content with label versions
    Labels(LabelsArguments),
    /// Add saved answers to an archive, and write its tables
    Archive(ArchiveArguments),
    /// Ask SQL of an archive, by the program `duckdb`
    Query(QueryArguments),
    /// Judge a CSV, list batch jobs, or stop one
    Batch(BatchArguments),
    /// Call any path of the gateway, and print its JSON
    Api(ApiArguments),
    /// Check the connection from this machine to the gateway
    Doctor(DoctorArguments),
    /// Show the settings, and where each comes from
    Config(ConfigArguments),
    /// Print what a shell needs to complete commands
    Completions(CompletionsArguments),
    /// Print the manual page
    Man,
}

impl Command {
    /// The table whose rows the command prints.
    pub(crate) fn table(&self) -> Table {
        match self {
            Self::Flatten(arguments) => arguments.table,
            Self::Jobs(arguments) if !arguments.shown.has_level() => Table::Jobs,
            Self::Create(arguments) if !arguments.wait && arguments.shown.lists_new_jobs() => {
                Table::Jobs
            }
            _ => Table::Rows,
        }
    }

    /// The output options of the command, if it has any.
    pub(crate) fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Job(arguments) => Some(&arguments.shown),
            Self::Flatten(arguments) => Some(&arguments.shown),
            Self::Report(arguments) => Some(&arguments.shown.0),
            Self::Jobs(arguments) => Some(&arguments.shown),
            Self::Create(arguments) => Some(&arguments.shown),
            Self::Reconcile(arguments) => Some(&arguments.shown),
            Self::Evaluate(arguments) => Some(&arguments.shown),
            Self::Labels(arguments) => Some(&arguments.shown),
            Self::Archive(_)
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
}

/// How to reach the gateway.
#[derive(Args)]
pub(crate) struct Gateway {
    /// Allow plain http to other machines, which sends the key unencrypted
    #[arg(long)]
    pub(crate) insecure_http: bool,
}
