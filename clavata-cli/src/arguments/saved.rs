//! Arguments of the commands that read saved answers.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Shown;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata flatten answers.jsonl --level label\n  clavata flatten saved/ --table jobs --output jobs.parquet\n  curl -s \"$URL\" | clavata flatten - --format verdict --exit-verdict"
)]
pub(crate) struct FlattenArguments {
    #[command(flatten)]
    pub(crate) from: AnswerFiles,
    /// After the rows, list on stderr the fields and enum values that this version does not know
    #[arg(long)]
    pub(crate) news: bool,
    /// What a row is: a node of a report, a job, or the cost of a result
    #[arg(long, value_enum, default_value_t = Table::Rows)]
    pub(crate) table: Table,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// The files of answers to read.
#[derive(Args)]
pub(crate) struct AnswerFiles {
    /// Files of get-job answers, jobs, list answers or evaluate streams, in any mix; `-` is stdin. For a
    /// folder, all files below it that end in .json, .jsonl or .ndjson, including .gz and .zst
    #[arg(value_name = "FILE", required_unless_present = "files_from")]
    pub(crate) files: Vec<PathBuf>,
    /// Also read the files named in this file, one per line; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = ARCHIVE_HELP)]
pub(crate) struct ArchiveArguments {
    /// The folder of the archive; created if it is missing
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Files of answers to add, in the forms that `flatten` reads
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

const ARCHIVE_HELP: &str = "\
An archive keeps each answer once: answers received by commands with --archive DIR, and answers from FILEs. \
This command writes the tables of the new answers, as folders of Parquet files that DuckDB, polars, Spark and \
others read: DIR/rows, DIR/jobs and DIR/usage, partitioned by day. `clavata flatten DIR/answers` reads the answers \
themselves. Only ended jobs are kept. Rows of `batch run --archive` contain less than reports and have their own \
folder DIR/batch, with the table DIR/batch/rows. `clavata query` queries all tables.

Examples:
  clavata evaluate -p UUID -i posts.jsonl --archive answers/ --resume
  clavata archive answers/
  clavata query --archive answers/ \"SELECT label, score FROM rows WHERE matched\"";

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    /// A node of a report: a policy, label, rule or exception
    Rows,
    /// A job, including jobs without results
    Jobs,
    /// The cost of a result or of a label's answer, if the server reports it
    Usage,
}
