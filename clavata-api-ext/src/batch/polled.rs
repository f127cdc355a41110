//! Waits for batch jobs to end.

use std::time::Duration;

use super::Batch;
use crate::api::BatchJob;
use crate::client::Clavata;
use crate::error::Error;
use crate::polled::sealed::Polled;

impl Polled for BatchJob {
    type Id = String;

    const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];
    const TIMEOUT: Duration = Duration::from_secs(4 * 3600);
    const STATE: &'static str = "state";

    async fn get(clavata: &Clavata, id: &String) -> Result<Self, Error> {
        clavata.batch().get(id).await
    }

    fn name(id: &String) -> String {
        format!("batch job {id}")
    }

    fn state(&self) -> &str {
        self.state.as_str()
    }

    fn has_ended(&self) -> bool {
        Batch::has_ended(self)
    }
}
