//! The jobs that the gateway holds: put by a test or created by a client.

use crate::dialect::{Dialect, Json};
use crate::protojson::member;
use crate::query::JobQuery;
use crate::stage::{Progress, Stage};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// The basic fields of a job.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewJob {
    pub(crate) id: String,
    pub(crate) created: String,
    pub(crate) policy_id: String,
    pub(crate) threshold: f64,
}

struct Stored {
    job: NewJob,
    customer: String,
    updated: Option<String>,
    completed: Option<String>,
    /// The status once it is done.
    status: String,
    /// The whole answer to get job, once it is done.
    answer: String,
    progress: Progress,
    polls: usize,
    since: Instant,
}

impl Stored {
    fn stage(&self) -> Stage {
        self.progress.stage(self.polls, self.since.elapsed())
    }

    fn unfinished(&self, status: &str) -> Json {
        let mut json = basic(&self.job, status);
        if let Json::Message(fields) = &mut json {
            fields[1].1 = Json::text(&*self.customer);
        }
        json
    }

    fn matches(&self, query: &JobQuery) -> bool {
        let status = self.stage().status();
        let done = status.is_none();
        let times = [
            Some(&self.job.created),
            self.updated.as_ref().filter(|_| done),
            self.completed.as_ref().filter(|_| done),
        ];
        let wanted = query.status.as_deref();
        let policy = query.policy_id.as_deref();
        wanted.is_none_or(|wanted| wanted == status.unwrap_or(&self.status))
            && policy.is_none_or(|policy| policy == self.job.policy_id)
            && (query.ranges.iter().zip(times))
                .all(|(range, time)| range.holds(time.map(String::as_str)))
    }
}

#[derive(Default)]
struct Put {
    by_id: HashMap<String, Stored>,
    /// The order in which they are listed.
    order: Vec<String>,
}

pub(crate) struct Jobs {
    shelf: Arc<BTreeMap<String, String>>,
    put: Mutex<Put>,
}

impl Jobs {
    pub(crate) fn new(shelf: Arc<BTreeMap<String, String>>) -> Self {
        Self {
            shelf,
            put: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Put> {
        self.put.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job, given bare or as the answer to get job. Returns its id.
    pub(crate) fn put(&self, text: &str, progress: Progress) -> Result<String, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("the job is not JSON: {error}"))?;
        let (answer, job) = match value.get("job") {
            Some(job) => (text.to_owned(), job),
            None => (format!("{{\"job\":{text}}}"), &value),
        };
        let text = |name: &str| job[name].as_str().map(str::to_owned);
        let stored = Stored {
            job: NewJob {
                id: text("jobUuid").ok_or("the job has no jobUuid")?,
                created: text("created").unwrap_or_default(),
                policy_id: text("policyId").unwrap_or_default(),
                threshold: job["threshold"].as_f64().unwrap_or_default(),
            },
            customer: text("customerId").unwrap_or_default(),
            updated: text("updated"),
            completed: text("completed"),
            status: text("status").unwrap_or_default(),
            answer,
            progress,
            polls: 0,
            since: Instant::now(),
        };
        Ok(self.store(stored))
    }

    /// Adds a job that a client created. `done` is its text once it is completed.
    pub(crate) fn insert(&self, job: NewJob, done: &str, progress: Progress) {
        self.store(Stored {
            customer: String::new(),
            updated: Some(job.created.clone()),
            completed: Some(job.created.clone()),
            status: "JOB_STATUS_COMPLETED".to_owned(),
            answer: format!("{{\"job\":{done}}}"),
            job,
            progress,
            polls: 0,
            since: Instant::now(),
        });
    }

    /// The ids of all jobs, in the order in which they were added.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.lock().order.clone()
    }

    fn store(&self, stored: Stored) -> String {
        let id = stored.job.id.clone();
        let mut put = self.lock();
        if put.by_id.insert(id.clone(), stored).is_none() {
            put.order.push(id.clone());
        }
        id
    }

    /// Lists what get job knows from the start.
    pub(crate) fn list_shelf(&self) {
        for answer in self.shelf.values() {
            // The known answers have been parsed before.
            let _ = self.put(answer, Progress::Polls(vec![]));
        }
    }

    /// The answer to get job, which advances the job by one poll. `None` if there is no such job.
    pub(crate) fn poll(&self, id: &str, dialect: Dialect) -> Option<String> {
        let mut put = self.lock();
        let Some(stored) = put.by_id.get_mut(id) else {
            return self.shelf.get(id).cloned();
        };
        stored.polls += 1;
        Some(match stored.stage().status() {
            None => stored.answer.clone(),
            Some(status) => Json::Message(vec![("job", stored.unfinished(status))]).unary(dialect),
        })
    }

    /// A page of the matching jobs: completed ones in full, the others with their basic fields.
    pub(crate) fn list(&self, query: &JobQuery) -> Json {
        let put = self.lock();
        let mut page = Vec::new();
        let mut next = String::new();
        for (place, id) in put.order.iter().enumerate().skip(query.from) {
            let stored = &put.by_id[id];
            if !stored.matches(query) {
                continue;
            }
            if page.len() == query.page_size {
                next = place.to_string();
                break;
            }
            page.push(match stored.stage().status() {
                Some(status) => stored.unfinished(status),
                None => Json::Raw(member(&stored.answer, "job").unwrap_or("null").to_owned()),
            });
        }
        Json::Message(vec![
            ("jobs", Json::List(page)),
            ("nextPageToken", Json::Text(next)),
        ])
    }
}

/// A job with only its basic fields.
pub(crate) fn basic(job: &NewJob, status: &str) -> Json {
    let created = Some(&job.created).filter(|time| !time.is_empty());
    let mut fields = vec![
        ("jobUuid", Json::text(&*job.id)),
        ("customerId", Json::text("")),
        ("status", Json::text(status)),
        ("metadata", Json::Null),
        ("contentData", Json::List(vec![])),
        ("results", Json::List(vec![])),
        ("created", created.map_or(Json::Null, Json::text)),
        ("updated", Json::Null),
        ("completed", Json::Null),
        ("threshold", Json::Double(job.threshold)),
    ];
    if !job.policy_id.is_empty() {
        fields.push(("policyId", Json::text(&*job.policy_id)));
    }
    Json::Message(fields)
}
