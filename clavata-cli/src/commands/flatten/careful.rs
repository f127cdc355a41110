//! Reads one value at a time and decodes it fully: for formats that need whole answers, for evaluate streams, and
//! to report what is wrong with an input.

use std::io::Read;

use clavata_api_ext::json::{Block, Frame, Frames, Place};
use clavata_api_ext::{Arrived, ContentResult, DecodeError, Job, LabelAnswers, Value, salvage};

use super::stream::Stream;
use super::{Flatten, LIMIT, NAMED_FAILURES, failures};
use crate::arguments::Table;
use crate::exit::End;
use crate::input::unread;
use crate::signals;
use crate::verdicts::Judge;

/// The most bytes of a value that are searched if the input may be endless.
pub(super) const MOST: usize = LIMIT + (LIMIT >> 1);

/// The number of bytes read at once.
const CHUNK: usize = 1 << 18;

impl Flatten<'_> {
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
                    return self.fail_midway(&unread(name, &error));
                }
                Ok(0) => break,
                Ok(read) => frames.push(&chunk[..read]),
            }
            self.frames(name, std::iter::from_fn(|| frames.next_frame()), stream)?;
            if stream.is_endless() {
                return Ok(());
            }
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
        if block.is_part {
            stream.any = true;
            return self.part(name, block.place, &block.bytes, stream);
        }
        stream.piece = block.piece;
        self.inside(name, (block.place, &block.bytes), stream)?;
        stream.piece = None;
        Ok(())
    }

    /// Reads values that begin in the middle of an input.
    pub(super) fn inside(
        &mut self,
        name: &str,
        (place, bytes): (Place, &[u8]),
        stream: &mut Stream,
    ) -> Result<(), End> {
        let mut frames = Frames::new(LIMIT).inside(place);
        frames.push(bytes);
        self.frames(name, std::iter::from_fn(|| frames.finish()), stream)
    }

    fn frames(
        &mut self,
        name: &str,
        frames: impl Iterator<Item = Frame>,
        stream: &mut Stream,
    ) -> Result<(), End> {
        for frame in frames {
            if frame.is_part {
                signals::heed()?;
                stream.any = true;
                self.part(name, frame.place, &frame.bytes, stream)?;
            } else {
                let value = clavata_api_ext::read(&frame.bytes);
                self.value(name, &frame, value, stream)?;
            }
        }
        Ok(())
    }

    /// Prints a value that was read.
    pub(super) fn value(
        &mut self,
        name: &str,
        frame: &Frame,
        value: Value,
        stream: &mut Stream,
    ) -> Result<(), End> {
        signals::heed()?;
        stream.any = true;
        stream.of_value = 0;
        if let Some(news) = &mut self.news {
            news.look(&frame.bytes);
        }
        self.output.at(name, frame.place.line);
        let is_job = matches!(value.answer, Some(Arrived::Job(_) | Arrived::Jobs(_)));
        self.has_answers |= is_job || (value.answer.is_some() && self.table != Table::Jobs);
        // A gateway error is more important than something that cannot be read.
        let doubt = match (&value.status, value.unreadable.first()) {
            (Some(status), _) => Some(failures::refusal(status)),
            (None, Some(why)) => Some(failures::said(frame.place, why, stream.jobs())),
            (None, None) => None,
        };
        let mut printed = Ok(());
        if value.answer.is_none() {
            let why = doubt.as_deref().unwrap_or("there is no answer");
            printed = self.output.unread(why);
        }
        // Once something is wrong with a list, none of its other jobs is clear.
        let is_held = self.held.as_ref().is_some_and(|held| held.is_doubted);
        let judge = self.judge.doubted(doubt.is_some() || is_held);
        if let Some(held) = &mut self.held {
            held.is_doubted |= judge.is_doubted();
        }
        // Report it even if nothing reads the output.
        if let Some(status) = &value.status {
            let is_beside = value.answer.is_some();
            self.fail(&failures::refused(name, frame.place, status, is_beside))?;
        }
        printed?;
        match value.answer {
            Some(Arrived::Job(job)) => self.job(&job.into(), judge)?,
            Some(Arrived::Jobs(page)) => {
                if !stream.is_amid_list() {
                    self.verdicts.see_page(!page.next_page_token.is_empty());
                }
                for job in page.jobs {
                    match job {
                        Ok(job) => self.job(&job.into(), judge)?,
                        Err(why) => {
                            let said = failures::said(frame.place, &why, stream.jobs());
                            let printed = self.output.unread(&said);
                            if let Some(refusal) = why.status() {
                                self.fail(&failures::refused(name, frame.place, refusal, true))?;
                            }
                            printed?;
                            self.unreadable(name, frame, &why, stream)?;
                        }
                    }
                }
            }
            // They do not contain their job, and must not be skipped silently.
            Some(Arrived::Evaluation(_) | Arrived::Labels(_)) if self.table == Table::Jobs => {
                self.verdicts.see_unjudged();
                self.fail(&failures::no_job(name, frame.place))?;
            }
            Some(Arrived::Evaluation(answer)) => {
                let index = stream.index_of(&answer);
                let result = ContentResult::of_evaluation(index, &answer);
                self.verdicts.see(&judge.result(&result));
                self.output.evaluation(index, &answer, judge)?;
            }
            Some(Arrived::Labels(answer)) => {
                let answers = LabelAnswers::from(answer);
                if answers.iter().next().is_none() {
                    self.verdicts.see_unjudged();
                    self.output.unread("no label was evaluated")?;
                }
                for answer in answers.iter() {
                    self.verdicts.see(&judge.label(&answer));
                }
                self.output.labels(&answers, judge)?;
            }
            None => {}
        }
        for why in &value.unreadable {
            self.unreadable(name, frame, why, stream)?;
        }
        Ok(())
    }

    fn job(&mut self, job: &Job, judge: Judge) -> Result<(), End> {
        self.verdicts.see(&judge.job(job));
        Ok(self.output.job(job, judge)?)
    }

    /// Reports what is wrong with a value: each cause once, and each hint once for an input.
    fn unreadable(
        &mut self,
        name: &str,
        frame: &Frame,
        why: &DecodeError,
        stream: &mut Stream,
    ) -> Result<(), End> {
        if stream.is_end_of_cut(frame) {
            // The list around a value that was cut off: the same end again.
            return Ok(());
        }
        let is_first = frame.place == Place::default();
        stream.unreadable += 1;
        if why.is_cut_short() {
            stream.cut_at(frame);
        }
        if stream.unreadable > NAMED_FAILURES {
            return Ok(());
        }
        let of = (stream.jobs(), is_first);
        let failure = failures::unreadable(name, frame.place, why, of);
        if stream.hint(failure.hint()) {
            return self.fail(&failure);
        }
        self.fail(&failure.with_hint(String::new()))
    }

    /// Searches part of a value that is too long for refusals. The value is not read otherwise.
    pub(super) fn part(
        &mut self,
        name: &str,
        place: Place,
        bytes: &[u8],
        stream: &mut Stream,
    ) -> Result<(), End> {
        if let Some(refusal) = salvage(bytes) {
            self.fail(&failures::refused(name, place, &refusal, true))?;
        }
        let is_first = stream.of_value == 0;
        stream.of_value += bytes.len();
        if is_first {
            self.output.unread("the value is too long")?;
            return self.fail(&failures::too_long(name, place, LIMIT));
        }
        if stream.is_endless() {
            return self.fail(&failures::endless(name, MOST));
        }
        Ok(())
    }
}
