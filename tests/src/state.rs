//! What one gateway knows: its settings, its scripts, its jobs and what it saw.

use crate::answer::{Answer, Form};
use crate::fixtures;
use crate::jobs::Jobs;
use crate::script::{Reply, Scripts};
use crate::seen::Ledger;
use crate::{Dialect, Fault, Operation};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) key: String,
    pub(crate) dialect: Dialect,
    pub(crate) latency: Duration,
    pub(crate) fail_rate: f64,
    pub(crate) fail_with: Vec<Fault>,
    pub(crate) seed: u64,
    pub(crate) remember: usize,
    pub(crate) fixtures: bool,
    pub(crate) port: u16,
}

pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) scripts: Scripts,
    pub(crate) jobs: Jobs,
    /// The base URL of the other host.
    pub(crate) elsewhere: String,
    random: Mutex<fastrand::Rng>,
}

impl State {
    pub(crate) fn new(config: Config, elsewhere: String) -> Self {
        let shelf = if config.fixtures {
            fixtures::shelf()
        } else {
            Arc::new(BTreeMap::new())
        };
        Self {
            ledger: Arc::new(Ledger::new(config.remember)),
            scripts: Scripts::default(),
            jobs: Jobs::new(shelf),
            random: Mutex::new(fastrand::Rng::with_seed(config.seed)),
            elsewhere,
            config,
        }
    }

    pub(crate) fn random<T>(&self, draw: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        draw(&mut self.random.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The scripted reply, or by chance a fault, or the ordinary answer.
    pub(crate) fn reply_to(&self, operation: Operation) -> Reply {
        if let Some(reply) = self.scripts.take(operation) {
            return reply;
        }
        let rate = self.config.fail_rate;
        if rate > 0.0 && !self.config.fail_with.is_empty() && self.random(fastrand::Rng::f64) < rate
        {
            let faults = &self.config.fail_with;
            let drawn = self.random(|random| random.usize(..faults.len()));
            return Reply::Fault(faults[drawn]);
        }
        Reply::Ordinary
    }

    pub(crate) fn get_job(&self, id: &str) -> Answer {
        let form = Form {
            dialect: self.config.dialect,
            stream: false,
        };
        if let Some(body) = self.jobs.poll(id, self.config.dialect) {
            return Answer::ok_text(body);
        }
        let path = format!("/v1/jobs/{id}");
        let recorded = fixtures::captures()
            .iter()
            .find(|capture| capture.method == "GET" && capture.authorized && capture.path == path);
        match recorded {
            Some(capture) if self.config.fixtures => {
                let mut answer = Answer::raw(capture.status, &[], capture.body.clone());
                for (name, value) in &capture.headers {
                    if name != "content-length" {
                        answer = answer.with_header(name, value);
                    }
                }
                answer
            }
            _ => Answer::grpc(404, 5, "job not found", vec![], form),
        }
    }
}
