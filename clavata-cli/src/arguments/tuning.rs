//! Arguments of `clavata sweep` and `clavata compare`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use clavata_api_ext::tuning::KeyBy;

use super::named::{Named, format_of};
use super::values::{output_file, share};
use super::{Format, Shown};
use crate::exit::Failure;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata sweep saved/\n  clavata sweep answers.jsonl --truth truth.csv --precision 0.95"
)]
pub(crate) struct SweepArguments {
    /// Files of answers, in the forms that `flatten` reads; `-` is stdin
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The truth
    #[arg(
        long,
        value_name = "CSV",
        help = "The truth: a CSV file with the columns content_hash, label and truth (match or no_match)"
    )]
    pub(crate) truth: Option<PathBuf>,
    /// Identify content by this metadata key instead of its hash; the truth must have a column of that name
    #[arg(long, value_name = "KEY", requires = "truth")]
    pub(crate) by_metadata: Option<String>,
    /// Suggest a threshold for each label with at least this precision, above 0, up to 1
    #[arg(long, value_name = "X", value_parser = share, requires = "truth")]
    pub(crate) precision: Option<f64>,
    /// Suggest a threshold for each label with at least this recall, above 0, up to 1
    #[arg(long, value_name = "X", value_parser = share, requires = "truth")]
    pub(crate) recall: Option<f64>,
    /// Output format [default: the one that the file name of --output implies, otherwise table]
    #[arg(short, long, value_enum)]
    format: Option<SweepFormat>,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata compare before/ after/ --output changed.html\n  clavata compare before.jsonl after.jsonl --fail-on-flip --allow reviewed.csv"
)]
pub(crate) struct CompareArguments {
    /// The earlier answers: a file or a folder, in the forms that `flatten` reads
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later answers
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// Match content by this metadata key instead of its hash
    #[arg(long, value_name = "KEY")]
    pub(crate) by_metadata: Option<String>,
    /// Exit with 22 if a verdict or label flipped, if a piece of content or a label is on one side only, or if
    /// two results of one side are about the same content
    #[arg(long)]
    pub(crate) fail_on_flip: bool,
    /// Reviewed flips, which do not count: a CSV file with the columns content, label, from and to. The label
    /// is empty for a verdict; a label without a name cannot be listed
    #[arg(long, value_name = "CSV")]
    pub(crate) allow: Option<PathBuf>,
    /// Output format [default: the one that the file name of --output implies, otherwise table]
    #[arg(short, long, value_enum)]
    format: Option<CompareFormat>,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
}

#[derive(Args)]
pub(crate) struct TargetArguments {
    /// Write to a file instead of stdout; it is created or replaced only once it is complete
    #[arg(short, long, value_name = "FILE", value_parser = output_file())]
    output: Option<PathBuf>,
    /// Call content clear only if `reviewResult` in the report says so, never by the deprecated `result` alone
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SweepFormat {
    /// For people
    Table,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// For people
    Table,
    /// Markdown, for a review
    Markdown,
    /// One JSON object
    Json,
    /// An HTML page
    Html,
}

impl Named for SweepFormat {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table => &[],
            Self::Json => &["json"],
        }
    }
}

impl Named for CompareFormat {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table => &[],
            Self::Markdown => &["md", "markdown"],
            Self::Json => &["json"],
            Self::Html => &["html", "htm"],
        }
    }
}

impl SweepArguments {
    /// The format: the one requested, or implied by the file name of the output.
    pub(crate) fn format(&self) -> Result<SweepFormat, Failure> {
        format_of(self.format, self.target.output())
    }
}

impl CompareArguments {
    /// The format: the one requested, or implied by the file name of the output.
    pub(crate) fn format(&self) -> Result<CompareFormat, Failure> {
        format_of(self.format, self.target.output())
    }
}

impl TargetArguments {
    pub(crate) fn output(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// The output options for text in a format.
    pub(crate) fn shown(&self, format: Format) -> Shown {
        Shown {
            format: Some(format),
            output: self.output.clone(),
            strict: self.strict,
            ..Shown::default()
        }
    }
}

/// What identifies content.
pub(crate) fn key_by(metadata: Option<&str>) -> KeyBy {
    metadata.map_or(KeyBy::Hash, |key| KeyBy::Metadata(key.to_owned()))
}
