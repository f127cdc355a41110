//! Arguments of the commands.

use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Args;
use clavata_api_ext::Marker;
use clavata_api_ext::api::JobStatus;
use uuid::Uuid;

use super::values::{job_status, marker, threshold, time, uuid};
use super::{ContentArguments, Gateway, Policy, Shown, Table};
use crate::duration;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata job 55555555-5555-4555-8555-555555555555 --wait\n  clavata job \"$FIRST\" \"$SECOND\" --format csv -o rows.csv"
)]
pub(crate) struct JobArguments {
    /// The ids of the jobs
    #[arg(value_name = "UUID", required = true, value_parser = uuid)]
    pub(crate) ids: Vec<Uuid>,
    /// Wait until each job ends; exit with 10 if one is FAILED or CANCELED
    #[arg(short, long)]
    pub(crate) wait: bool,
    /// Maximum time to wait for each job, such as 90s, 10m or 1h30m
    #[arg(long, requires = "wait", default_value = "10m", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata jobs --status failed --created-after 7d\n  clavata jobs --created-after 2026-03-01 --output jobs.csv\n  clavata jobs --follow --archive answers"
)]
pub(crate) struct JobsArguments {
    /// Only jobs with this status: pending, running, completed, failed or canceled
    #[arg(short, long, value_parser = job_status)]
    pub(crate) status: Option<JobStatus>,
    /// Only jobs that used this policy: its UUID, or its name in the profile
    #[arg(short, long, value_name = "POLICY")]
    pub(crate) policy: Option<Policy>,
    /// Only jobs created after this time, such as 2026-03-01, 2026-03-01T12:00:00Z, or 7d for seven days
    /// ago
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
    /// Stop after this many jobs
    #[arg(short = 'L', long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// List jobs repeatedly until a signal, and print and archive each job once it has ended. A later run
    /// with the same archive continues where this one stopped
    #[arg(
        long,
        requires = "archive",
        conflicts_with_all = ["limit", "status", "created_before", "updated_after", "updated_before", "completed_after", "completed_before", "exit_verdict"]
    )]
    pub(crate) follow: bool,
    /// The time between two listings of --follow
    #[arg(long, requires = "follow", default_value = "30s", value_parser = duration::parse)]
    pub(crate) every: Duration,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata create --policy \"$POLICY\" --text-file post.txt --wait\n  clavata create -p \"$POLICY\" --image photo.png --webhook https://example.com/x"
)]
pub(crate) struct CreateArguments {
    /// The policy to evaluate against: its UUID, or its name in the profile
    #[arg(short, long, value_name = "POLICY")]
    pub(crate) policy: Policy,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The lowest score that counts as a match, above 0 and up to 1 [default: the profile's, otherwise the server's]
    #[arg(short, long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Prefer the fastest result to the cheapest
    #[arg(long)]
    pub(crate) expedited: bool,
    /// An https URL that the gateway calls when the job ends
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
    /// Wait until the job ends; exit with 10 if it is FAILED or CANCELED
    #[arg(short, long)]
    pub(crate) wait: bool,
    /// Maximum time to wait, such as 90s, 10m or 1h30m
    #[arg(long, requires = "wait", default_value = "10m", value_parser = duration::parse)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

impl CreateArguments {
    /// The table that is printed. A new job has no result rows yet.
    pub(crate) fn table(&self) -> Table {
        if self.wait || self.shown.format().names_jobs() {
            return Table::Rows;
        }
        self.shown.table_of_list()
    }
}

#[derive(Args)]
#[command(after_help = "Example:\n  clavata reconcile \"$MARKER\"")]
pub(crate) struct ReconcileArguments {
    /// The marker that the failed create printed
    #[arg(value_name = "MARKER", value_parser = marker)]
    pub(crate) marker: Marker,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  clavata evaluate -p \"$POLICY\" --text \"some text\" --exit-verdict\n  clavata evaluate -p \"$POLICY\" -i posts.jsonl --archive answers --resume"
)]
pub(crate) struct EvaluateArguments {
    /// The policy to evaluate against: its UUID, or its name in the profile
    #[arg(short, long, value_name = "POLICY")]
    pub(crate) policy: Policy,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The lowest score that counts as a match, above 0 and up to 1 [default: the profile's, otherwise the server's]
    #[arg(short, long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Prefer the fastest result to the cheapest
    #[arg(long)]
    pub(crate) expedited: bool,
    /// Request a report of each rule (a preview feature of the gateway, which may change)
    #[arg(long)]
    pub(crate) include_report: bool,
    /// Reuse archived answers for the same gateway, content, metadata, policy, threshold and `--include-report`, and pay only for the rest. Image URLs are always evaluated again
    #[arg(long, requires = "archive")]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  clavata labels --version \"$LABEL_VERSION\" --text \"some text\""
)]
pub(crate) struct LabelsArguments {
    /// The published label versions to evaluate against, 1 to 10
    #[arg(long = "version", value_name = "UUID", num_args = 1.., required = true, value_parser = uuid)]
    pub(crate) versions: Vec<Uuid>,
    #[command(flatten)]
    pub(crate) content: ContentArguments,
    /// The lowest score that counts as a match, above 0 and up to 1 [default: the profile's, otherwise the server's]
    #[arg(short, long, value_name = "X", value_parser = threshold)]
    pub(crate) threshold: Option<f64>,
    /// Request a report of each rule (a preview feature of the gateway, which may change)
    #[arg(long)]
    pub(crate) include_report: bool,
    #[command(flatten)]
    pub(crate) shown: Shown,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  clavata completions bash > ~/.local/share/bash-completion/completions/clavata"
)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args)]
#[command(after_help = "Example:\n  clavata doctor")]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}
