//! Walks a value to find what the contract does not know.

use std::collections::BTreeSet;

use super::Message;
use crate::json::{Cursor, Fault};

/// The maximum number of names to find.
pub(crate) const MOST: usize = 1_000;

/// The maximum length at which the name of a field or an enum value is shown.
const LONGEST: usize = 64;

/// The names found so far, and the path of the current value.
#[derive(Default)]
pub(crate) struct Found {
    path: String,
    pub(crate) names: BTreeSet<String>,
}

impl Found {
    /// Runs `work` with `step` appended to the path.
    pub(crate) fn within<T>(&mut self, step: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.path.len();
        if before > 0 && !step.starts_with(['[', '{']) {
            self.path.push('.');
        }
        self.path.push_str(step);
        let value = work(self);
        self.path.truncate(before);
        value
    }

    /// Adds an unknown enum value. Text that does not look like a name is not shown.
    pub(super) fn value(&mut self, text: Option<&str>) {
        let shown = text.filter(|text| {
            let rest = |byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_');
            text.starts_with(|first: char| first.is_ascii_uppercase())
                && text.len() <= LONGEST
                && text.bytes().all(rest)
        });
        let name = format!("{} = {}", self.path, shown.unwrap_or("an unknown value"));
        self.add(name);
    }

    /// Adds an unknown field. A key that does not look like a name is not shown.
    fn field(&mut self, key: &str) {
        let looks_like_one = key.starts_with(|first: char| first.is_ascii_alphabetic())
            && key.len() <= LONGEST
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let step = if looks_like_one {
            key
        } else {
            "(an unknown field)"
        };
        self.within(step, |found| found.add(found.path.clone()));
    }

    fn add(&mut self, name: String) {
        if self.names.len() < MOST {
            self.names.insert(name);
        }
    }
}

/// Walks a message, or whatever is in its place.
pub(crate) fn find_in_message<T: Message>(
    cursor: &mut Cursor<'_>,
    found: &mut Found,
) -> Result<(), Fault> {
    if cursor.peek()? != b'{' {
        return cursor.skip();
    }
    cursor.entries(|cursor, key| {
        let Some(position) = T::position(key) else {
            found.field(key);
            return cursor.skip();
        };
        found.within(T::FIELDS[position], |found| {
            T::find_in_field(position, cursor, found)
        })
    })?;
    Ok(())
}

/// Walks the elements of a list, or whatever is in its place.
pub(super) fn find_in_list(
    cursor: &mut Cursor<'_>,
    found: &mut Found,
    each: fn(&mut Cursor<'_>, &mut Found) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if cursor.peek()? != b'[' {
        return cursor.skip();
    }
    found.within("[]", |found| cursor.elements(|cursor| each(cursor, found)))
}

/// Walks the values of a map, or whatever is in its place.
pub(super) fn find_in_map(
    cursor: &mut Cursor<'_>,
    found: &mut Found,
    each: fn(&mut Cursor<'_>, &mut Found) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if cursor.peek()? != b'{' {
        return cursor.skip();
    }
    found.within("{}", |found| {
        cursor.entries(|cursor, _| each(cursor, found)).map(drop)
    })
}
