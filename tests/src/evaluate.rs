//! Create job, evaluate (the stream) and evaluate labels. Each fails with what is wrong if the request is invalid.

use crate::answer::{Answer, Form, grpc_status};
use crate::dialect::Json;
use crate::jobs::{NewJob, basic};
use crate::judge::{Content, Refusal, Verdict, refusal_status, threshold};
use crate::protojson::{Message, parse};
use crate::schema;
use crate::state::State;

/// A checked request to judge content against a policy.
struct Asked {
    contents: Vec<Content>,
    refusals: Vec<Refusal>,
    policy_id: String,
    threshold: f64,
}

impl Asked {
    fn of(request: &Message) -> Result<Self, &'static str> {
        let items = request.messages("contentData");
        if items.is_empty() {
            return Err("content_data is required");
        }
        let policy_id = request.text("policyId");
        if policy_id.is_empty() {
            return Err("policy_id is required");
        }
        let contents: Vec<Content> = items.iter().map(Content::of).collect::<Result<_, _>>()?;
        Ok(Self {
            refusals: contents.iter().filter_map(Content::refusal).collect(),
            contents,
            policy_id: policy_id.to_owned(),
            threshold: threshold(request)?,
        })
    }
}

fn refused(refusals: Vec<Refusal>, form: Form) -> Answer {
    let (status, code) = refusal_status(&refusals);
    let details = refusals.into_iter().map(|refusal| refusal.detail).collect();
    Answer::grpc(status, code, "precheck failed", details, form)
}

pub(crate) fn create_job(state: &State, body: &[u8], form: Form) -> Result<Answer, String> {
    let request = parse(&schema::CREATE_JOB, body)?;
    let asked = Asked::of(&request)?;
    if let Some(webhook) = request.message("webhook")
        && !webhook.text("url").starts_with("https://")
    {
        return Err("webhook url must use https".to_owned());
    }
    if !asked.refusals.is_empty() {
        return Ok(refused(asked.refusals, form));
    }
    let job = NewJob {
        id: state.uuid(),
        created: state.now(),
        policy_id: asked.policy_id,
        threshold: request.double("threshold"),
    };
    let text = done(&job, &asked.contents, asked.threshold).unary(form.dialect);
    let pending = basic(&job, "JOB_STATUS_PENDING");
    state.jobs.insert(job, &text, state.config.created.clone());
    Ok(Answer::ok(
        &Json::Message(vec![("job", pending)]),
        form.dialect,
    ))
}

/// The job once it is done.
fn done(job: &NewJob, contents: &[Content], threshold: f64) -> Json {
    let time = || Json::text(&*job.created);
    let data = contents.iter().map(|content| {
        Json::Message(vec![
            ("contentHash", Json::text(&*content.hash)),
            ("labels", Json::List(vec![])),
            ("contentType", Json::text("")),
            ("metadata", Json::Map(content.metadata.clone())),
        ])
    });
    let results = contents.iter().map(|content| {
        Json::Message(vec![
            ("uuid", Json::text("")),
            ("jobUuid", Json::text(&*job.id)),
            ("contentHash", Json::text("")),
            ("report", content.report(&job.policy_id, threshold)),
            ("created", time()),
        ])
    });
    Json::Message(vec![
        ("jobUuid", Json::text(&*job.id)),
        ("customerId", Json::text(CUSTOMER)),
        ("status", Json::text("JOB_STATUS_COMPLETED")),
        ("metadata", Json::Null),
        ("contentData", Json::List(data.collect())),
        ("results", Json::List(results.collect())),
        ("created", time()),
        ("updated", time()),
        ("completed", time()),
        ("threshold", Json::Double(job.threshold)),
        ("policyId", Json::text(&*job.policy_id)),
    ])
}

const CUSTOMER: &str = "33333333-3333-4333-8333-333333333333";

pub(crate) fn evaluate(state: &State, body: &[u8], form: Form) -> Result<Answer, String> {
    let request = parse(&schema::EVALUATE, body)?;
    let mut asked = Asked::of(&request)?;
    if state.config.shuffle {
        state.random(|random| random.shuffle(&mut asked.contents));
    }
    let job = state.uuid();
    let mut lines = Vec::with_capacity(asked.contents.len());
    for content in &asked.contents {
        if content.refusal().is_some() {
            if lines.is_empty() {
                return Ok(refused(asked.refusals, form));
            }
            let (_, code) = refusal_status(&asked.refusals);
            let details = asked.refusals.into_iter().map(|r| r.detail).collect();
            let error = grpc_status(code, "precheck failed", details);
            lines.push(Json::Message(vec![("error", error)]).frame(form.dialect) + "\n");
            break;
        }
        let response = Json::Message(vec![
            ("jobUuid", Json::text(&*job)),
            ("contentHash", Json::text(&*content.hash)),
            (
                "policyEvaluationReport",
                content.report(&asked.policy_id, asked.threshold),
            ),
        ]);
        lines.push(Json::Message(vec![("result", response)]).frame(form.dialect) + "\n");
    }
    Ok(Answer::stream(lines, state.config.frame_gap)
        .with_header("grpc-metadata-content-type", "application/grpc"))
}

pub(crate) fn evaluate_labels(state: &State, body: &[u8], form: Form) -> Result<Answer, String> {
    let request = parse(&schema::EVALUATE_LABELS, body)?;
    let Some(item) = request.message("contentData") else {
        return Err("content_data is required".to_owned());
    };
    let (content, threshold) = (Content::of(item)?, threshold(&request)?);
    let versions = request.texts("labelVersionIds");
    match versions.len() {
        0 => return Err("at least one label version id is required".to_owned()),
        1..=10 => {}
        _ => return Err("at most 10 label version ids are allowed".to_owned()),
    }
    if let Some(refusal) = content.refusal() {
        return Ok(refused(vec![refusal], form));
    }
    let results = versions.iter().map(|version| {
        let mut fields = vec![
            ("labelId", Json::text(LABEL)),
            ("labelVersionId", Json::text(version)),
            ("jobUuid", Json::text(state.uuid())),
        ];
        fields.push(if *version == UNPUBLISHED {
            ("error", Json::text("label version is not published"))
        } else {
            ("evaluation", evaluation(&content, threshold))
        });
        Json::Message(fields)
    });
    let response = Json::Message(vec![
        ("contentHash", Json::text(&*content.hash)),
        ("results", Json::List(results.collect())),
    ]);
    Ok(Answer::ok(&response, form.dialect))
}

const LABEL: &str = "66666666-6666-4666-8666-666666666666";

/// A label version that is not published. It gets an error instead of an evaluation.
const UNPUBLISHED: &str = "00000000-0000-4000-8000-000000000000";

fn evaluation(content: &Content, threshold: f64) -> Json {
    let verdict: Verdict = content.verdict();
    Json::Message(vec![
        ("score", Json::Double(content.score(verdict, threshold))),
        ("outcome", Json::text(verdict.name())),
        ("threshold", Json::Double(threshold)),
        ("report", content.report("", threshold)),
    ])
}
