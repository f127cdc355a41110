//! Verdicts: one line for each job, answer or input, and for each value that could not be read.

mod from_bytes;

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Evaluated, Id, Job, LabelAnswers, Metadata, Verdict};

use super::verdict_line::{Line, OfAnswer, OfContent, OfVerdict, doubted, join};
use super::{Output, Piece, json_line};
use crate::verdicts::Judge;

/// Buffers of this many bytes or more are freed after use.
const LONG: usize = 1 << 20;

pub(super) struct VerdictLines<W> {
    out: W,
    /// The verdicts of the results of the current job, as JSON.
    results: Vec<u8>,
    /// The same results with the content that they are about, as JSON.
    contents: Vec<u8>,
    /// Whether the last of them still lacks its verdict.
    is_open: bool,
    /// The job or stream id of the last result, and the same as JSON.
    job_uuid: (Option<Id>, Vec<u8>),
    /// The lines that are held back.
    held: Option<Vec<u8>>,
}

impl<W: Write> VerdictLines<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            results: Vec::new(),
            contents: Vec::new(),
            is_open: false,
            job_uuid: (None, b"null".to_vec()),
            held: None,
        }
    }

    fn out(&mut self) -> &mut dyn Write {
        match &mut self.held {
            Some(held) => held,
            None => &mut self.out,
        }
    }

    /// Begins a result of the current job.
    fn begin(&mut self, content: &OfContent<'_>) -> io::Result<()> {
        next(&mut self.contents);
        self.is_open = true;
        Ok(serde_json::to_writer(&mut self.contents, content)?)
    }

    /// Ends a result, which was begun if it has a report.
    fn end(&mut self, index: usize, verdict: &Verdict) -> io::Result<()> {
        if !self.is_open {
            self.begin(&OfContent::without(Some(index)))?;
        }
        self.is_open = false;
        let verdict = OfVerdict::of(verdict);
        next(&mut self.results);
        serde_json::to_writer(&mut self.results, verdict.verdict)?;
        join(&mut self.contents, &verdict)
    }

    /// Ends a job.
    fn end_job(&mut self, job_uuid: Option<&Id>, verdict: &Verdict) -> io::Result<()> {
        let verdict = OfVerdict::of(verdict);
        let word = verdict.verdict;
        let mut line = serde_json::to_vec(&Line {
            input: None,
            job_uuid,
            content: OfContent::without(None),
            verdict,
        })?;
        line.pop();
        self.out().write_all(&line)?;
        self.list("results", |own| &mut own.results)?;
        write!(self.out(), ",\"job\":\"{word}\"")?;
        self.list("contents", |own| &mut own.contents)?;
        self.out().write_all(b"}\n")
    }

    /// Ends an answer of a stream, which was begun.
    fn end_answer(&mut self, verdict: &Verdict) -> io::Result<()> {
        if !std::mem::take(&mut self.is_open) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let (_, job_uuid) = &self.job_uuid;
        let mut line = [b"{\"job_uuid\":", &job_uuid[..], b",", &self.contents[2..]].concat();
        self.contents.clear();
        join(&mut line, &OfVerdict::of(verdict))?;
        line.pop();
        line.extend_from_slice(b",\"results\":null,\"job\":null,\"contents\":null}\n");
        self.out().write_all(&line)
    }

    /// Adds a list to the line of a job and empties the list.
    fn list(&mut self, name: &str, of: impl Fn(&mut Self) -> &mut Vec<u8>) -> io::Result<()> {
        let mut list = std::mem::take(of(self));
        let begin = if list.is_empty() { "[" } else { "" };
        write!(self.out(), ",\"{name}\":{begin}")?;
        self.out().write_all(&list)?;
        self.out().write_all(b"]")?;
        // Do not keep a large buffer.
        if list.len() < LONG {
            list.clear();
            *of(self) = list;
        }
        Ok(())
    }

    fn answer(
        &mut self,
        input: Option<usize>,
        result: &ContentResult<'_>,
        verdict: &Verdict,
    ) -> io::Result<()> {
        let line = Line {
            input,
            job_uuid: result.job_uuid(),
            content: OfContent::of(result.index(), result.content_hash(), result.metadata()),
            verdict: OfVerdict::of(verdict),
        };
        json_line(&mut self.out(), &OfAnswer::from(line))
    }

    fn nothing(&mut self, input: Option<usize>, why: &str) -> io::Result<()> {
        let line = Line {
            input,
            job_uuid: None,
            content: OfContent::without(None),
            verdict: OfVerdict::undetermined(why),
        };
        json_line(&mut self.out(), &OfAnswer::from(line))
    }
}

/// Begins a list or its next element.
fn next(list: &mut Vec<u8>) {
    list.push(if list.is_empty() { b'[' } else { b',' });
}

impl<W: Write> Output for VerdictLines<W> {
    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        for result in job.content_results() {
            if result.report().is_some() {
                let (index, hash) = (result.index(), result.content_hash());
                self.begin(&OfContent::of(index, hash, result.metadata()))?;
            }
            self.end(result.index(), &judge.result(&result))?;
        }
        self.end_job(job.job_uuid.as_ref(), &judge.job(job))
    }

    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        self.answer(None, result, &judge.result(result))
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        answers.iter().try_for_each(|answer| {
            let verdict = judge.label(&answer);
            let line = Line {
                input: None,
                job_uuid: answer.job_uuid(),
                content: OfContent::of(answer.index(), answer.content_hash(), Metadata::default()),
                verdict: OfVerdict::of(&verdict),
            };
            json_line(&mut self.out(), &OfAnswer::from(line))
        })
    }

    fn judged(&mut self, input: usize, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        let result = answer.result_at(input);
        self.answer(Some(input), &result, &judge.result(&result))
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.nothing(Some(input), "there is no valid answer")
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.nothing(None, why)
    }

    fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    fn release(&mut self, is_doubted: bool) -> io::Result<()> {
        match self.held.take() {
            Some(held) if is_doubted => self.out.write_all(&doubted(&held)),
            Some(held) => self.out.write_all(&held),
            None => Ok(()),
        }
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        match piece {
            Piece::Text(text) => self.out().write_all(text),
            #[cfg(feature = "arrow")]
            Piece::Rows(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
