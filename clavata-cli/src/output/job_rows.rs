//! Many jobs for programs: one row each, as CSV or as one JSON object per line.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{Id, Job, LabelAnswers};
use serde::Serialize;

use super::records::Records;
use super::{Output, json_line};
use crate::arguments::CsvOptions;
use crate::progress::short_status;
use crate::verdicts::Judge;

/// The fields are the columns, in this order.
#[derive(Serialize)]
struct JobRow<'a> {
    job_uuid: Option<&'a Id>,
    /// The name without its prefix, or the value as received if it has no name.
    status: &'a str,
    policy_id: Option<&'a Id>,
    policy_version_id: Option<&'a Id>,
    created: Option<DateTime<Utc>>,
    updated: Option<DateTime<Utc>>,
    completed: Option<DateTime<Utc>>,
    /// The number of pieces of content in the answer.
    content: usize,
    /// The number of results in the answer.
    results: usize,
    /// `None` without results, which a list may leave out.
    verdict: Option<&'static str>,
}

const COLUMNS: [&str; 10] = [
    "job_uuid",
    "status",
    "policy_id",
    "policy_version_id",
    "created",
    "updated",
    "completed",
    "content",
    "results",
    "verdict",
];

impl<'a> JobRow<'a> {
    fn of(job: &'a Job, judge: Judge) -> Self {
        let has_results = !job.results.is_empty();
        Self {
            job_uuid: job.job_uuid.as_ref(),
            status: short_status(&job.status),
            policy_id: job.policy_id.as_ref(),
            policy_version_id: job.policy_version_id.as_ref(),
            created: job.created,
            updated: job.updated,
            completed: job.completed,
            content: job.content_data.len(),
            results: job.results.len(),
            verdict: has_results.then(|| judge.job(job).as_str()),
        }
    }
}

impl JobRow<'_> {
    fn record(&self, records: &mut Records) -> io::Result<()> {
        let id = |id: Option<&Id>| id.map(ToString::to_string);
        let time = |time: Option<DateTime<Utc>>| {
            time.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        };
        records.text_or_null(id(self.job_uuid).as_deref());
        records.text(self.status);
        records.text_or_null(id(self.policy_id).as_deref());
        records.text_or_null(id(self.policy_version_id).as_deref());
        records.text_or_null(time(self.created).as_deref());
        records.text_or_null(time(self.updated).as_deref());
        records.text_or_null(time(self.completed).as_deref());
        records.json(&self.content)?;
        records.json(&self.results)?;
        records.text_or_null(self.verdict);
        records.end();
        Ok(())
    }
}

pub(super) struct JobRows<W: Write> {
    rows: Rows<W>,
    judge: Judge,
}

enum Rows<W: Write> {
    Csv {
        out: W,
        records: Box<Records>,
        headed: bool,
    },
    Jsonl(W),
}

impl<W: Write> JobRows<W> {
    pub(super) fn jsonl(out: W, judge: Judge) -> Self {
        let rows = Rows::Jsonl(out);
        Self { rows, judge }
    }

    pub(super) fn csv(out: W, judge: Judge, options: &CsvOptions) -> Self {
        let rows = Rows::Csv {
            out,
            records: Box::new(Records::new(options)),
            headed: false,
        };
        Self { rows, judge }
    }

    /// The header is written even if there is no job, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if let Rows::Csv {
            out,
            records,
            headed,
        } = &mut self.rows
            && !*headed
        {
            *headed = true;
            out.write_all(records.mark())?;
            records.head(&COLUMNS);
        }
        Ok(())
    }
}

impl<W: Write> Output for JobRows<W> {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.head()?;
        let row = JobRow::of(job, self.judge);
        match &mut self.rows {
            Rows::Csv { out, records, .. } => {
                row.record(records)?;
                records.drain(out)
            }
            Rows::Jsonl(out) => json_line(out, &row),
        }
    }

    fn evaluation(&mut self, _index: usize, _answer: &EvaluateResponse) -> io::Result<()> {
        Ok(())
    }

    fn labels(&mut self, _answers: &LabelAnswers) -> io::Result<()> {
        Ok(())
    }

    /// A list of jobs needs whole jobs.
    fn formatted(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.head()?;
        match &mut self.rows {
            Rows::Csv { out, records, .. } => {
                records.drain(out)?;
                out.flush()
            }
            Rows::Jsonl(out) => out.flush(),
        }
    }
}
