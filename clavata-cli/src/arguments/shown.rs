//! Output options.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::choice::ChoiceOptions;
use super::csv::CsvOptions;
use super::saved::Table;
use super::values::output_file;
use crate::format::Format;
use crate::settings;
use crate::verdicts::Judge;

/// Output options.
#[derive(Args, Default)]
pub(crate) struct Shown {
    /// Output format [default: the one that the file name of --output implies, such as rows.parquet; otherwise the
    /// profile's, otherwise table]
    #[arg(short, long, value_enum)]
    pub(super) format: Option<Format>,
    /// How deep the rows go [default: label for a table without --where, otherwise all]
    #[arg(short, long, value_enum)]
    pub(super) level: Option<Level>,
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE", value_parser = output_file())]
    pub(crate) output: Option<PathBuf>,
    /// Exit with the verdict: 0 clear, 20 flagged, 21 undetermined
    #[arg(long)]
    pub(crate) exit_verdict: bool,
    /// Call content clear only if `reviewResult` in the report says so, never by the deprecated `result` alone
    #[arg(long)]
    pub(super) strict: bool,
    /// Archive each answer in this folder before it is printed; see `clavata archive --help`
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceOptions,
    #[command(flatten)]
    pub(crate) csv: CsvOptions,
}

impl Shown {
    /// Options that print whole answers.
    pub(crate) fn whole(strict: bool) -> Self {
        Self {
            format: Some(Format::Json),
            strict,
            ..Self::default()
        }
    }

    /// How to compute verdicts.
    pub(crate) fn judge(&self) -> Judge {
        Judge::new(self.strict)
    }

    /// The output format: the one requested, or implied by the file name of the output.
    pub(crate) fn format(&self) -> Format {
        let named = || Format::named(self.output.as_deref()?).first().copied();
        let usual = || settings::current().format();
        let format = self.format.or_else(named).or_else(usual);
        format.unwrap_or(Format::Table)
    }

    /// Whether the file name of the output implies another format than the one requested.
    pub(crate) fn contradicts_itself(&self) -> bool {
        let named = self
            .output
            .as_deref()
            .map(Format::named)
            .unwrap_or_default();
        !named.is_empty() && !named.contains(&self.format())
    }

    /// The table for a list of jobs: a row for each, unless the user gave a level and so asked for those of their
    /// reports.
    pub(crate) fn table_of_list(&self) -> Table {
        match self.level {
            Some(_) => Table::Rows,
            None => Table::Jobs,
        }
    }

    pub(crate) fn level(&self) -> clavata_api_ext::Level {
        match (self.level, self.format()) {
            // The condition selects the rows.
            (None, Format::Table) if !self.choice.conditions.is_empty() => {
                clavata_api_ext::Level::All
            }
            (Some(Level::Policy), _) => clavata_api_ext::Level::Policy,
            (Some(Level::Label), _) | (None, Format::Table) => clavata_api_ext::Level::Label,
            (Some(Level::Rule), _) => clavata_api_ext::Level::Rule,
            (Some(Level::All) | None, _) => clavata_api_ext::Level::All,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Level {
    /// Policies only
    Policy,
    /// Policies and labels
    Label,
    /// Policies, labels and rules
    Rule,
    /// Everything, including exception blocks
    All,
}
