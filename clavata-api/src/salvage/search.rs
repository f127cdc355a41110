//! Reads the details that are somewhere in a text, and keeps the text around those that cannot be read.
//!
//! A text may be cut, broken, or made to be slow: brackets can be anywhere, and no bracket needs its partner.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use memchr::memchr_iter;
use serde_json::Value;

use super::{Evidence, evidence_in};
use crate::budget;
use crate::json::Cursor;
use crate::refusal_names::abuse;
use crate::wire::detail;

/// How many objects around a place are tried.
const OUTERMOST: usize = 8;
/// How much text is kept on each side of a place, and how far before it an object may begin, in bytes.
const AROUND: usize = 16 * 1024;
/// How much text is kept on each side of another word for known child abuse material, in bytes.
const AROUND_WORD: usize = 1024;
/// How much text around unreadable places is kept in all, and as much again around other words, in bytes.
const MOST_UNREAD: usize = 1024 * 1024;
/// How many bytes may be read for each byte of the text, and in addition to that.
const TIMES: usize = OUTERMOST + 1;
const AT_LEAST: usize = 1024 * 1024;
/// What an attempt costs at least, and from what cost on its result is remembered, in bytes.
const LEAST_COST: usize = 16;
const LONG: usize = 4096;

/// A search for the objects around places, in the order of the text.
pub(super) struct Search<'t> {
    text: &'t str,
    /// The last opening brackets before `passed`.
    opens: VecDeque<usize>,
    passed: usize,
    /// Long objects in which no detail was found, and where they end, if they do.
    useless: HashMap<usize, Option<usize>>,
    /// How many bytes may still be read.
    left: usize,
}

/// What an attempt to read an object found.
enum Object {
    /// A detail of a refusal, and where it ends.
    Detail(Value, usize),
    /// Not an object, or one that ends before the place.
    Elsewhere,
    /// An object that names a refusal but is no detail.
    NoDetail,
}

impl<'t> Search<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            opens: VecDeque::with_capacity(OUTERMOST),
            passed: 0,
            useless: HashMap::new(),
            left: text.len().saturating_mul(TIMES).saturating_add(AT_LEAST),
        }
    }

    /// The innermost object around a place, if it is a readable detail of a refusal, and where it is.
    pub(super) fn detail_around(&mut self, at: usize) -> Option<(Value, Range<usize>)> {
        for open in memchr_iter(b'{', &self.text.as_bytes()[self.passed..at]) {
            if self.opens.len() == OUTERMOST {
                self.opens.pop_front();
            }
            self.opens.push_back(self.passed + open);
        }
        self.passed = at;
        for index in (0..self.opens.len()).rev() {
            let start = self.opens[index];
            if start + AROUND < at {
                return None;
            }
            match self.read(start, at) {
                Object::Detail(detail, end) => return Some((detail, start..end)),
                Object::Elsewhere => {}
                Object::NoDetail => return None,
            }
        }
        None
    }

    fn read(&mut self, start: usize, at: usize) -> Object {
        match self.useless.get(&start) {
            Some(Some(end)) if *end > at => return Object::NoDetail,
            Some(_) => return Object::Elsewhere,
            None if self.left == 0 => return Object::Elsewhere,
            None => {}
        }
        let mut cursor = Cursor::new(&self.text[start..]);
        let object = cursor.raw();
        let cost = cursor.position();
        self.left = self.left.saturating_sub(cost.max(LEAST_COST));
        let (found, end) = match object {
            Ok(object) if start + object.len() <= at => {
                (Object::Elsewhere, Some(start + object.len()))
            }
            Ok(object) => (read_detail(object), Some(start + object.len())),
            Err(_) => (Object::Elsewhere, None),
        };
        if cost >= LONG && !matches!(found, Object::Detail(..)) {
            self.useless.insert(start, end);
        }
        match found {
            Object::Detail(detail, length) => Object::Detail(detail, start + length),
            found => found,
        }
    }
}

/// Reads an object that contains the place.
fn read_detail(object: &str) -> Object {
    let found = budget::on_trial(|| {
        let value = detail(object);
        let is_detail = matches!(evidence_in(&value)[..], [Evidence::Detail(_)]);
        is_detail.then_some(value)
    });
    found.map_or(Object::NoDetail, |value| {
        Object::Detail(value, object.len())
    })
}

/// The text around the places from which nothing could be read.
#[derive(Default)]
pub(super) struct Unread {
    ranges: Vec<Range<usize>>,
    length: usize,
}

impl Unread {
    /// Adds a place. Each is after the one before it.
    pub(super) fn add(&mut self, at: usize, text_length: usize) {
        if self.length < MOST_UNREAD {
            self.keep(around(at, AROUND, text_length));
        }
    }

    /// Adds the text around each word for known child abuse material, if anything could not be read: its name may be far
    /// from it. `read` has the details that could be read.
    pub(super) fn add_abuse(&mut self, text: &str, read: &[Range<usize>]) {
        if self.ranges.is_empty() {
            return;
        }
        let mut words = Self::default();
        let is_in = |ranges: &[Range<usize>], at: usize| {
            let next = ranges.partition_point(|range| range.end <= at);
            ranges.get(next).is_some_and(|range| range.start <= at)
        };
        for at in abuse(text.as_bytes()) {
            if words.length >= MOST_UNREAD {
                break;
            }
            if !is_in(read, at) && !is_in(&self.ranges, at) && !is_in(&words.ranges, at) {
                words.keep(around(at, AROUND_WORD, text.len()));
            }
        }
        self.ranges.extend(words.ranges);
    }

    fn keep(&mut self, around: Range<usize>) {
        let last = self.ranges.last_mut();
        if let Some(last) = last.filter(|last| around.start <= last.end) {
            self.length += around.end - last.end;
            last.end = around.end;
        } else {
            self.length += around.len();
            self.ranges.push(around);
        }
    }

    pub(super) fn texts(self, text: &str) -> impl Iterator<Item = &str> {
        self.ranges.into_iter().map(|range| {
            let is_boundary = |at: &usize| text.is_char_boundary(*at);
            let start = (range.start..=range.end).find(is_boundary);
            let end = (range.start..=range.end).rev().find(is_boundary);
            &text[start.unwrap_or_default()..end.unwrap_or_default()]
        })
    }
}

fn around(at: usize, reach: usize, text_length: usize) -> Range<usize> {
    at.saturating_sub(reach)..(at + reach).min(text_length)
}
