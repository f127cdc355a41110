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
/// How much text around unreadable places is kept in all, in bytes.
const MOST_UNREAD: usize = 1024 * 1024;
/// How many bytes may be read for each byte of the text, and in addition to that.
const TIMES: usize = 4;
const AT_LEAST: usize = 1024 * 1024;
/// What an attempt costs at least, and from what cost on its result is remembered, in bytes.
const LEAST_COST: usize = 64;
const LONG: usize = 4096;

/// A search for the objects around places, in the order of the text.
pub(super) struct Search<'t> {
    text: &'t str,
    /// The last opening brackets before `passed`.
    opens: VecDeque<usize>,
    passed: usize,
    /// Long objects in which no detail was found, and whether they have an end.
    useless: HashMap<usize, bool>,
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

    /// The innermost object around a place, if it is a readable detail of a refusal, and its end.
    pub(super) fn detail_around(&mut self, at: usize) -> Option<(Value, usize)> {
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
                Object::Detail(detail, end) => return Some((detail, end)),
                Object::Elsewhere => {}
                Object::NoDetail => return None,
            }
        }
        None
    }

    fn read(&mut self, start: usize, at: usize) -> Object {
        match self.useless.get(&start) {
            Some(true) => return Object::NoDetail,
            Some(false) => return Object::Elsewhere,
            None if self.left == 0 => return Object::Elsewhere,
            None => {}
        }
        let mut cursor = Cursor::new(&self.text[start..]);
        let object = cursor.raw();
        let cost = cursor.position();
        self.left = self.left.saturating_sub(cost.max(LEAST_COST));
        let (found, has_end) = match object {
            Ok(object) if start + object.len() <= at => return Object::Elsewhere,
            Ok(object) => (read_detail(object), true),
            Err(_) => (Object::Elsewhere, false),
        };
        if cost >= LONG && !matches!(found, Object::Detail(..)) {
            self.useless.insert(start, has_end);
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
    /// The first place that is not in the ranges.
    rest: Option<usize>,
}

impl Unread {
    /// Adds a place. Each is after the one before it.
    pub(super) fn add(&mut self, at: usize, text_length: usize) {
        if self.length >= MOST_UNREAD {
            self.rest.get_or_insert(at);
            return;
        }
        let around = around(at, text_length);
        if let Some(last) = self.ranges.last_mut()
            && around.start <= last.end
        {
            self.length += around.end - last.end;
            last.end = around.end;
        } else {
            self.length += around.len();
            self.ranges.push(around);
        }
    }

    /// The texts, with that around the first word for known child abuse material in what is not kept.
    pub(super) fn texts(mut self, text: &str) -> impl Iterator<Item = &str> {
        let abuse = self
            .rest
            .and_then(|rest| Some(rest + abuse(&text.as_bytes()[rest..])?));
        self.ranges.extend(abuse.map(|at| around(at, text.len())));
        self.ranges.into_iter().map(|range| {
            let is_boundary = |at: &usize| text.is_char_boundary(*at);
            let start = (range.start..=range.end).find(is_boundary);
            let end = (range.start..=range.end).rev().find(is_boundary);
            &text[start.unwrap_or_default()..end.unwrap_or_default()]
        })
    }
}

fn around(at: usize, text_length: usize) -> Range<usize> {
    at.saturating_sub(AROUND)..(at + AROUND).min(text_length)
}
