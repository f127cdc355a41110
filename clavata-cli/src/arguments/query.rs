//! Arguments of `clavata query`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::named::{Named, format_of};
use super::values::output_file;
use super::{Format, Shown};
use crate::exit::Failure;

#[derive(Args)]
#[command(after_help = QUERY_HELP)]
pub(crate) struct QueryArguments {
    /// The query, in DuckDB's SQL
    #[arg(value_name = "SQL")]
    pub(crate) sql: String,
    /// The folder of the archive
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: PathBuf,
    /// Output format [default: the one that the file name of --output implies, such as hits.parquet, otherwise table]
    #[arg(short, long, value_enum)]
    format: Option<QueryFormat>,
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE", value_parser = output_file())]
    output: Option<PathBuf>,
}

const QUERY_HELP: &str = "\
Runs the program `duckdb`, which must be on PATH (https://duckdb.org/install), with a view of each table of \
the archive:

  rows    each policy, label, rule and exception of a report
  jobs    each job, including jobs without results
  usage   the cost of each result, once even if its job is archived twice
  batch   each row of a batch job

All views have the column `day`: the day in UTC on which the job was created, or on which an answer without \
a job was archived. They do not contain answers that arrived since the last `clavata archive DIR`.

Examples:
  clavata query --archive DIR \"SELECT label, score FROM rows WHERE matched\"
  clavata query --archive DIR \"FROM jobs WHERE verdict = 'undetermined'\"
  clavata query --archive DIR -o usage.csv \\
    \"SELECT day, sum(billed_tokens) FROM usage GROUP BY day\"";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QueryFormat {
    /// For people
    Table,
    /// With a header line
    Csv,
    /// One JSON object per row, one row per line
    Jsonl,
    /// A Parquet file; for a single query only
    Parquet,
}

impl QueryFormat {
    fn as_shown(self) -> Format {
        match self {
            Self::Table => Format::Table,
            Self::Csv => Format::Csv,
            Self::Jsonl => Format::Jsonl,
            Self::Parquet => Format::Parquet,
        }
    }
}

impl Named for QueryFormat {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table => &[],
            Self::Csv => &["csv"],
            Self::Jsonl => &["jsonl", "ndjson", "json"],
            Self::Parquet => &["parquet"],
        }
    }
}

impl QueryArguments {
    /// The format: the one requested, or implied by the file name of the output.
    pub(crate) fn format(&self) -> Result<QueryFormat, Failure> {
        format_of(self.format, self.output.as_deref())
    }

    /// The output options.
    pub(crate) fn target(&self, format: QueryFormat) -> Shown {
        Shown {
            format: Some(format.as_shown()),
            output: self.output.clone(),
            ..Shown::default()
        }
    }
}
