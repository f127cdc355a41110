//! A block in parts: rows made directly from bytes, and values that must be read carefully.

use std::io;
use std::ops::Range;

use clavata_api_ext::flatten::Found;
use clavata_api_ext::json::{self, Block, Frame, Place};
use clavata_api_ext::{Arrived, Value};

use super::Flatten;
use super::quick::{NotQuick, Quick, add, most};
use super::stream::{Numbered, Stream};
use crate::exit::End;
use crate::output::Piece;
use crate::verdicts::Verdicts;

/// Larger values are read one at a time by the thread that prints them, in bytes.
const ALONE: usize = 1 << 20;

/// A block that was read.
pub(super) struct Parts {
    pub(super) block: Block,
    pub(super) parts: Vec<Part>,
}

/// Some values of a block.
pub(super) enum Part {
    Rows(Rows),
    /// A value that the fast path cannot read, and the result of reading it carefully, unless it is long.
    Value(Frame, Option<Box<Value>>),
    /// The rest of the block, which must be read carefully because its output is too large for memory.
    Dense(Range<usize>, Place),
}

/// Values in the output format.
pub(super) struct Rows {
    piece: Piece,
    verdicts: Verdicts,
    /// The number of values.
    values: usize,
    /// Where the values are in the block.
    bytes: Range<usize>,
    place: Place,
    /// The state of the stream before and after the values, if they include answers of a stream, by which these are
    /// numbered.
    stream: Option<(Numbered, Numbered)>,
}

impl Parts {
    /// Discards the bytes of the block if they are not needed again (see [`Flatten::parts`]), and returns their
    /// memory.
    pub(super) fn of(mut block: Block, parts: Vec<Part>, is_verdict: bool) -> (Self, Vec<u8>) {
        let may_need_bytes = |part: &Part| {
            matches!(
                part,
                Part::Rows(Rows {
                    stream: Some(_),
                    ..
                }) | Part::Dense(..)
            )
        };
        let has_rows_of_list = block.piece.is_some() && !is_verdict;
        let mut memory = Vec::new();
        if !has_rows_of_list && !parts.iter().any(may_need_bytes) {
            memory = std::mem::take(&mut block.bytes);
        }
        (Self { block, parts }, memory)
    }

    /// Whether a long value ends in it, all of which was read directly from bytes.
    pub(super) fn is_sure_end(&self) -> bool {
        let is_end = matches!(
            self.block.piece,
            Some(json::Piece::Jobs { is_end: true, .. })
        );
        let is_sure = |part: &Part| matches!(part, Part::Rows(Rows { stream: None, .. }));
        is_end && self.parts.iter().all(is_sure)
    }
}

impl Quick {
    /// Reads a block value by value. A value that the fast path cannot read affects no other.
    pub(super) fn parts(&mut self, block: &Block) -> io::Result<Vec<Part>> {
        let bytes = &block.bytes;
        let mut parts = Vec::new();
        let (mut at, mut place) = (0, block.place);
        // The part that is valid UTF-8, and where it begins.
        let (mut text, mut begin) = (valid(bytes), 0);
        let mut left = most(bytes);
        loop {
            let (rows, stopped) = self.rows((text, begin), (at, place), left)?;
            let read = rows.bytes.clone();
            at = read.end;
            left = left.saturating_sub(rows.piece.size());
            if rows.values > 0 {
                parts.push(Part::Rows(rows));
            }
            if stopped.is_none() && begin + text.len() == bytes.len() {
                return Ok(parts);
            }
            place.move_over(&bytes[read]);
            if matches!(stopped, Some(NotQuick::IsDense)) {
                parts.push(Part::Dense(at..bytes.len(), place));
                return Ok(parts);
            }
            let (frames, length) = Frame::next(&bytes[at..], &mut place);
            at += length;
            let gave_up = match stopped {
                Some(NotQuick::Wrong(why)) => begin + why.offset(),
                _ => at,
            };
            // If there are several values, the failed one is unknown.
            let is_one = frames.len() == 1;
            for frame in frames {
                let length = frame.bytes.len();
                let within = gave_up.saturating_sub(at.saturating_sub(length));
                parts.push(self.carefully(frame, if is_one { within } else { length }));
            }
            if at == bytes.len() {
                return Ok(parts);
            }
            if at > begin + text.len() {
                (text, begin) = (valid(&bytes[at..]), at);
            }
        }
    }

    /// Reads values of a text from a position up to one that cannot be read quickly. The text begins at `begin` in
    /// its block.
    fn rows(
        &mut self,
        (text, begin): (&str, usize),
        (start, place): (usize, Place),
        most: usize,
    ) -> io::Result<(Rows, Option<NotQuick>)> {
        let mut end = start;
        let mut values = 0;
        let mut verdicts = Verdicts::default();
        let mut has_answers = false;
        let before = self.flattener.stream();
        self.flattener.read_from(&self.name, place.line);
        let output = &mut self.output;
        let stopped = loop {
            let mark = output.mark();
            let (mut judged, mut is_answer) = (verdicts, false);
            let next = self.flattener.flatten_next(text, end - begin, |found| {
                is_answer |= matches!(found, Found::Evaluation { .. });
                add(&mut **output, &mut judged, &found, most)
            });
            match next {
                Ok(Some(next)) => {
                    end = begin + next;
                    values += 1;
                    verdicts = judged;
                    has_answers |= is_answer;
                }
                Ok(None) => break None,
                Err(why) => {
                    output.back(mark);
                    break Some(why);
                }
            }
        };
        let rows = Rows {
            piece: output.take()?,
            verdicts,
            values,
            bytes: start..end,
            place,
            stream: has_answers.then(|| (before, self.flattener.stream())),
        };
        Ok((rows, stopped))
    }

    /// Reads a value carefully. The fast path stopped after about `gave_up` bytes of it.
    fn carefully(&mut self, frame: Frame, gave_up: usize) -> Part {
        let value = (frame.bytes.len() < ALONE).then(|| Value::near(&frame.bytes, gave_up));
        if let Some(Arrived::Evaluation(answer)) =
            value.as_ref().and_then(|read| read.answer.as_ref())
        {
            self.flattener.pass_answer(answer.job_uuid.as_ref());
        }
        Part::Value(frame, value.map(Box::new))
    }
}

/// The bytes before the first that is not valid UTF-8.
fn valid(bytes: &[u8]) -> &str {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.valid_up_to(),
    };
    std::str::from_utf8(&bytes[..valid]).unwrap_or_default()
}

impl Flatten<'_> {
    /// Prints the parts of a block.
    pub(super) fn parts(
        &mut self,
        name: &str,
        Parts { block, parts }: Parts,
        stream: &mut Stream,
    ) -> Result<(), End> {
        if self.held.as_ref().is_some_and(|held| held.is_doubted) && !block.bytes.is_empty() {
            // An error of the list was found before this piece, so its rows show another verdict.
            return self.block(name, &block, stream);
        }
        stream.piece = block.piece;
        for part in parts {
            match part {
                Part::Rows(rows) => self.rows(name, rows, &block, stream)?,
                Part::Value(frame, value) => {
                    let value =
                        value.map_or_else(|| clavata_api_ext::read(&frame.bytes), |read| *read);
                    self.value(name, &frame, value, stream)?;
                }
                Part::Dense(bytes, place) => {
                    self.inside(name, (place, &block.bytes[bytes]), stream)?;
                }
            }
        }
        stream.piece = None;
        Ok(())
    }

    fn rows(
        &mut self,
        name: &str,
        rows: Rows,
        block: &Block,
        stream: &mut Stream,
    ) -> Result<(), End> {
        if let Some((before, after)) = rows.stream
            && !stream.goes_on_from(&before, after)
        {
            return self.inside(name, (rows.place, &block.bytes[rows.bytes]), stream);
        }
        stream.read(rows.values);
        self.has_answers |= rows.values > 0;
        self.verdicts.add(if stream.is_amid_list() {
            rows.verdicts.without_pages()
        } else {
            rows.verdicts
        });
        Ok(self.output.piece(&rows.piece)?)
    }
}
