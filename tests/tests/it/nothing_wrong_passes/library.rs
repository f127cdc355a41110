//! The library's own readers.

use clavata_api_ext::api::{
    EvaluateFrame, EvaluateLabelsResponse, GetJobResponse, ListJobsResponse, Status,
};
use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::json::Frames;
use clavata_api_ext::{
    Arrived, ContentResult, DecodeError, Job, LabelResult, Level, Refusals, Value, Verdict, decode,
    read,
};
use serde::de::IgnoredAny;

use super::cases::{Case, Shape};
use super::said::{Reader, Said};

/// Reads answers as types, for callers that know what they requested.
pub(crate) struct Typed;

impl Reader for Typed {
    fn name(&self) -> &'static str {
        "types"
    }

    fn reads(&self, case: &Case) -> bool {
        !case.needs_opening() && case.is_well_written()
    }

    fn says(&self, shape: Shape, bytes: &[u8]) -> Said {
        let mut said = Said::default();
        let read = match shape {
            Shape::Stream => frames(bytes).try_for_each(|frame| said.typed(shape, frame)),
            _ => said.typed(shape, bytes),
        };
        said.unreadable |= read.is_err();
        said.with_exit()
    }
}

impl Said {
    fn typed(&mut self, shape: Shape, bytes: &[u8]) -> Result<(), DecodeError> {
        match shape {
            Shape::GetJob => match decode::<GetJobResponse>(bytes)?.job {
                Some(job) => self.sees(&Job::from(job).verdict()),
                None => self.unreadable = true,
            },
            Shape::BareJob => self.sees(&decode::<Job>(bytes)?.verdict()),
            Shape::List => {
                for job in decode::<ListJobsResponse>(bytes)?.jobs {
                    self.sees(&Job::from(job).verdict());
                }
            }
            Shape::Stream => {
                let frame = decode::<EvaluateFrame>(bytes)?;
                self.unreadable |= frame.result.is_none() && frame.error.is_none();
                if let Some(result) = &frame.result {
                    self.sees(&ContentResult::of_evaluation(0, result).verdict());
                }
                if let Some(status) = &frame.error {
                    self.hears(status);
                }
            }
            Shape::Labels => {
                let answer = decode::<EvaluateLabelsResponse>(bytes)?;
                for result in LabelResult::all(&answer) {
                    self.sees(&result.verdict());
                }
            }
            Shape::ErrorBody => self.hears(&decode(bytes)?),
        }
        Ok(())
    }

    fn sees(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Clear => self.clear = true,
            Verdict::Flagged => self.flagged = true,
            Verdict::Undetermined(_) => self.undetermined = true,
        }
    }

    fn hears(&mut self, status: &Status) {
        self.unreadable = true;
        self.refusal |= Refusals::of_status(status).is_some();
    }
}

/// Reads any input, in chunks, value by value. The program and the client use this reader.
pub(crate) struct Whole;

impl Reader for Whole {
    fn name(&self) -> &'static str {
        "whole"
    }

    fn reads(&self, case: &Case) -> bool {
        !case.needs_opening()
    }

    fn says(&self, _: Shape, bytes: &[u8]) -> Said {
        let mut said = Said::default();
        let mut frames = Frames::new(1 << 20);
        for piece in bytes.chunks(1_000) {
            frames.push(piece);
            while let Some(frame) = frames.next_frame() {
                said.value(read(&frame.bytes));
            }
        }
        while let Some(frame) = frames.finish() {
            said.value(read(&frame.bytes));
        }
        said.with_exit()
    }
}

impl Said {
    fn value(&mut self, value: Value) {
        self.unreadable |= !value.unreadable.is_empty();
        if let Some(status) = &value.status {
            self.hears(status);
        }
        match value.answer {
            Some(Arrived::Job(job)) => self.sees(&Job::from(job).verdict()),
            Some(Arrived::Jobs(page)) => {
                for job in page.jobs {
                    match job {
                        Ok(job) => self.sees(&Job::from(job).verdict()),
                        Err(why) => {
                            self.unreadable = true;
                            if let Some(status) = why.status() {
                                self.hears(status);
                            }
                        }
                    }
                }
            }
            Some(Arrived::Evaluation(answer)) => {
                self.sees(&ContentResult::of_evaluation(0, &answer).verdict());
            }
            Some(Arrived::Labels(answer)) => {
                for result in LabelResult::all(&answer) {
                    self.sees(&result.verdict());
                }
            }
            None => {}
        }
    }
}

/// Reads one body, as received by a call or a webhook.
pub(crate) struct Body;

impl Reader for Body {
    fn name(&self) -> &'static str {
        "body"
    }

    fn reads(&self, case: &Case) -> bool {
        let is_one = case.shape != Shape::Stream && case.is_well_written();
        !case.needs_opening() && (is_one || case.must.report_refusal)
    }

    fn says(&self, _: Shape, bytes: &[u8]) -> Said {
        let mut said = Said::default();
        said.value(read(bytes));
        said.with_exit()
    }
}

/// Reads rows straight from bytes: a faster reader for ordinary answers.
pub(crate) struct Rows;

impl Reader for Rows {
    fn name(&self) -> &'static str {
        "rows"
    }

    fn reads(&self, case: &Case) -> bool {
        let is_known = !matches!(case.shape, Shape::Labels | Shape::ErrorBody);
        !case.needs_opening() && case.is_well_written() && is_known
    }

    fn says(&self, _: Shape, bytes: &[u8]) -> Said {
        let mut said = Said::default();
        let read = Flattener::new(Level::All).flatten(bytes, |found| {
            match &found {
                Found::Result { verdict, .. } => said.flagged |= *verdict == Verdict::Flagged,
                Found::Job(job) => said.sees(&job.verdict),
                Found::Evaluation { verdict, .. } => said.sees(verdict),
                Found::StreamFailed(status) => said.hears(status),
                _ => {}
            }
            Ok::<(), FlattenError>(())
        });
        said.unreadable |= read.is_err();
        said.with_exit()
    }
}

/// The values, one after another. If one is not JSON, the rest of the input is one value.
fn frames(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    std::iter::from_fn(move || {
        let rest = &bytes[start..];
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        let end = match values.next()? {
            Ok(_) => values.byte_offset(),
            Err(_) => rest.len(),
        };
        start += end;
        Some(&rest[..end])
    })
}
