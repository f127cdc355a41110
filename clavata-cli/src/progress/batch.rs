//! The progress of a batch job.

use clavata_api_ext::api::BatchJobState;
use clavata_batch::BatchProgress;

use super::Spinner;
use crate::terminal::note;

impl Spinner {
    /// Shows bytes during transfers, and the state while the batch job runs. Messages that must stay visible, such as
    /// the id, are printed on separate lines.
    pub(crate) fn tell(&self, progress: &BatchProgress) {
        match progress {
            BatchProgress::Checked {
                rows,
                bytes,
                warnings,
            } => {
                for warning in warnings {
                    self.note(&format!("warning: {warning}"));
                }
                self.say(&format!("{rows} rows, {bytes} bytes"));
            }
            BatchProgress::GivenUp { id } => self.note(&format!("discarded batch job {id}")),
            BatchProgress::NotGivenUp { id } => self.note(&format!(
                "batch job {id} was not canceled: it may be running at another gateway or for another key"
            )),
            BatchProgress::Resumed { id, .. } => {
                self.note(&format!("resuming batch job {id}"));
            }
            BatchProgress::Created { id, .. } => self.note(&format!("created batch job {id}")),
            BatchProgress::Uploading { sent, total } => {
                self.travel("uploading", *sent, Some(*total));
            }
            BatchProgress::Downloading { received, total } => {
                self.travel("downloading", *received, *total);
            }
            BatchProgress::Waiting { state, polls, .. } => {
                self.say(&format!("{} ({polls} polls)", short_state(state)));
            }
            _ => {}
        }
    }

    fn note(&self, text: &str) {
        self.0.suspend(|| note(text));
    }

    fn travel(&self, what: &'static str, done: u64, total: Option<u64>) {
        match total {
            Some(total) => {
                self.style("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left");
                self.0.set_length(total);
            }
            None => self.style("{spinner} {msg} {bytes} {bytes_per_sec} {elapsed}"),
        }
        self.0.set_message(what);
        self.0.set_position(done);
    }
}

/// A state without the common prefix.
pub(crate) fn short_state(state: &BatchJobState) -> &str {
    let name = state.as_str();
    name.strip_prefix("BATCH_JOB_STATE_").unwrap_or(name)
}
