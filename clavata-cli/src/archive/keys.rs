//! The index of an archive: which answers it has, and to which questions.

#[cfg(feature = "arrow")]
use std::collections::BTreeSet;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use super::ending::Ending;
use super::folder::{self, ANSWERS, JOURNAL, LINES, NOTES, existing};
use super::key::Key;
use super::lines::{lines, whole};
use super::record::Head;

/// The last line of a list.
const END: &str = "end";

/// The place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) offset: u64,
    /// Includes the line break.
    pub(super) length: u64,
}

#[derive(Default)]
pub(super) struct Keys {
    ids: HashSet<Key>,
    /// The answers to each question. There are several if it was asked again.
    asked: HashMap<Key, Vec<Answered>>,
    /// The answers that count, each with its question, because answers to two questions may be equal.
    settled: HashSet<(Key, Key)>,
    /// Questions that were refused after they were answered.
    refused: HashSet<Key>,
    /// Questions whose first answer arrived in this run, and may still be contradicted.
    fresh: HashSet<Key>,
}

#[derive(Clone, Copy)]
struct Answered {
    id: Key,
    place: Place,
}

impl Keys {
    /// Loads all segments: from the journal itself, and from the list next to each segment that has its tables.
    pub(super) fn load(root: &Path) -> io::Result<Self> {
        let mut keys = Self::default();
        for segment in folder::segments(root, ANSWERS)? {
            keys.add_answers(root, segment)?;
        }
        for segment in folder::segments(root, JOURNAL)? {
            keys.scan(root, JOURNAL, segment)?;
        }
        Ok(keys)
    }

    /// Loads one segment that has its tables.
    #[cfg(feature = "arrow")]
    pub(super) fn of_answers(root: &Path, segment: u32) -> io::Result<Self> {
        let mut keys = Self::default();
        keys.add_answers(root, segment)?;
        Ok(keys)
    }

    fn add_answers(&mut self, root: &Path, segment: u32) -> io::Result<()> {
        match fs::read_to_string(folder::path(root, ANSWERS, segment, "keys")) {
            Ok(list) if self.listed(segment, &list) => Ok(()),
            // A list that is missing or incomplete can be made again.
            _ => self.scan(root, ANSWERS, segment),
        }
    }

    /// Reads the lines of a segment, and how questions ended while it was written.
    pub(super) fn scan(&mut self, root: &Path, part: &str, segment: u32) -> io::Result<()> {
        let bytes = existing(fs::read(folder::path(root, part, segment, LINES)))?;
        for (place, line) in lines(segment, &bytes.unwrap_or_default()) {
            if let Ok(head) = serde_json::from_slice::<Head>(line) {
                self.add(head.id, head.asked, place);
            }
        }
        let ends = fs::read_to_string(folder::path(root, part, segment, NOTES));
        let ends = existing(ends)?.unwrap_or_default();
        for ending in whole(&ends).filter_map(Ending::read) {
            self.end(ending);
        }
        Ok(())
    }

    /// Adds the entries of a list. Returns whether the list is complete.
    fn listed(&mut self, segment: u32, list: &str) -> bool {
        for line in whole(list) {
            if let Some(ending) = Ending::read(line) {
                self.end(ending);
                continue;
            }
            let mut words = line.split(' ');
            let what = words.next();
            let mut key = || words.next()?.parse::<Key>().ok();
            match (what, key()) {
                (Some("id"), Some(id)) => {
                    self.ids.insert(id);
                }
                (Some("asked"), Some(asked)) => {
                    let Some(id) = key() else { continue };
                    let mut number = || words.next()?.parse::<u64>().ok();
                    if let (Some(offset), Some(length)) = (number(), number()) {
                        let place = Place {
                            segment,
                            offset,
                            length,
                        };
                        self.add(id, Some(asked), place);
                    }
                }
                _ => {}
            }
        }
        whole(list).last() == Some(END)
    }

    /// Formats the index as lines that [`load`](Self::load) can read, with how questions ended while the segment was
    /// written.
    #[cfg(feature = "arrow")]
    pub(super) fn list(&self, ends: &str) -> io::Result<Vec<u8>> {
        use std::io::Write as _;

        let mut list = Vec::new();
        for id in &self.ids {
            writeln!(list, "id {id}")?;
        }
        for (asked, answers) in &self.asked {
            for Answered { id, place } in answers {
                writeln!(list, "asked {asked} {id} {} {}", place.offset, place.length)?;
            }
        }
        // Their order shows which came last.
        for line in whole(ends) {
            writeln!(list, "{line}")?;
        }
        writeln!(list, "{END}")?;
        Ok(list)
    }

    fn add(&mut self, id: Key, asked: Option<Key>, place: Place) {
        self.ids.insert(id);
        if let Some(asked) = asked {
            let answers = self.asked.entry(asked).or_default();
            if !answers.iter().any(|one| one.id == id) {
                answers.push(Answered { id, place });
            }
        }
    }

    /// Adds an answer that has just arrived.
    pub(super) fn arrived(&mut self, id: Key, asked: Option<Key>, place: Place) {
        if let Some(asked) = asked
            && !self.asked.contains_key(&asked)
        {
            self.fresh.insert(asked);
        }
        self.add(id, asked, place);
    }

    pub(super) fn has(&self, id: Key) -> bool {
        self.ids.contains(&id)
    }

    /// Records how a question ended. Returns whether that is new.
    pub(super) fn end(&mut self, ending: Ending) -> bool {
        match ending {
            Ending::Settled { asked, id } => {
                let was_refused = self.refused.remove(&asked);
                self.settled.insert((asked, id)) || was_refused
            }
            Ending::Refused { asked } => self.refused.insert(asked),
        }
    }

    /// Whether an answer counts for its question: nothing in its request, or later, contradicted it.
    #[cfg(feature = "arrow")]
    pub(super) fn counts(&self, asked: Key, id: Key) -> bool {
        self.settled.contains(&(asked, id)) && !self.refused.contains(&asked)
    }

    /// The answers here that do not count, each with its question, given the index of the whole archive.
    #[cfg(feature = "arrow")]
    pub(super) fn doubted(&self, all: &Self) -> BTreeSet<(Key, Key)> {
        let pairs = self
            .asked
            .iter()
            .flat_map(|(asked, answers)| answers.iter().map(|one| (*asked, one.id)));
        pairs
            .filter(|(asked, id)| !all.counts(*asked, *id))
            .collect()
    }

    /// The answers to a question: their places, and whether each counts. Empty if it must be asked again: it was
    /// refused, or its first answer arrived in this run and may still be contradicted.
    pub(super) fn answers(&self, asked: Key) -> Vec<(Key, Place, bool)> {
        let Some(answers) = self
            .asked
            .get(&asked)
            .filter(|_| !self.refused.contains(&asked))
        else {
            return Vec::new();
        };
        let answers = answers
            .iter()
            .map(|one| (one.id, one.place, self.settled.contains(&(asked, one.id))));
        let answers: Vec<_> = answers.collect();
        let is_settled = answers.iter().any(|(_, _, is_settled)| *is_settled);
        if is_settled || !self.fresh.contains(&asked) {
            answers
        } else {
            Vec::new()
        }
    }
}
