//! What each command takes.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use clavata_api_ext::Marker;
use clavata_api_ext::api::{BatchJobState, JobStatus};
use uuid::Uuid;

use super::values::{batch_state, job_status, marker, threshold, time};
use super::{ContentArguments, Gateway, Shown};
use crate::duration;

#[derive(Args)]
pub(crate) struct JobArguments {
    /// The id of the job
    #[arg(value_name = "UUID")]
    pub(crate) id: Uuid,
    /// Wait until the job has ended; exit 10 where it FAILED or was CANCELED
    #[arg(long)]
    pub(crate) wait: bool,
    /// How long to wait at most, such as 90s, 10m or 1h30m
    #[arg(long, requires = "wait", default_value = "10m", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct FlattenArguments {
    /// Files with get-job answers, jobs, list answers or evaluate streams, in any mixture, or `-`
    /// for stdin
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Args)]
pub(crate) struct JobsArguments {
    /// Only jobs in this status: pending, running, completed, failed or canceled
    #[arg(long, value_parser = job_status)]
    pub(crate) status: Option<JobStatus>,
    /// Only jobs that judged by this policy
    #[arg(long, value_name = "UUID")]
    pub(crate) policy: Option<Uuid>,
    /// Only jobs created after this time, such as 2026-03-01 or 2026-03-01T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) created_after: Option<DateTime<Utc>>,
    /// Only jobs created before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) created_before: Option<DateTime<Utc>>,
    /// Only jobs last changed after this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) updated_after: Option<DateTime<Utc>>,
    /// Only jobs last changed before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) updated_before: Option<DateTime<Utc>>,
    /// Only jobs completed after this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) completed_after: Option<DateTime<Utc>>,
    /// Only jobs completed before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) completed_before: Option<DateTime<Utc>>,
    /// Stop after so many jobs
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct CreateArguments {
    /// The policy to judge by
    #[arg(long, value_name = "UUID")]
    pub(crate) policy: Uuid,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The score from which something counts as a match, 0 to 1 [default: the server's]
    #[arg(long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Ask to judge as fast as possible rather than as cheaply as possible
    #[arg(long)]
    pub(crate) expedited: bool,
    /// An https address that the gateway calls when the job has ended
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
    /// Wait until the job has ended; exit 10 where it FAILED or was CANCELED
    #[arg(long)]
    pub(crate) wait: bool,
    /// How long to wait at most, such as 90s, 10m or 1h30m
    #[arg(long, requires = "wait", default_value = "10m", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct ReconcileArguments {
    /// The marker that the failed create told
    #[arg(value_name = "MARKER", value_parser = marker)]
    pub(crate) marker: Marker,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct EvaluateArguments {
    /// The policy to judge by
    #[arg(long, value_name = "UUID")]
    pub(crate) policy: Uuid,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The score from which something counts as a match, 0 to 1 [default: the server's]
    #[arg(long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Ask to judge as fast as possible rather than as cheaply as possible
    #[arg(long)]
    pub(crate) expedited: bool,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct LabelsArguments {
    /// The published label versions to judge by, 1 to 10
    #[arg(long = "version", value_name = "UUID", num_args = 1.., required = true)]
    pub(crate) versions: Vec<Uuid>,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The score from which a label counts as a match, 0 to 1 [default: the server's]
    #[arg(long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct BatchArguments {
    #[command(subcommand)]
    pub(crate) command: BatchCommand,
}

#[derive(Subcommand)]
pub(crate) enum BatchCommand {
    /// Check a CSV, have it judged, write what came of it; run it again to go on after a break
    Run(BatchRun),
    /// List batch jobs
    List(BatchList),
    /// Stop a batch job
    Cancel(BatchCancel),
}

#[derive(Args)]
pub(crate) struct BatchRun {
    /// The policy to judge by
    #[arg(long, value_name = "UUID")]
    pub(crate) policy: Uuid,
    /// The CSV to judge
    #[arg(
        long,
        value_name = "CSV",
        help = "The CSV with the columns ref_id, type (text or image_url) and content"
    )]
    pub(crate) input: PathBuf,
    /// Where the answers go
    #[arg(long, value_name = "CSV")]
    pub(crate) output: PathBuf,
    /// What to call the batch job [default: the input's file name]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How long to wait at most
    #[arg(long, default_value = "4h", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    /// Replace an output that is there
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Give up what an earlier run with this output left, and create another batch job
    #[arg(long)]
    pub(crate) start_over: bool,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct BatchList {
    /// Only these batch jobs
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Only batch jobs in this state, such as queued or completed; may be given several times
    #[arg(long = "state", value_name = "STATE", value_parser = batch_state)]
    pub(crate) states: Vec<BatchJobState>,
    /// The format of what is printed
    #[arg(long, value_enum, default_value_t = BatchFormat::Table)]
    pub(crate) format: BatchFormat,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BatchFormat {
    /// For people
    Table,
    /// One batch job a line, as a JSON object
    Json,
}

#[derive(Args)]
pub(crate) struct BatchCancel {
    /// The id of the batch job
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}
