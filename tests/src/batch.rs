//! Batch jobs: create, presigned upload, a state that each poll advances, download. A call fails with what is wrong
//! if its request is invalid.

use crate::answer::{Answer, Form};
use crate::batch_csv;
use crate::dialect::Json;
use crate::judge::POLICY_VERSION;
use crate::protojson::parse;
use crate::query::{Query, enumerated};
use crate::schema;
use crate::state::State;
use bytes::Bytes;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const STATES: [&str; 11] = [
    "UNSPECIFIED",
    "ERROR",
    "INITIALIZED",
    "QUEUED",
    "PREPROCESSING",
    "PREPROCESSED",
    "SUBMITTED",
    "POSTPROCESSING",
    "POSTPROCESSED",
    "COMPLETED",
    "CANCELLED",
];
const ERROR: usize = 1;
const INITIALIZED: usize = 2;
const QUEUED: usize = 3;
const PREPROCESSING: usize = 4;
const COMPLETED: usize = 9;
const CANCELLED: usize = 10;

pub(crate) struct Batch {
    id: String,
    name: String,
    policy_id: String,
    created: String,
    updated: Option<String>,
    state: usize,
    /// Whether a list has shown the current state, so that the next one advances it.
    shown: bool,
    input: Option<Bytes>,
    output: String,
    signature: String,
    upload_until: Instant,
}

#[derive(Default)]
pub(crate) struct Batches(Mutex<Vec<Batch>>);

impl Batches {
    fn lock(&self) -> MutexGuard<'_, Vec<Batch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batch {
    fn upload_url(&self, base: &str) -> String {
        format!(
            "{base}/storage/input/{}?signature={}",
            self.id, self.signature
        )
    }

    fn output_url(&self, base: &str) -> String {
        if self.state == COMPLETED {
            format!(
                "{base}/storage/output/{}?signature={}",
                self.id, self.signature
            )
        } else {
            String::new()
        }
    }

    /// A poll advances the job once its file is uploaded and its current state was shown.
    fn look(&mut self, now: &str) {
        if !std::mem::replace(&mut self.shown, true) || !(QUEUED..COMPLETED).contains(&self.state) {
            return;
        }
        self.state += 1;
        self.updated = Some(now.to_owned());
        if self.state == PREPROCESSING + 1 {
            let input = self.input.clone().unwrap_or_default();
            match batch_csv::judge(&input) {
                Ok(output) => self.output = output,
                Err(_) => self.state = ERROR,
            }
        }
    }

    fn json(&self, base: &str) -> Json {
        let updated = self.updated.clone();
        Json::Message(vec![
            ("batchJobId", Json::text(&*self.id)),
            ("name", Json::text(&*self.name)),
            ("state", Json::Text(state_name(self.state))),
            ("createdAt", Json::text(&*self.created)),
            ("updatedAt", updated.map_or(Json::Null, Json::Text)),
            ("policyId", Json::text(&*self.policy_id)),
            ("policyVersionId", Json::text(POLICY_VERSION)),
            ("outputFileUrl", Json::Text(self.output_url(base))),
        ])
    }
}

fn state_name(state: usize) -> String {
    format!("BATCH_JOB_STATE_{}", STATES[state])
}

/// How long an upload URL is valid, as the vendor documents it.
pub(crate) const UPLOAD_VALID: Duration = Duration::from_secs(4 * 3600);

pub(crate) fn create(state: &State, body: &[u8], form: Form) -> Result<Answer, String> {
    let request = parse(&schema::CREATE_BATCH_JOB, body)?;
    let (name, policy_id) = (request.text("name"), request.text("policyId"));
    if name.is_empty() {
        return Err("name is required".to_owned());
    }
    if policy_id.is_empty() {
        return Err("policy_id is required".to_owned());
    }
    let mut fields = vec![
        ("batchJobId", Json::text("")),
        ("name", Json::text(name)),
        ("error", Json::Null),
        ("inputFileUploadUrl", Json::text("")),
    ];
    if policy_id == UNPUBLISHED {
        fields[2].1 = Json::Message(vec![
            ("errorCode", Json::text("BATCH_JOB_ERROR_INVALID_POLICY")),
            (
                "errorMessage",
                Json::text("the policy has no published version"),
            ),
        ]);
        return Ok(Answer::ok(&Json::Message(fields), form.dialect));
    }
    let batch = Batch {
        id: state.uuid(),
        name: name.to_owned(),
        policy_id: policy_id.to_owned(),
        created: state.now(),
        updated: None,
        state: INITIALIZED,
        shown: false,
        input: None,
        output: String::new(),
        signature: state.uuid().replace('-', ""),
        upload_until: Instant::now() + state.config.upload_valid,
    };
    fields[0].1 = Json::text(&*batch.id);
    fields[3].1 = Json::Text(batch.upload_url(&state.base));
    state.batches.lock().push(batch);
    Ok(Answer::ok(&Json::Message(fields), form.dialect))
}

/// A policy without a published version, for which no batch job can be created.
const UNPUBLISHED: &str = "00000000-0000-4000-8000-000000000000";

pub(crate) const LIST_PARAMETERS: [&str; 2] = ["batchJobIds", "states"];

pub(crate) fn list(state: &State, query: &Query, form: Form) -> Result<Answer, String> {
    let ids = query.all("batchJobIds");
    let mut states = Vec::new();
    for given in query.all("states") {
        states.extend(enumerated("states", given, "BATCH_JOB_STATE_", &STATES)?);
    }
    let now = state.now();
    let mut found = Vec::new();
    for batch in state.batches.lock().iter_mut() {
        if !ids.is_empty() && !ids.contains(&batch.id.as_str()) {
            continue;
        }
        batch.look(&now);
        if states.is_empty() || states.contains(&state_name(batch.state)) {
            found.push(batch.json(&state.base));
        }
    }
    let list = Json::Message(vec![("batchJobs", Json::List(found))]);
    Ok(Answer::ok(&list, form.dialect))
}

pub(crate) fn cancel(state: &State, id: &str, body: &[u8], form: Form) -> Result<Answer, String> {
    parse(&schema::CANCEL_BATCH_JOB, body)?;
    let now = state.now();
    let mut batches = state.batches.lock();
    let Some(batch) = batches.iter_mut().find(|batch| batch.id == id) else {
        return Ok(Answer::grpc(404, 5, "batch job not found", vec![], form));
    };
    if matches!(batch.state, ERROR | COMPLETED | CANCELLED) {
        let message = "the batch job has ended already";
        return Ok(Answer::grpc(400, 9, message, vec![], form));
    }
    batch.state = CANCELLED;
    batch.updated = Some(now);
    let response = Json::Message(vec![
        ("batchJobId", Json::text(id)),
        ("state", Json::Text(state_name(CANCELLED))),
        ("error", Json::Null),
    ]);
    Ok(Answer::ok(&response, form.dialect))
}

/// Accepts an uploaded file. A later upload replaces it and restarts processing.
pub(crate) fn upload(
    state: &State,
    id: &str,
    signature: &str,
    input: &Bytes,
) -> Result<(), (u16, &'static str, &'static str)> {
    let now = state.now();
    let mut batches = state.batches.lock();
    let batch = signed(&mut batches, id, signature)?;
    if Instant::now() > batch.upload_until {
        return Err((403, "AccessDenied", "Request has expired"));
    }
    if !matches!(batch.state, ERROR | CANCELLED) {
        batch.state = QUEUED;
        batch.shown = false;
        batch.updated = Some(now);
    }
    batch.input = Some(input.clone());
    Ok(())
}

pub(crate) fn download(
    state: &State,
    id: &str,
    signature: &str,
) -> Result<String, (u16, &'static str, &'static str)> {
    let mut batches = state.batches.lock();
    let batch = signed(&mut batches, id, signature)?;
    if batch.state == COMPLETED {
        Ok(batch.output.clone())
    } else {
        Err((404, "NoSuchKey", "The specified key does not exist."))
    }
}

fn signed<'a>(
    batches: &'a mut [Batch],
    id: &str,
    signature: &str,
) -> Result<&'a mut Batch, (u16, &'static str, &'static str)> {
    let batch = batches.iter_mut().find(|batch| batch.id == id);
    batch.filter(|batch| batch.signature == signature).ok_or((
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
    ))
}
