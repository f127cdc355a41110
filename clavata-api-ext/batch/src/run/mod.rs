//! The settings of a run.

mod begin;
mod download;
mod earlier;
mod publish;
mod repeated;
mod steps;
mod upload;
mod wait;

use std::fmt;
use std::future::IntoFuture;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use clavata_api_ext::api::BatchJob;
use clavata_api_ext::{Batch, Clavata, Poller};
use uuid::Uuid;

use crate::answers::BatchRows;
use crate::error::BatchError;
use crate::progress::{BatchProgress, Progress};
use crate::report::BatchReport;

/// A batch job from a CSV file to a CSV file. Await it to run it: it checks the input CSV, creates the
/// batch job, uploads, waits, downloads the output, and checks which rows of the input have an answer in it.
///
/// **After an interruption**, run the same again. The state file `<output>.clavata-batch.json` records each
/// step. A run that was killed, was dropped or failed continues from it, and does not create or pay for a
/// second batch job. Only if the batch job itself [ended without results](BatchError::Ended) does the next run
/// create another. If the output is incomplete, the run downloads it again. If the input has changed, the
/// run fails. The state file is removed once the [report is complete](BatchReport::is_complete). It never contains
/// the key. Until the upload it contains the presigned URL, so only its owner can read it.
///
/// The output is moved into place in one step. If another file has appeared there in the meantime, the run
/// fails and does not touch it. Move that file away and run again.
///
/// Only a create whose response was lost cannot be continued, because the upload URL is lost with it. The
/// next run looks for the batch job by its name, which ends in random characters, and fails with what it
/// found. You decide whether to [`start_over`](Self::start_over). Nothing is judged or billed before
/// the upload.
///
/// Memory use is about 150 bytes per row, however long the rows are: see [`check`](crate::check). Two runs with the same
/// output cannot interfere with each other: the second one fails.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_batch::BatchError> {
/// let report = clavata_batch::BatchRun::new(&clavata, policy, "comments.csv", "judged.csv")
///     .with_name("Comments of February")
///     .on_progress(|progress| eprintln!("{progress:?}"))
///     .await?;
/// for ref_id in report.missing() {
///     println!("{ref_id} has no answer: it has not passed");
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// A [`BatchError`]. A [timeout](clavata_api_ext::Error::is_timeout) of the wait ends the run, but not the batch job.
#[must_use = "it does nothing until it is awaited"]
pub struct BatchRun {
    pub(super) batch: Batch,
    pub(super) policy: Uuid,
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    name: Option<String>,
    pub(super) webhook_url: Option<String>,
    timeout: Duration,
    pauses: Option<(Duration, Duration)>,
    pub(super) overwrite: bool,
    pub(super) start_over: bool,
    pub(super) progress: Progress,
    pub(super) keep: Option<Box<Keep>>,
}

/// The caller's callback for the rows of the output.
type Keep = dyn FnOnce(&mut BatchRows<'_>) -> io::Result<()> + Send + Sync;

impl BatchRun {
    /// Creates a run with a policy, an input CSV and an output CSV.
    pub fn new(
        clavata: &Clavata,
        policy: Uuid,
        input: impl AsRef<Path>,
        output: impl AsRef<Path>,
    ) -> Self {
        Self {
            batch: clavata.batch(),
            policy,
            input: input.as_ref().to_owned(),
            output: output.as_ref().to_owned(),
            name: None,
            webhook_url: None,
            timeout: Duration::from_secs(4 * 3600),
            pauses: None,
            overwrite: false,
            start_over: false,
            progress: Progress::default(),
            keep: None,
        }
    }

    /// Sets the name of the batch job, to which the run appends random characters. Default: the name
    /// of the input file.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets an https URL that the gateway calls when the batch job has ended. The run still polls.
    pub fn with_webhook_url(mut self, url: impl Into<String>) -> Self {
        self.webhook_url = Some(url.into());
        self
    }

    /// Sets how long to wait for the end of the batch job. Default: 4 hours.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Sets the first and the longest pause between polls. Default: 1 s and 30 s.
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses = Some((first, longest));
        self
    }

    /// Allows the run to replace an existing output. Without this, a finished run cannot be repeated, and paid
    /// for, by mistake.
    pub fn with_overwrite(mut self) -> Self {
        self.overwrite = true;
        self
    }

    /// Abandons an earlier run with this output: cancels its batch job if that has not ended, and
    /// creates another. Without an earlier run, this has no effect. A damaged state file is discarded as well;
    /// its batch job is canceled if the file still shows the id or the name.
    pub fn start_over(mut self) -> Self {
        self.start_over = true;
        self
    }

    /// Sets a callback for progress. It is called often during transfers, so it must be fast.
    pub fn on_progress(mut self, tell: impl Fn(&BatchProgress) + Send + Sync + 'static) -> Self {
        self.progress = Progress(Some(Arc::new(tell)));
        self
    }

    /// Sets a function that stores the rows of the output, for example in a database. It is called once, on a
    /// thread that may block, before the output is moved into place. If it fails, the run fails with
    /// [`BatchError::NotKept`]. Running the same again downloads the output again, at no cost, and calls the
    /// function with all rows.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_batch::BatchError> {
    /// clavata_batch::BatchRun::new(&clavata, policy, "comments.csv", "judged.csv")
    ///     .keep_with(|rows| {
    ///         for row in rows {
    ///             println!("{}: {} (sure: {})", row.ref_id, row.outcome, row.is_answer);
    ///         }
    ///         Ok(())
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn keep_with(
        mut self,
        keep: impl FnOnce(&mut BatchRows<'_>) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.keep = Some(Box::new(keep));
        self
    }

    /// The unique name of a new batch job.
    pub(super) fn unique_name(&self) -> String {
        let given = match &self.name {
            Some(name) => name.trim().to_owned(),
            None => self
                .input
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default(),
        };
        let random = Uuid::new_v4().simple().to_string();
        format!("{given} {}", &random[..12]).trim().to_owned()
    }

    pub(super) fn poller(&self, id: &str) -> Poller<BatchJob> {
        let poller = self.batch.poller(id).with_timeout(self.timeout);
        match self.pauses {
            Some((first, longest)) => poller.with_pauses(first, longest),
            None => poller,
        }
    }
}

impl IntoFuture for BatchRun {
    type Output = Result<BatchReport, BatchError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(steps::run(self))
    }
}

impl fmt::Debug for BatchRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchRun")
            .field("policy", &self.policy)
            .field("input", &self.input)
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}
