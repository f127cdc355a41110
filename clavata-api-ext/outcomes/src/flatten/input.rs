//! Reads an input value by value: all of it, or one value at a time.

use clavata_api::json::{Cursor, Frames};
use clavata_api::{said_beside, salvage};
use memchr::memchr_iter;

use super::answer::{Reader, Stop};
use super::error::{FlattenError, What};
use super::found::Found;
use super::from_end::{LastJob, NEAR};

impl Reader {
    /// Ends the input, given the number of open lists.
    pub(super) fn end(&self, bytes: usize, lists: usize) -> Result<(), FlattenError> {
        let what = match (self.values, lists) {
            (0, _) => What::Empty,
            (_, 0) => return Ok(()),
            (_, usize::MAX) => What::Said {
                what: "a closing bracket has no opening one",
                cut_short: false,
            },
            _ => What::Said {
                what: "the list does not end",
                cut_short: true,
            },
        };
        Err(FlattenError::new(self.values, bytes, what))
    }

    /// Reads bytes that hold whole values. Returns the number of open lists around them.
    pub(super) fn read<E: From<FlattenError>>(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            FlattenError::new(0, error.valid_up_to(), What::Utf8).saying(salvage(bytes))
        })?;
        if self.shows_job && text.len() > NEAR {
            self.last = LastJob::of(text);
        }
        let mut cursor = Cursor::new(text);
        let mut lists = 0;
        let mut counted = 0;
        while cursor.next_value(&mut lists) {
            let start = cursor.position();
            self.count_lines(&bytes[counted..start]);
            counted = start;
            match self.whole(&mut cursor, &mut each) {
                Ok(()) => {}
                Err(Stop::Caller(error)) => return Err(error),
                Err(Stop::Fault) => return Err(self.locate(&cursor, start).into()),
            }
        }
        Ok(lists)
    }

    /// Reads the next value from a position on, and returns where it ends. Errors have no path.
    pub(super) fn read_next<E: From<FlattenError>>(
        &mut self,
        text: &str,
        from: usize,
        mut each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<Option<usize>, E> {
        self.last = None;
        let mut cursor = Cursor::new(text);
        cursor.go_to(from);
        if !cursor.next_value(&mut 0) {
            return Ok(None);
        }
        let start = cursor.position();
        self.count_lines(&text.as_bytes()[from..start]);
        let stream = self.stream.clone();
        let stop = match self.whole(&mut cursor, &mut each) {
            Ok(()) => {
                let end = cursor.position();
                self.count_lines(&text.as_bytes()[start..end]);
                return Ok(Some(end));
            }
            Err(stop) => stop,
        };
        self.stream = stream;
        Err(match stop {
            Stop::Caller(error) => error,
            Stop::Fault => self.fault(&cursor).into(),
        })
    }

    /// Reads a value to its end.
    fn whole<E: From<FlattenError>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        (self.ended, self.page) = (None, None);
        let start = cursor.position();
        self.value(cursor, each)?;
        if !cursor.aside().is_empty() {
            if said_beside(cursor, start).is_some() {
                cursor.fail("the gateway also reports that something went wrong")?;
            }
            cursor.forget_aside();
        }
        self.values += 1;
        let job = self.ended.take().map(Found::Job);
        let page = self.page.map(|continues| Found::Page { continues });
        let mut ends = [job, page].into_iter().flatten();
        ends.try_for_each(each).map_err(Stop::Caller)
    }

    fn count_lines(&mut self, passed: &[u8]) {
        if let Some((_, line)) = &mut self.source {
            *line += memchr_iter(b'\n', passed).count();
        }
    }

    fn fault(&self, cursor: &Cursor<'_>) -> FlattenError {
        let what = What::Said {
            what: cursor.what(),
            cut_short: cursor.is_cut_short(),
        };
        FlattenError::new(self.values, cursor.position(), what)
    }

    /// Finds out what is wrong with a value by decoding it. Only failures pay for it.
    #[cold]
    fn locate(&self, cursor: &Cursor<'_>, start: usize) -> FlattenError {
        let mut frames = Frames::new(usize::MAX / 4);
        frames.push(&cursor.text().as_bytes()[start..]);
        let first = frames.finish();
        let read = first.map(|frame| clavata_api::read(&frame.bytes));
        let read = read.unwrap_or_default();
        let decoded = read.unreadable.into_iter().next();
        let error = match decoded.filter(|error| error.path().is_some()) {
            Some(error) => FlattenError::new(self.values, cursor.position(), What::Decoding(error)),
            None => self.fault(cursor),
        };
        error.saying(read.status)
    }

    /// Moves the error of a caller to the value that was being read.
    #[cold]
    pub(super) fn at_value(&self, bytes: &[u8], error: FlattenError) -> FlattenError {
        let mut cursor = Cursor::new(std::str::from_utf8(bytes).unwrap_or_default());
        let mut lists = 0;
        for _ in 0..self.values {
            let _ = cursor.next_value(&mut lists) && cursor.skip().is_ok();
        }
        cursor.next_value(&mut lists);
        error.at(self.values, cursor.position())
    }
}
