//! What `query` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, Shown};

#[derive(Args)]
#[command(after_help = QUERY_HELP)]
pub(crate) struct QueryArguments {
    /// The query, as DuckDB takes it
    #[arg(value_name = "SQL")]
    pub(crate) sql: String,
    /// The archive
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: PathBuf,
    /// Output format [default: that of the name of --output, such as hits.parquet, otherwise table]
    #[arg(short, long, value_enum)]
    format: Option<QueryFormat>,
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const QUERY_HELP: &str = "\
It runs the program `duckdb`, which must be on PATH (https://duckdb.org/install), with a view of each table
of the archive:

  rows    each policy, label, rule and exception of a report
  jobs    each job, also one without results
  usage   what each result cost, once also if its job is there twice
  batch   each row of a batch job

All have the column `day`: the day in UTC on which the job was created, or on which an answer without a job
was kept. What came since the last `clavata archive DIR` is in none of them.

Examples:
  clavata query \"SELECT label, count(*) FROM rows WHERE matched GROUP BY label\" --archive answers
  clavata query \"SELECT day, sum(billed_tokens) FROM usage GROUP BY day\" --archive answers --output usage.csv
  clavata query \"SELECT * FROM jobs WHERE verdict = 'undetermined'\" --archive answers --format jsonl";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QueryFormat {
    /// For people
    Table,
    /// With a header line
    Csv,
    /// One row per line, as a JSON object
    Jsonl,
    /// A Parquet file, of a single query
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

impl QueryArguments {
    /// The format, or `None` if the name of the output says one that a query cannot have, or another.
    pub(crate) fn format(&self) -> Option<QueryFormat> {
        let named = self.output.as_deref().map(Format::named);
        let named = named.unwrap_or_default();
        if named.is_empty() {
            return Some(self.format.unwrap_or(QueryFormat::Table));
        }
        let all = QueryFormat::value_variants();
        let mut fit = all.iter().filter(|one| named.contains(&one.as_shown()));
        match self.format {
            Some(format) => fit.find(|one| **one == format).copied(),
            None => fit.next().copied(),
        }
    }

    /// How to print it.
    pub(crate) fn target(&self, format: QueryFormat) -> Shown {
        Shown {
            format: Some(format.as_shown()),
            output: self.output.clone(),
            ..Shown::default()
        }
    }
}
