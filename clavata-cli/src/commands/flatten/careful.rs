//! One value at a time, decoded in full: for formats that need whole answers, for evaluate streams,
//! and for whatever is wrong with an input, which this finds the words for.

use std::io::Read;

use clavata_api_ext::api::{EvaluateResponse, Status};
use clavata_api_ext::json::{Block, Frame, Frames};
use clavata_api_ext::{ContentResult, DecodeError, Job, LabelAnswers, Read as Answer, salvage};

use super::{Flatten, LIMIT, failures};
use crate::exit::End;
use crate::signals;

/// How many unreadable values of an input are told one by one.
const TOLD: usize = 5;

/// How much is read at once.
const CHUNK: usize = 1 << 18;

impl Flatten {
    /// Reads all values of an input.
    pub(super) fn carefully(
        &mut self,
        name: &str,
        mut input: impl Read,
        stream: &mut Stream,
    ) -> Result<(), End> {
        let mut frames = Frames::new(LIMIT);
        let mut chunk = vec![0; CHUNK];
        loop {
            signals::heed()?;
            match input.read(&mut chunk) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    stream.any = true;
                    self.frames(name, std::iter::from_fn(|| frames.finish()), stream)?;
                    return self.fail(&failures::unopened(name, &error));
                }
                Ok(0) => break,
                Ok(read) => frames.push(&chunk[..read]),
            }
            self.frames(name, std::iter::from_fn(|| frames.next_frame()), stream)?;
        }
        self.frames(name, std::iter::from_fn(|| frames.finish()), stream)
    }

    /// Reads the values of a block.
    pub(super) fn block(
        &mut self,
        name: &str,
        block: &Block,
        stream: &mut Stream,
    ) -> Result<(), End> {
        let mut frames = Frames::new(LIMIT).inside(block.place);
        frames.push(&block.bytes);
        self.frames(name, std::iter::from_fn(|| frames.finish()), stream)
    }

    fn frames(
        &mut self,
        name: &str,
        frames: impl Iterator<Item = Frame>,
        stream: &mut Stream,
    ) -> Result<(), End> {
        for frame in frames {
            signals::heed()?;
            stream.any = true;
            if frame.is_part {
                self.part(name, &frame, stream)?;
            } else {
                stream.in_part = false;
                self.value(name, &frame, stream)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, name: &str, frame: &Frame, stream: &mut Stream) -> Result<(), End> {
        let value = clavata_api_ext::read(&frame.bytes);
        // What the gateway says counts more than what cannot be read.
        if let Some(status) = &value.status {
            self.said(name, frame, status)?;
        }
        match value.answer {
            Some(Answer::Job(job)) => self.job(&job.into())?,
            Some(Answer::Jobs(page)) => {
                for job in page.jobs {
                    match job {
                        Ok(job) => self.job(&job.into())?,
                        Err(why) => {
                            if let Some(refusal) = why.status() {
                                self.said(name, frame, refusal)?;
                            }
                            self.unreadable(name, frame, &why, stream)?;
                        }
                    }
                }
            }
            Some(Answer::Evaluation(answer)) => {
                let index = stream.index_of(&answer);
                let result = ContentResult::of_evaluation(index, &answer);
                self.verdicts.see(&self.judge.result(&result));
                self.output.evaluation(index, &answer)?;
            }
            Some(Answer::Labels(answer)) => {
                let answers = LabelAnswers::from(answer);
                for answer in answers.iter() {
                    self.verdicts.see(&answer.verdict());
                }
                self.output.labels(&answers)?;
            }
            None => {}
        }
        for why in &value.unreadable {
            self.unreadable(name, frame, why, stream)?;
        }
        Ok(())
    }

    fn job(&mut self, job: &Job) -> Result<(), End> {
        self.verdicts.see(&self.judge.job(job));
        Ok(self.output.job(job)?)
    }

    fn unreadable(
        &mut self,
        name: &str,
        frame: &Frame,
        why: &DecodeError,
        stream: &mut Stream,
    ) -> Result<(), End> {
        stream.unreadable += 1;
        if stream.unreadable > TOLD {
            return Ok(());
        }
        self.fail(&failures::unreadable(name, frame.place, why))
    }

    fn said(&mut self, name: &str, frame: &Frame, status: &Status) -> Result<(), End> {
        self.fail(&failures::refused(name, frame.place, status))
    }

    /// A part of a value that is too long: it is searched for refusals, and not read otherwise.
    fn part(&mut self, name: &str, frame: &Frame, stream: &mut Stream) -> Result<(), End> {
        if let Some(refusal) = salvage(&frame.bytes) {
            self.said(name, frame, &refusal)?;
        }
        if std::mem::replace(&mut stream.in_part, true) {
            return Ok(());
        }
        self.fail(&failures::too_long(name, frame.place, LIMIT))
    }
}

/// What is known of an input so far.
#[derive(Default)]
pub(super) struct Stream {
    /// Whether there was a value.
    pub(super) any: bool,
    /// How many values could not be read.
    unreadable: usize,
    /// Whether the last value was a part of one that is too long.
    in_part: bool,
    /// The job of the evaluate stream that is being read. Another job is another stream.
    job: Option<clavata_api_ext::Id>,
    /// How many of its results have been seen: they are counted from 0.
    seen: usize,
}

impl Stream {
    /// How many unreadable values were not told.
    pub(super) fn untold(&self) -> usize {
        self.unreadable.saturating_sub(TOLD)
    }

    fn index_of(&mut self, answer: &EvaluateResponse) -> usize {
        if answer.job_uuid != self.job {
            self.job.clone_from(&answer.job_uuid);
            self.seen = 0;
        }
        self.seen += 1;
        self.seen - 1
    }
}
