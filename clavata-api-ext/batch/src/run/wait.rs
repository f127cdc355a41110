//! Waits for the output.

use clavata_api_ext::api::{BatchJob, BatchJobState};

use super::BatchRun;
use crate::error::BatchError;
use crate::progress::BatchProgress;
use crate::state::State;

/// The run fails after this many polls with the state COMPLETED but no output.
const ROUNDS: u32 = 3;

/// Waits until there is an output.
pub(super) async fn wait(run: &BatchRun, state: &State) -> Result<BatchJob, BatchError> {
    let mut poller = run.poller(&state.batch_job_id);
    let mut without_output = 0;
    loop {
        let job = poller.next().await?;
        run.progress.tell(&BatchProgress::Waiting {
            state: job.state.clone(),
            elapsed: poller.elapsed(),
            polls: poller.polls(),
        });
        if !state.may_be(&job) {
            let id = job.batch_job_id;
            return Err(state.refuse(&format!(
                "batch job {id} does not belong to this run: its name or policy is different"
            )));
        }
        match job.state {
            BatchJobState::Completed if !job.output_file_url.is_empty() => return Ok(job),
            BatchJobState::Completed => {
                without_output += 1;
                if without_output == ROUNDS {
                    let id = job.batch_job_id;
                    return Err(BatchError::NoOutput { id });
                }
            }
            BatchJobState::Error | BatchJobState::Cancelled => {
                state.remove()?;
                return Err(BatchError::Ended {
                    id: job.batch_job_id,
                    state: job.state,
                });
            }
            _ => {}
        }
    }
}
