//! Which answer of the gateway a JSON value is.

use std::fmt;

use clavata_api_ext::api::{
    EvaluateFrame, EvaluateResponse, GetJobResponse, ListJobsResponse, Status,
};
use clavata_api_ext::{DecodeError, Job, decode};
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};

/// What a value turned out to be.
pub(crate) enum Answer {
    /// One job or a page of them.
    Jobs(Vec<Job>),
    /// One answer of an evaluate stream.
    Evaluation(Box<EvaluateResponse>),
    /// What the gateway says in place of an answer, or in place of the rest of a stream.
    Error(Status),
}

/// Why a value is no answer.
pub(crate) enum Unreadable {
    /// It does not decode.
    Undecodable(DecodeError),
    /// It decodes and is nothing that is known.
    Unknown(&'static str),
}

impl From<DecodeError> for Unreadable {
    fn from(error: DecodeError) -> Self {
        Self::Undecodable(error)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable(error) => error.fmt(f),
            Self::Unknown(what) => f.write_str(what),
        }
    }
}

/// Reads a value. A hit on known abuse material is not lost to an error that broke off inside it.
pub(crate) fn read(bytes: &[u8]) -> Result<Answer, Unreadable> {
    whole(bytes).or_else(|why| salvaged(bytes).map(Answer::Error).ok_or(why))
}

/// What is left of a refusal in an error that does not decode, as one raw detail.
fn salvaged(bytes: &[u8]) -> Option<Status> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 20)]);
    let start = text.trim_start();
    let is_error = start.starts_with("{\"error\"") || start.starts_with("{\"code\"");
    let refuses = text.contains("PrecheckFailure") || text.contains("PRECHECK_FAILURE_TYPE_");
    (is_error && refuses).then(|| Status {
        details: vec![serde_json::Value::String(text.into_owned())],
        ..Status::default()
    })
}

fn whole(bytes: &[u8]) -> Result<Answer, Unreadable> {
    match decode::<Shape>(bytes)?.0 {
        Some(Kind::Job) => match decode::<GetJobResponse>(bytes)?.job {
            Some(job) => Ok(Answer::Jobs(vec![job.into()])),
            None => Err(Unreadable::Unknown("it is an answer without a job")),
        },
        Some(Kind::Jobs) => {
            let page = decode::<ListJobsResponse>(bytes)?;
            Ok(Answer::Jobs(page.jobs.into_iter().map(Job::from).collect()))
        }
        Some(Kind::Bare) => Ok(Answer::Jobs(vec![decode(bytes)?])),
        Some(Kind::Frame) => {
            let frame = decode::<EvaluateFrame>(bytes)?;
            match (frame.error, frame.result) {
                // An error counts also where a result stands beside it.
                (Some(error), _) => Ok(Answer::Error(error)),
                (None, Some(result)) => Ok(Answer::Evaluation(Box::new(result))),
                (None, None) => Err(Unreadable::Unknown(
                    "it is a frame of a stream with neither result nor error",
                )),
            }
        }
        Some(Kind::Status) => Ok(Answer::Error(decode(bytes)?)),
        None => Err(Unreadable::Unknown(
            "it is no get-job answer, job, list answer or frame of an evaluate stream",
        )),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Job,
    Jobs,
    Bare,
    Frame,
    Status,
}

/// What the first telling key of an object says it is; no other value has one.
struct Shape(Option<Kind>);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of the gateway")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut kind = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let said = match key.as_ref() {
                "job" => Some(Kind::Job),
                "jobs" | "nextPageToken" => Some(Kind::Jobs),
                "result" | "error" => Some(Kind::Frame),
                "code" | "details" => Some(Kind::Status),
                "jobUuid" | "status" | "results" | "contentData" => Some(Kind::Bare),
                _ => None,
            };
            kind = kind.or(said);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(Shape(kind))
    }
}
