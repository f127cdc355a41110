//! The state of a gateway: its settings, scripts, jobs and records.

use crate::answer::{Answer, Form, Kind};
use crate::batch::Batches;
use crate::fixtures;
use crate::jobs::Jobs;
use crate::ledger::Ledger;
use crate::query::{JobQuery, Query};
use crate::script::{Reply, Scripts};
use crate::stage::Progress;
use crate::{Dialect, Fault, Operation};
use chrono::{DateTime, SecondsFormat, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

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
    pub(crate) list_fixtures: bool,
    pub(crate) created: Progress,
    pub(crate) shuffle: bool,
    pub(crate) frame_gap: Duration,
    pub(crate) chunk_bytes: usize,
    pub(crate) upload_valid: Duration,
    pub(crate) port: u16,
}

pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) scripts: Scripts,
    pub(crate) jobs: Jobs,
    pub(crate) batches: Batches,
    /// The gateway's own base URL.
    pub(crate) base: String,
    /// The base URL of the other host.
    pub(crate) elsewhere: String,
    random: Mutex<fastrand::Rng>,
    started: (DateTime<Utc>, Instant),
}

impl State {
    pub(crate) fn new(config: Config, base: String, elsewhere: String) -> Self {
        let shelf = if config.fixtures {
            fixtures::shelf()
        } else {
            Arc::new(BTreeMap::new())
        };
        let jobs = Jobs::new(shelf);
        if config.list_fixtures {
            jobs.list_shelf();
        }
        Self {
            ledger: Arc::new(Ledger::new(config.remember)),
            scripts: Scripts::default(),
            jobs,
            batches: Batches::default(),
            base,
            started: (Utc::now(), Instant::now()),
            random: Mutex::new(fastrand::Rng::with_seed(config.seed)),
            elsewhere,
            config,
        }
    }

    pub(crate) fn random<T>(&self, draw: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        draw(&mut self.random.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A new id, from the seed.
    pub(crate) fn uuid(&self) -> String {
        let bytes = self.random(|random| random.u128(..)).to_be_bytes();
        let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
        id.to_string()
    }

    /// The time in answers: it starts at the wall clock's time and advances with tokio's clock.
    pub(crate) fn now(&self) -> String {
        let (wall, start) = self.started;
        (wall + start.elapsed()).to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// The scripted reply, a random fault, or the ordinary answer.
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

    /// Lists jobs. Fails if the query is invalid.
    pub(crate) fn list_jobs(&self, query: &str, form: Form) -> Result<Answer, String> {
        let query = JobQuery::of(&Query::of(query))?;
        Ok(Answer::ok(&self.jobs.list(&query), form.dialect))
    }

    pub(crate) fn get_job(&self, id: &str) -> Answer {
        let form = Form {
            dialect: self.config.dialect,
            kind: Kind::Unary,
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
