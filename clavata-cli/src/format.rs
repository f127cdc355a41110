//! The output formats.

use std::ffi::OsStr;
use std::path::Path;

use clap::ValueEnum;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One JSON object per row, one row per line
    Jsonl,
    /// Whole answers, one JSON value per line
    Json,
    /// Rows with a header line; outcomes are `match`, `no_match`, `failed` or `unspecified`
    Csv,
    /// An HTML report: one file that loads nothing
    Html,
    /// Rows as a Parquet file, to keep and query (if built with the feature arrow)
    Parquet,
    /// Rows as an Arrow file, for data frames (if built with the feature arrow)
    Arrow,
    /// One JSON object per job, evaluation or unreadable value, in order: ids, verdict, and the reason
    /// if the verdict is undetermined
    Verdict,
}

impl Format {
    /// The formats that the name of a file implies, the default first. Empty if the name implies none.
    pub(crate) fn named(file: &Path) -> &'static [Self] {
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

    /// Whether this format prints a job even before it has results.
    pub(crate) fn names_jobs(self) -> bool {
        matches!(self, Self::Table | Self::Json | Self::Html)
    }

    /// Whether this format is a table file.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }

    /// Whether this format is never printed on a terminal.
    pub(crate) fn is_for_files(self) -> bool {
        self.is_binary() || self == Self::Html
    }

    /// The formats that may be printed on a terminal, so those that can be a default.
    pub(crate) fn for_terminals() -> impl Iterator<Item = Self> {
        let all = Self::value_variants().iter().copied();
        all.filter(|format| !format.is_for_files())
    }

    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or(String::new(), |value| value.get_name().to_owned())
    }
}
