//! Arguments of `clavata batch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use clavata_api_ext::api::BatchJobState;

use super::values::{batch_state, output_file};
use super::{Gateway, Policy};
use crate::duration;

#[derive(Args)]
pub(crate) struct BatchArguments {
    #[command(subcommand)]
    pub(crate) command: BatchCommand,
}

#[derive(Subcommand)]
pub(crate) enum BatchCommand {
    /// Check and evaluate a CSV file and write the results; run it again to resume
    Run(BatchRun),
    /// List batch jobs
    List(BatchList),
    /// Cancel a batch job
    Cancel(BatchCancel),
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  clavata batch run --policy \"$POLICY\" --input posts.csv --output results.csv"
)]
pub(crate) struct BatchRun {
    /// The policy to evaluate against: its UUID, or its name in the profile
    #[arg(short, long, value_name = "POLICY")]
    pub(crate) policy: Policy,
    /// The CSV file to evaluate
    #[arg(
        short,
        long,
        value_name = "CSV",
        help = "The CSV file to evaluate, with the columns ref_id, type (text or image_url) and content"
    )]
    pub(crate) input: PathBuf,
    /// Where to write the results
    #[arg(short, long, value_name = "CSV", value_parser = output_file())]
    pub(crate) output: PathBuf,
    /// Name of the batch job [default: the input's file name]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Maximum time to wait
    #[arg(long, default_value = "4h", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    /// Replace the output if it exists
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Cancel the batch job of an earlier run with this output unless it has ended, and create a new one
    #[arg(long)]
    pub(crate) start_over: bool,
    /// Also archive each row of the results in this folder; see `clavata archive --help`
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(after_help = "Example:\n  clavata batch list --state processing")]
pub(crate) struct BatchList {
    /// Only these batch jobs
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Only batch jobs in this state, such as queued or completed; can be repeated
    #[arg(short = 's', long = "state", value_name = "STATE", value_parser = batch_state)]
    pub(crate) states: Vec<BatchJobState>,
    /// Output format
    #[arg(short, long, value_enum, default_value_t = BatchFormat::Table)]
    pub(crate) format: BatchFormat,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BatchFormat {
    /// For people
    Table,
    /// One batch job per line, as a JSON object
    Json,
}

#[derive(Args)]
#[command(after_help = "Example:\n  clavata batch cancel \"$ID\"")]
pub(crate) struct BatchCancel {
    /// The id of the batch job
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}
