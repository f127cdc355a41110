//! The arguments of the program.

mod commands;
mod content;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use commands::{
    BatchArguments, BatchCancel, BatchCommand, BatchFormat, BatchList, BatchRun, CreateArguments,
    DoctorArguments, EvaluateArguments, FlattenArguments, JobArguments, JobsArguments,
    LabelsArguments, ReconcileArguments,
};
pub(crate) use content::{ContentArguments, Given};

use crate::verdicts::Judge;

const AFTER_HELP: &str = "\
Environment:
  CLAVATA_API_KEY    the API key
  CLAVATA_BASE_URL   the gateway; the public one where it is not set

Exit codes:
  0 done            2 wrong arguments or input     3 key missing or refused
  4 not found       5 rate limit or quota          6 content refused
  7 network or deadline                            8 unreadable or incomplete answer
  9 the server failed                             10 the job FAILED or was CANCELED
  with --exit-verdict: 0 clear, 20 flagged, 21 undetermined";

/// Content moderation jobs of Clavata, from the command line.
#[derive(Parser)]
#[command(name = "clavata", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Get one job, perhaps wait until it has ended
    Job(JobArguments),
    /// Print the rows of answers in files; needs no network and no key
    Flatten(FlattenArguments),
    /// List jobs, newest or oldest as the gateway has them: a line or row each, in table, jsonl and
    /// csv; with --level the rows of their reports
    Jobs(JobsArguments),
    /// Create a job, perhaps wait until it has ended
    Create(CreateArguments),
    /// Look whether a job is there whose create failed without saying so
    Reconcile(ReconcileArguments),
    /// Judge content at once; rows come as they arrive
    Evaluate(EvaluateArguments),
    /// Judge one piece of content by label versions
    Labels(LabelsArguments),
    /// Judge a CSV in one go, list batch jobs, stop one
    Batch(BatchArguments),
    /// Look for what stands between this machine and the gateway
    Doctor(DoctorArguments),
}

impl Command {
    /// What is to be printed, where the caller has a say in it.
    pub(crate) fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Job(arguments) => Some(&arguments.shown),
            Self::Flatten(arguments) => Some(&arguments.shown),
            Self::Jobs(arguments) => Some(&arguments.shown),
            Self::Create(arguments) => Some(&arguments.shown),
            Self::Reconcile(arguments) => Some(&arguments.shown),
            Self::Evaluate(arguments) => Some(&arguments.shown),
            Self::Labels(arguments) => Some(&arguments.shown),
            Self::Batch(_) | Self::Doctor(_) => None,
        }
    }
}

/// How the gateway is reached.
#[derive(Args)]
pub(crate) struct Gateway {
    /// Allow plain http to other machines: the key then travels in the clear
    #[arg(long)]
    pub(crate) insecure_http: bool,
}

/// What is printed.
#[derive(Args)]
pub(crate) struct Shown {
    /// The format of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// How deep the rows go [default: label for table, all elsewhere]
    #[arg(long, value_enum)]
    level: Option<Level>,
    /// Write to a file instead of stdout; it appears, or is replaced, once it is whole
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with the verdict: 0 clear, 20 flagged, 21 undetermined
    #[arg(long)]
    pub(crate) exit_verdict: bool,
    /// Let nothing be clear by the deprecated `result`: a review has to say so
    #[arg(long)]
    strict: bool,
}

impl Shown {
    /// How verdicts are reached.
    pub(crate) fn judge(&self) -> Judge {
        Judge::new(self.strict)
    }

    /// Whether the rows of each job were asked for by a level.
    pub(crate) fn has_level(&self) -> bool {
        self.level.is_some()
    }

    pub(crate) fn level(&self) -> clavata_api_ext::Level {
        match (self.level, self.format) {
            (Some(Level::Policy), _) => clavata_api_ext::Level::Policy,
            (Some(Level::Label), _) | (None, Format::Table) => clavata_api_ext::Level::Label,
            (Some(Level::Rule), _) => clavata_api_ext::Level::Rule,
            (Some(Level::All) | None, _) => clavata_api_ext::Level::All,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One row a line, as a JSON object
    Jsonl,
    /// The answer itself, one JSON value a line
    Json,
    /// Rows with a header line; the data stays as it is, formulas of spreadsheets included
    Csv,
    /// Rows as a Parquet file, to keep and to query (where tables are built in)
    Parquet,
    /// Rows as an Arrow file, for data frames (where tables are built in)
    Arrow,
    /// One line a job: `{"results":["flagged"],"job":"flagged"}`; for content judged at once, one
    /// `{"verdict":"flagged"}` an input
    Verdict,
}

impl Format {
    /// Whether it names a job also while there are no results of it.
    pub(crate) fn names_jobs(self) -> bool {
        matches!(self, Self::Table | Self::Json)
    }

    /// Whether it is of no use on a terminal.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    /// Policies alone
    Policy,
    /// Policies and labels
    Label,
    /// Policies, labels and rules
    Rule,
    /// Everything, exception blocks too
    All,
}
