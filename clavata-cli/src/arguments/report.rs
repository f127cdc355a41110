//! Arguments of `clavata report`: those of `flatten`, with a fixed format.

use clap::Args;

use super::saved::{AnswerFiles, FlattenArguments, Table};
use super::tuning::TargetArguments;
use super::{Format, Shown};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata report answers.jsonl --output report.html\n  clavata report saved/ --strict --output report.html"
)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    from: AnswerFiles,
    #[command(flatten)]
    target: TargetArguments,
    /// Exit with the verdict: 0 clear, 20 flagged, 21 undetermined
    #[arg(long)]
    exit_verdict: bool,
}

impl From<ReportArguments> for FlattenArguments {
    fn from(report: ReportArguments) -> Self {
        Self {
            from: report.from,
            news: false,
            table: Table::Rows,
            shown: Shown {
                exit_verdict: report.exit_verdict,
                ..report.target.shown(Format::Html)
            },
        }
    }
}
