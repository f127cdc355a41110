//! Arguments of `clavata report`: those of `flatten`, with a fixed format.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::saved::{AnswerFiles, FlattenArguments, Table};
use super::{Format, Shown};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata report answers.jsonl --output report.html\n  clavata report saved/ --strict --output report.html"
)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    from: AnswerFiles,
    #[command(flatten)]
    pub(super) shown: Page,
}

/// The output options of a report.
pub(super) struct Page(pub(super) Shown);

#[derive(Args)]
struct PageArguments {
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

impl Page {
    /// Output options for another fixed format.
    pub(super) fn of(format: Format, output: Option<PathBuf>, strict: bool) -> Shown {
        Shown {
            format: Some(format),
            output,
            strict,
            ..Shown::default()
        }
    }
}

impl From<PageArguments> for Page {
    fn from(given: PageArguments) -> Self {
        Self(Shown {
            exit_verdict: given.exit_verdict,
            ..Self::of(Format::Html, given.output, given.strict)
        })
    }
}

impl FromArgMatches for Page {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        PageArguments::from_arg_matches(matches).map(Self::from)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Page {
    fn augment_args(command: Command) -> Command {
        PageArguments::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        PageArguments::augment_args_for_update(command)
    }
}

impl From<ReportArguments> for FlattenArguments {
    fn from(given: ReportArguments) -> Self {
        Self {
            from: given.from,
            news: false,
            table: Table::Rows,
            shown: given.shown.0,
        }
    }
}
