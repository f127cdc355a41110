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
mod tuning;
mod values;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

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
pub(crate) use tuning::{CompareArguments, CompareFormat, SweepArguments, SweepFormat, key_by};
pub(crate) use values::time;

use crate::settings;
use crate::terminal::Colour;
use crate::verdicts::Judge;

const AFTER_HELP: &str = "\
Environment:
  CLAVATA_API_KEY    the API key
  CLAVATA_BASE_URL   the gateway [default: the public one]
  CLAVATA_PROFILE    the profile of the config file
  CLAVATA_CONFIG     the config file; `clavata config --help` says more

Exit codes:
  0 done            2 wrong arguments or input     3 key missing or refused
  4 not found       5 rate limit or quota          6 content refused
  7 network or deadline                            8 unreadable or incomplete answer
  9 the server failed                             10 the job FAILED or was CANCELED
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

/// What to print.
#[derive(Args, Default)]
pub(crate) struct Shown {
    /// Output format [default: that of the name of --output, such as rows.parquet, or the profile's, otherwise
    /// table]
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// How deep the rows go [default: label for table, otherwise all]
    #[arg(short, long, value_enum)]
    level: Option<Level>,
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with the verdict: 0 clear, 20 flagged, 21 undetermined
    #[arg(long)]
    pub(crate) exit_verdict: bool,
    /// Accept only a review as clear, never the deprecated `result`
    #[arg(long)]
    strict: bool,
    /// Keep each answer in this folder before it is printed; see `clavata archive --help`
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceOptions,
    #[command(flatten)]
    pub(crate) csv: CsvOptions,
}

impl Shown {
    /// Whole answers.
    pub(crate) fn whole() -> Self {
        Self {
            format: Some(Format::Json),
            ..Self::default()
        }
    }

    /// How to compute verdicts.
    pub(crate) fn judge(&self) -> Judge {
        Judge::new(self.strict)
    }

    /// The output format: as asked, or as the name of the output says.
    pub(crate) fn format(&self) -> Format {
        let named = || Format::named(self.output.as_deref()?).first().copied();
        let usual = || defaults::format(settings::current());
        let format = self.format.or_else(named).or_else(usual);
        format.unwrap_or(Format::Table)
    }

    /// Whether the name of the output says another format than was asked for.
    pub(crate) fn contradicts_itself(&self) -> bool {
        let named = self
            .output
            .as_deref()
            .map(Format::named)
            .unwrap_or_default();
        !named.is_empty() && !named.contains(&self.format())
    }

    /// Whether the caller asked for the rows of each job by giving a level.
    pub(crate) fn has_level(&self) -> bool {
        self.level.is_some()
    }

    pub(crate) fn level(&self) -> clavata_api_ext::Level {
        match (self.level, self.format()) {
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
    /// One row per line, as a JSON object
    Jsonl,
    /// The answer itself, one JSON value per line
    Json,
    /// Rows with a header line; outcomes are `match`, `no_match`, `failed` or `unspecified`
    Csv,
    /// A page to look at: one HTML file, which loads nothing
    Html,
    /// Rows as a Parquet file, to keep and query (if built with tables)
    Parquet,
    /// Rows as an Arrow file, for data frames (if built with tables)
    Arrow,
    /// One JSON object per job, evaluation or value that cannot be read, in order: ids, verdict, and
    /// the reason if it is undetermined
    Verdict,
}

impl Format {
    /// The formats that a file may have by its name, the usual one first. Empty if the name says nothing.
    fn named(file: &Path) -> &'static [Self] {
        let extension = file.extension().and_then(OsStr::to_str).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "json" => &[Self::Json, Self::Jsonl, Self::Verdict],
            "jsonl" | "ndjson" => &[Self::Jsonl, Self::Json, Self::Verdict],
            "csv" => &[Self::Csv],
            "html" | "htm" => &[Self::Html],
            "parquet" => &[Self::Parquet],
            "arrow" | "feather" => &[Self::Arrow],
            _ => &[],
        }
    }

    /// Whether it prints a job even before it has results.
    pub(crate) fn names_jobs(self) -> bool {
        matches!(self, Self::Table | Self::Json | Self::Html)
    }

    /// Whether it is a file of tables.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }

    /// Whether it is not for terminals.
    pub(crate) fn is_for_files(self) -> bool {
        self.is_binary() || self == Self::Html
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    /// Policies only
    Policy,
    /// Policies and labels
    Label,
    /// Policies, labels and rules
    Rule,
    /// Everything, including exception blocks
    All,
}
