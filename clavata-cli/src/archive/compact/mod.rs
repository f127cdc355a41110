//! Writes the tables of the answers that arrived.
//!
//! The files of a segment have its number, and the same answers make the same files. So a program that was
//! killed here begins the segment again, and no row is there twice.

mod batch;
mod table;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use self::table::remove_partial;
use self::tables::Tables;
use super::folder::{self, ANSWERS, JOURNAL};
use super::keys::Keys;
use super::lines::lines;
use super::record::Head;
use crate::signals;

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compacted {
    /// The number of answers in the tables.
    pub(crate) answers: usize,
    /// The number of lines that cannot be read. They are in no table, and stay where they are.
    pub(crate) unread: usize,
}

/// Writes the tables of segments, given what is in the archive.
pub(super) fn all(
    root: &Path,
    segments: &[u32],
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    for table in ["rows", "jobs", "usage"] {
        remove_partial(&root.join(table))?;
    }
    for segment in segments {
        one(root, *segment, keys, done)?;
    }
    Ok(())
}

/// Writes the tables of segments again that have some.
pub(super) fn again(
    root: &Path,
    segments: &BTreeSet<u32>,
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    for segment in segments {
        let answers = folder::path(root, ANSWERS, *segment, "jsonl");
        if answers.exists() {
            tables(root, (*segment, &answers), keys, done)?;
        }
    }
    Ok(())
}

fn one(root: &Path, segment: u32, keys: &Keys, done: &mut Compacted) -> io::Result<()> {
    let journal = folder::path(root, JOURNAL, segment, "jsonl");
    tables(root, (segment, &journal), keys, done)?;
    let mut keys = Keys::default();
    keys.scan(root, JOURNAL, segment)?;
    let ends = folder::path(root, JOURNAL, segment, "ends");
    let list = match fs::read_to_string(&ends) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        list => list?,
    };
    folder::write(
        &folder::path(root, ANSWERS, segment, "keys"),
        &keys.list(&list)?,
    )?;
    fs::rename(&journal, folder::path(root, ANSWERS, segment, "jsonl"))?;
    match fs::remove_file(ends) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes the tables of a segment, whose answers are in this file. An answer of a request that did not end well, or
/// was refused, is not clear in them.
fn tables(
    root: &Path,
    (segment, answers): (u32, &Path),
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    let bytes = fs::read(answers)?;
    let mut days: BTreeMap<NaiveDate, Vec<(Head, &[u8])>> = BTreeMap::new();
    for (_, line) in lines(segment, &bytes) {
        match serde_json::from_slice::<Head>(line) {
            Ok(head) => days.entry(head.day).or_default().push((head, line)),
            Err(_) => done.unread += 1,
        }
    }
    for (day, lines) in &days {
        let mut tables = Tables::of(root, *day, segment);
        for (head, line) in lines {
            if signals::caught().is_some() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let is_doubted = head.asked.is_some_and(|asked| !keys.counts(asked, head.id));
            if tables.add((head.kind, is_doubted), line)? {
                done.answers += 1;
            } else {
                done.unread += 1;
            }
        }
        tables.finish()?;
    }
    Ok(())
}
