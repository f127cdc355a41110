//! A line of an archive.

use std::collections::BTreeMap;
use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use clavata_api_ext::api::{ContentData, EvaluateResponse};
use clavata_api_ext::{Job, LabelAnswers};
use clavata_batch::BatchRow;
use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::terminal::masked;

/// The fields before the answer in a line.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    /// When the answer arrived.
    pub(super) archived: DateTime<Utc>,
    /// The partition of its rows: the day on which the job was created, or else the answer arrived.
    pub(super) day: NaiveDate,
    pub(super) kind: Kind,
    /// Identifies the answer, including whether it is doubted.
    pub(super) id: Key,
    /// The question that the answer counts for, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<Key>,
}

/// The kind of an answer. Its fields do not always show it, because unset fields are omitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Job,
    Evaluation,
    Labels,
    Batch,
}

/// An answer as a line of JSON that `flatten` can read.
pub(super) struct Record {
    head: Head,
    line: Vec<u8>,
}

/// Marks an answer that came with an error, or that does not match its question. Readers then treat it as flagged
/// or undetermined, never as clear.
#[derive(Serialize)]
pub(crate) struct Doubted {
    code: i32,
    message: &'static str,
}

impl Doubted {
    /// The mark, if there is a doubt.
    pub(crate) fn when(is_doubted: bool) -> Option<Self> {
        is_doubted.then_some(Self {
            code: 2,
            message: "something that spoke against this answer came with it",
        })
    }
}

#[derive(Serialize)]
struct Line<'a, A> {
    #[serde(flatten)]
    head: &'a Head,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Doubted>,
    #[serde(flatten)]
    answer: A,
}

/// An object with one member.
pub(crate) fn named<'a, A>(name: &'a str, answer: &'a A) -> BTreeMap<&'a str, &'a A> {
    BTreeMap::from([(name, answer)])
}

impl Record {
    /// The id of a job. A job that has ended seldom changes; if it does, it is another answer. Empty entries at
    /// the end of its content data, which stand for content that the answer does not name, do not count as a change.
    pub(super) fn id_of_job(job: &Job, is_doubted: bool) -> io::Result<Key> {
        let empty = ContentData::default();
        let last = job.content_data.iter().rposition(|data| *data != empty);
        let named = last.map_or(0, |last| last + 1);
        if named == job.content_data.len() {
            return Key::of("job", &(job, is_doubted));
        }
        let mut job = job.clone();
        job.content_data.truncate(named);
        Key::of("job", &(job, is_doubted))
    }

    /// The id of an answer of an evaluate stream.
    pub(super) fn id_of_evaluation(answer: &EvaluateResponse, is_doubted: bool) -> io::Result<Key> {
        Key::of("evaluation", &(answer, is_doubted))
    }

    pub(super) fn job(job: &Job, is_doubted: bool) -> io::Result<Self> {
        let id = Self::id_of_job(job, is_doubted)?;
        let what = (Kind::Job, id, None);
        Self::new(what, job.created, &named("job", job), is_doubted)
    }

    pub(super) fn evaluation(
        answer: &EvaluateResponse,
        asked: Option<Key>,
        is_doubted: bool,
    ) -> io::Result<Self> {
        let id = Self::id_of_evaluation(answer, is_doubted)?;
        let what = (Kind::Evaluation, id, asked);
        Self::new(what, None, &named("result", answer), is_doubted)
    }

    pub(super) fn labels(answers: &LabelAnswers, is_doubted: bool) -> io::Result<Self> {
        let answers = answers.clone().into_inner();
        let id = Key::of("labels", &(&answers, is_doubted))?;
        Self::new((Kind::Labels, id, None), None, &answers, is_doubted)
    }

    /// A row of a batch job. The row itself shows whether it is doubted.
    pub(super) fn batch(batch: &BatchRow) -> io::Result<Self> {
        let id = Key::of("batch", batch)?;
        Self::new((Kind::Batch, id, None), None, &named("batch", batch), false)
    }

    fn new(
        (kind, id, asked): (Kind, Key, Option<Key>),
        created: Option<DateTime<Utc>>,
        answer: &impl Serialize,
        is_doubted: bool,
    ) -> io::Result<Self> {
        let archived = Utc::now();
        let head = Head {
            archived,
            day: created.unwrap_or(archived).date_naive(),
            kind,
            id,
            asked,
        };
        let mut line = serde_json::to_vec(&Line {
            head: &head,
            error: Doubted::when(is_doubted),
            answer,
        })?;
        // A server may repeat the key in a text.
        if let Some(masked) = std::str::from_utf8(&line).ok().and_then(masked) {
            line = masked.into_bytes();
        }
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
