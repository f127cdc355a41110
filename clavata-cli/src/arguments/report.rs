//! Arguments of `clavata report`: those of `flatten`, with a fixed format.

use std::path::PathBuf;

use clap::Args;

use super::saved::{AnswerFiles, FlattenArguments, Table};
use super::{Format, Shown};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata report answers.jsonl --output report.html\n  clavata report saved/ --strict --output report.html"
)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    from: AnswerFiles,
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit with the verdict: 0 clear, 20 flagged, 21 undetermined
    #[arg(long)]
    exit_verdict: bool,
    /// Call content clear only if `reviewResult` in the report says so, never by the deprecated `result` alone
    #[arg(long)]
    strict: bool,
}

impl From<ReportArguments> for FlattenArguments {
    fn from(given: ReportArguments) -> Self {
        Self {
            from: given.from,
            news: false,
            table: Table::Rows,
            shown: Shown {
                format: Some(Format::Html),
                output: given.output,
                exit_verdict: given.exit_verdict,
                strict: given.strict,
                ..Shown::default()
            },
        }
    }
}
