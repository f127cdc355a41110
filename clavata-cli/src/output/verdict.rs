//! Verdicts: one line for each job, answer or input, and for each value that could not be read.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
use clavata_api_ext::{
    ContentResult, Evaluated, Id, Job, LabelAnswers, Metadata, RowKind, Verdict,
};
use serde::Serialize;

use super::{FromBytes, Output, Piece, json_line};
use crate::verdicts::Judge;

pub(super) struct VerdictLines<W> {
    out: W,
    judge: Judge,
    /// The results of the job being read, as JSON.
    results: Vec<u8>,
    /// Whether the last of them lacks its verdict.
    is_open: bool,
}

impl<W: Write> VerdictLines<W> {
    pub(super) fn new(out: W, judge: Judge) -> Self {
        Self {
            out,
            judge,
            results: Vec::new(),
            is_open: false,
        }
    }

    /// Begins a result of the job being read.
    fn begin(&mut self, content: &OfContent<'_>) -> io::Result<()> {
        let before = if self.results.is_empty() { b'[' } else { b',' };
        self.results.push(before);
        self.is_open = true;
        Ok(serde_json::to_writer(&mut self.results, content)?)
    }

    /// Ends a result, which has begun if it has a report.
    fn end(&mut self, index: usize, verdict: &Verdict) -> io::Result<()> {
        if !self.is_open {
            self.begin(&OfContent::without(Some(index)))?;
        }
        self.is_open = false;
        join(&mut self.results, &OfVerdict::of(verdict))
    }

    /// Ends a job.
    fn end_job(&mut self, job_uuid: Option<&Id>, verdict: &Verdict) -> io::Result<()> {
        if self.results.is_empty() {
            self.results.push(b'[');
        }
        let mut line = serde_json::to_vec(&Line {
            input: None,
            job_uuid,
            content: OfContent::without(None),
            verdict: OfVerdict::of(verdict),
        })?;
        line.pop();
        self.out.write_all(&line)?;
        self.out.write_all(b",\"results\":")?;
        self.out.write_all(&self.results)?;
        self.results.clear();
        writeln!(self.out, "],\"job\":\"{}\"}}", verdict.as_str())
    }

    fn result(
        &mut self,
        input: Option<usize>,
        result: &ContentResult<'_>,
        verdict: &Verdict,
    ) -> io::Result<()> {
        let line = Line {
            input,
            job_uuid: result.job_uuid(),
            content: OfContent {
                result_index: Some(result.index()),
                content_hash: Some(result.content_hash()),
                content_metadata: Some(result.metadata()),
            },
            verdict: OfVerdict::of(verdict),
        };
        json_line(&mut self.out, &OfAnswer::from(line))
    }

    fn nothing(&mut self, input: Option<usize>, why: &str) -> io::Result<()> {
        let line = Line {
            input,
            job_uuid: None,
            content: OfContent::without(None),
            verdict: OfVerdict {
                verdict: "undetermined",
                reason: Some(why.to_owned()),
            },
        };
        json_line(&mut self.out, &OfAnswer::from(line))
    }
}

/// Adds the fields of an object to another.
fn join(object: &mut Vec<u8>, more: &impl Serialize) -> io::Result<()> {
    object.pop();
    let brace = object.len();
    serde_json::to_writer(&mut *object, more)?;
    object[brace] = b',';
    Ok(())
}

/// What all lines have.
#[derive(Serialize)]
struct Line<'a> {
    /// From 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<usize>,
    job_uuid: Option<&'a Id>,
    #[serde(flatten)]
    content: OfContent<'a>,
    #[serde(flatten)]
    verdict: OfVerdict,
}

/// A line that is not about a whole job. It has the keys all the same, by which readers of answers know it.
#[derive(Serialize)]
struct OfAnswer<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    results: (),
    job: (),
}

impl<'a> From<Line<'a>> for OfAnswer<'a> {
    fn from(line: Line<'a>) -> Self {
        Self {
            line,
            results: (),
            job: (),
        }
    }
}

/// `None` if the line is not about one piece of content.
#[derive(Serialize)]
struct OfContent<'a> {
    result_index: Option<usize>,
    content_hash: Option<&'a str>,
    content_metadata: Option<Metadata<'a>>,
}

impl OfContent<'_> {
    fn without(result_index: Option<usize>) -> Self {
        Self {
            result_index,
            content_hash: None,
            content_metadata: None,
        }
    }
}

#[derive(Serialize)]
struct OfVerdict {
    verdict: &'static str,
    /// Why it is undetermined.
    reason: Option<String>,
}

impl OfVerdict {
    fn of(verdict: &Verdict) -> Self {
        let reason = match verdict {
            Verdict::Undetermined(reason) => Some(reason.to_string()),
            _ => None,
        };
        Self {
            verdict: verdict.as_str(),
            reason,
        }
    }
}

impl<W: Write> Output for VerdictLines<W> {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        for result in job.content_results() {
            if result.report().is_some() {
                self.begin(&OfContent {
                    result_index: Some(result.index()),
                    content_hash: Some(result.content_hash()),
                    content_metadata: Some(result.metadata()),
                })?;
            }
            self.end(result.index(), &self.judge.result(&result))?;
        }
        self.end_job(job.job_uuid.as_ref(), &self.judge.job(job))
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        let result = ContentResult::of_evaluation(index, answer);
        self.result(None, &result, &self.judge.result(&result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        answers.iter().try_for_each(|answer| {
            let verdict = self.judge.label(&answer);
            let line = Line {
                input: None,
                job_uuid: answer.job_uuid(),
                content: OfContent {
                    result_index: Some(answer.index()),
                    content_hash: Some(answer.content_hash()),
                    content_metadata: Some(Metadata::default()),
                },
                verdict: OfVerdict::of(&verdict),
            };
            json_line(&mut self.out, &OfAnswer::from(line))
        })
    }

    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        let result = answer.result();
        self.result(Some(input), &result, &self.judge.result(&result))
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.nothing(Some(input), "there is no valid answer")
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.nothing(None, why)
    }

    fn formatted(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl FromBytes for VerdictLines<Vec<u8>> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if row.kind == RowKind::Policy => self.begin(&OfContent {
                result_index: Some(row.result_index),
                content_hash: Some(row.content_hash),
                content_metadata: Some(row.content_metadata),
            }),
            Found::Result { index, verdict } => self.end(*index, verdict),
            Found::Job(job) => self.end_job(job.job_uuid.as_ref(), &job.verdict),
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.out.len() + self.results.len()
    }

    fn take(&mut self) -> io::Result<Piece> {
        // What a block that failed has left.
        self.results.clear();
        self.is_open = false;
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
