//! Arguments of `clavata report`: those of `flatten`, with a fixed format.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::saved::{AnswerFiles, FlattenArguments, Table};
use super::{Format, Shown};

/// The arguments of `flatten` that a report stands for.
pub(crate) struct ReportArguments(pub(crate) FlattenArguments);

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata report answers.jsonl --output report.html\n  clavata report saved/ --strict --output report.html"
)]
struct Given {
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

impl From<Given> for ReportArguments {
    fn from(given: Given) -> Self {
        Self(FlattenArguments {
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
        })
    }
}

impl FromArgMatches for ReportArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Given::from_arg_matches(matches).map(Self::from)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for ReportArguments {
    fn augment_args(command: Command) -> Command {
        Given::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Given::augment_args_for_update(command)
    }
}
