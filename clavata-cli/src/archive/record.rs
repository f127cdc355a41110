//! A line of an archive.

use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{Job, LabelAnswers};
use serde::{Deserialize, Serialize};

use super::keys::Key;

/// What stands before the answer in a line.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    /// When the answer arrived.
    archived: DateTime<Utc>,
    /// The partition of its rows: the day on which the job was created, or the answer arrived.
    pub(super) day: NaiveDate,
    /// Tells whether two answers are the same.
    pub(super) id: Key,
    /// What was asked, if the answer counts for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<Key>,
}

/// An answer as a line of JSON that `flatten` reads.
pub(super) struct Record {
    head: Head,
    line: Vec<u8>,
}

/// Stands beside an answer that came with an error, or that does not match what was asked: readers then let
/// it be flagged or undetermined, never clear.
#[derive(Serialize)]
struct Doubted {
    code: i32,
    message: &'static str,
}

const DOUBTED: Doubted = Doubted {
    code: 2,
    message: "something that spoke against this answer came with it",
};

#[derive(Serialize)]
struct Line<'a, A> {
    #[serde(flatten)]
    head: &'a Head,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Doubted>,
    #[serde(flatten)]
    answer: A,
}

#[derive(Serialize)]
struct OfJob<'a> {
    job: &'a Job,
}

#[derive(Serialize)]
struct OfEvaluation<'a> {
    result: &'a EvaluateResponse,
}

impl Record {
    /// The same for all answers of a job that has ended.
    pub(super) fn id_of(job: &Job) -> io::Result<Key> {
        match &job.job_uuid {
            Some(id) => Key::of("job", &id.to_string()),
            None => Key::of("job without id", job),
        }
    }

    pub(super) fn job(job: &Job, is_doubted: bool) -> io::Result<Self> {
        Self::new(
            Self::id_of(job)?,
            None,
            job.created,
            &OfJob { job },
            is_doubted,
        )
    }

    pub(super) fn evaluation(
        answer: &EvaluateResponse,
        asked: Option<Key>,
        is_doubted: bool,
    ) -> io::Result<Self> {
        let id = Key::of("evaluation", answer)?;
        Self::new(
            id,
            asked,
            None,
            &OfEvaluation { result: answer },
            is_doubted,
        )
    }

    pub(super) fn labels(answers: &LabelAnswers, is_doubted: bool) -> io::Result<Self> {
        let answers = answers.clone().into_inner();
        let id = Key::of("labels", &answers)?;
        Self::new(id, None, None, &answers, is_doubted)
    }

    fn new(
        id: Key,
        asked: Option<Key>,
        created: Option<DateTime<Utc>>,
        answer: &impl Serialize,
        is_doubted: bool,
    ) -> io::Result<Self> {
        let archived = Utc::now();
        let head = Head {
            archived,
            day: created.unwrap_or(archived).date_naive(),
            id,
            asked,
        };
        let mut line = serde_json::to_vec(&Line {
            head: &head,
            error: is_doubted.then_some(DOUBTED),
            answer,
        })?;
        line.push(b'\n');
        Ok(Self { head, line })
    }

    pub(super) fn id(&self) -> Key {
        self.head.id
    }

    pub(super) fn asked(&self) -> Option<Key> {
        self.head.asked
    }

    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }
}
