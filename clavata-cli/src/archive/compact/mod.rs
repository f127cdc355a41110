//! Writes the tables of archived answers.
//!
//! The files of a segment carry its number, and depend only on its answers and on how their questions have ended so
//! far. A program that was killed while writing them therefore starts the segment again, and no row is written
//! twice. If a question ends differently later, the files are rewritten.

mod batch;
pub(super) mod doubts;
mod table;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use self::table::remove_partial;
use self::tables::Tables;
use super::folder::{self, ANSWERS, JOURNAL, LINES, NOTES, existing};
use super::keys::Keys;
use super::lines::lines;
use super::record::Head;
use crate::signals;

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compacted {
    /// The number of answers in the tables.
    pub(crate) answers: usize,
    /// The number of lines that cannot be read. They are in no table and remain in their files.
    pub(crate) unread: usize,
}

/// Writes the tables of segments.
pub(super) fn all(
    root: &Path,
    segments: &BTreeSet<u32>,
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

/// Rewrites the tables of segments that have some.
pub(super) fn again(
    root: &Path,
    segments: &BTreeSet<u32>,
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    for segment in segments {
        let answers = folder::path(root, ANSWERS, *segment, LINES);
        if answers.exists() {
            // A program that is killed here leaves some old and some new tables.
            doubts::note(root, *segment, doubts::WRITING)?;
            tables(root, (*segment, &answers), keys, done)?;
            let of_segment = Keys::of_answers(root, *segment)?;
            doubts::note(root, *segment, &doubts::of(&of_segment, keys)?)?;
        }
    }
    Ok(())
}

fn one(root: &Path, segment: u32, keys: &Keys, done: &mut Compacted) -> io::Result<()> {
    let journal = folder::path(root, JOURNAL, segment, LINES);
    let notes = folder::path(root, JOURNAL, segment, NOTES);
    if existing(fs::metadata(&journal))?.is_none_or(|file| file.len() == 0) {
        existing(fs::remove_file(&journal))?;
        let kept = folder::path(root, ANSWERS, segment, NOTES);
        return existing(fs::rename(&notes, kept)).map(drop);
    }
    tables(root, (segment, &journal), keys, done)?;
    let mut of_segment = Keys::default();
    of_segment.scan(root, JOURNAL, segment)?;
    doubts::note(root, segment, &doubts::of(&of_segment, keys)?)?;
    let list = existing(fs::read_to_string(&notes))?.unwrap_or_default();
    folder::write(
        &folder::path(root, ANSWERS, segment, "keys"),
        &of_segment.list(&list)?,
    )?;
    fs::rename(&journal, folder::path(root, ANSWERS, segment, LINES))?;
    existing(fs::remove_file(notes)).map(drop)
}

/// Writes the tables of a segment, whose answers are in this file. Answers whose request did not end well, or whose
/// content was refused, are not clear in them.
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
