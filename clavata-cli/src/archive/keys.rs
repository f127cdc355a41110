//! What is in an archive: which answers, and to which questions.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use clavata_api_ext::Content;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::folder::{self, ANSWERS, JOURNAL};
use super::record::Head;

/// Half of the SHA-256 of an answer or a question, in hex. A question cannot be read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u128);

impl Key {
    /// That of any value of a kind.
    pub(super) fn of(kind: &str, value: &(impl Serialize + ?Sized)) -> io::Result<Self> {
        let mut hash = Sha256::new();
        hash.update(kind.as_bytes());
        hash.update([0]);
        let mut into = Into(hash);
        serde_json::to_writer(&mut into, value)?;
        let digest = into.0.finalize();
        let half = digest
            .iter()
            .take(16)
            .fold(0, |key, byte| key << 8 | u128::from(*byte));
        Ok(Self(half))
    }

    /// That of a question: the content with its metadata, the policy, the threshold and the kind of report.
    /// `None` if the content cannot be sent.
    pub(crate) fn of_question(
        policy: Uuid,
        threshold: Option<f64>,
        include_report: bool,
        content: &Content,
    ) -> Option<Self> {
        let content = content.try_to_data().ok()?;
        let question = (policy, threshold, include_report, content);
        Self::of("question", &question).ok()
    }
}

struct Into(Sha256);

impl io::Write for Into {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Key {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) offset: u64,
    /// With its line break.
    pub(super) length: u64,
}

#[derive(Default)]
pub(super) struct Keys {
    ids: HashSet<Key>,
    /// The last answer to each question.
    asked: HashMap<Key, Answered>,
    /// The answers that count.
    settled: HashSet<Key>,
}

#[derive(Clone, Copy)]
struct Answered {
    id: Key,
    place: Place,
}

impl Keys {
    /// Those of all segments: from the journal itself, and from the list beside each that has its tables.
    pub(super) fn load(root: &Path) -> io::Result<Self> {
        let mut keys = Self::default();
        for segment in folder::segments(root, ANSWERS)? {
            match fs::read_to_string(folder::path(root, ANSWERS, segment, "keys")) {
                Ok(list) => keys.listed(segment, &list),
                // It can be made again.
                Err(_) => keys.scan(root, ANSWERS, segment)?,
            }
        }
        for segment in folder::segments(root, JOURNAL)? {
            keys.scan(root, JOURNAL, segment)?;
        }
        Ok(keys)
    }

    /// Reads the lines of a segment, and what was settled while it grew.
    pub(super) fn scan(&mut self, root: &Path, part: &str, segment: u32) -> io::Result<()> {
        let bytes = fs::read(folder::path(root, part, segment, "jsonl"))?;
        for (place, line) in lines(segment, &bytes) {
            if let Ok(head) = serde_json::from_slice::<Head>(line) {
                self.add(head.id, head.asked, place);
            }
        }
        match fs::read_to_string(folder::path(root, part, segment, "settled")) {
            Ok(list) => self
                .settled
                .extend(whole(&list).filter_map(|line| line.parse::<Key>().ok())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn listed(&mut self, segment: u32, list: &str) {
        for line in whole(list) {
            let mut words = line.split(' ');
            let what = words.next();
            let mut key = || words.next()?.parse::<Key>().ok();
            match (what, key()) {
                (Some("id"), Some(id)) => {
                    self.ids.insert(id);
                }
                (Some("settled"), Some(id)) => {
                    self.settled.insert(id);
                }
                (Some("asked"), Some(asked)) => {
                    let Some(id) = key() else { continue };
                    let mut number = || words.next()?.parse::<u64>().ok();
                    let (Some(offset), Some(length)) = (number(), number()) else {
                        continue;
                    };
                    let place = Place {
                        segment,
                        offset,
                        length,
                    };
                    self.asked.insert(asked, Answered { id, place });
                }
                _ => {}
            }
        }
    }

    /// As lines, from which they can be [`load`](Self::load)ed.
    #[cfg(feature = "arrow")]
    pub(super) fn list(&self) -> io::Result<Vec<u8>> {
        use std::io::Write as _;

        let mut list = Vec::new();
        for id in &self.ids {
            writeln!(list, "id {id}")?;
        }
        for id in &self.settled {
            writeln!(list, "settled {id}")?;
        }
        for (asked, Answered { id, place }) in &self.asked {
            writeln!(list, "asked {asked} {id} {} {}", place.offset, place.length)?;
        }
        Ok(list)
    }

    pub(super) fn add(&mut self, id: Key, asked: Option<Key>, place: Place) {
        self.ids.insert(id);
        if let Some(asked) = asked {
            self.asked.insert(asked, Answered { id, place });
        }
    }

    pub(super) fn has(&self, id: Key) -> bool {
        self.ids.contains(&id)
    }

    /// Notes that the answer to a question counts. Returns the answer, if that is new.
    pub(super) fn settle(&mut self, asked: Key) -> Option<Key> {
        let id = self.asked.get(&asked)?.id;
        self.settled.insert(id).then_some(id)
    }

    /// Where the answer to a question is, and whether it counts.
    pub(super) fn place_of(&self, asked: Key) -> Option<(Place, bool)> {
        let Answered { id, place } = self.asked.get(&asked)?;
        Some((*place, self.settled.contains(id)))
    }
}

/// The lines that end.
fn whole(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
}

/// The lines of a segment that end, with where they are.
pub(super) fn lines(segment: u32, bytes: &[u8]) -> impl Iterator<Item = (Place, &[u8])> {
    let mut offset = 0;
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter_map(move |line| {
            let place = Place {
                segment,
                offset,
                length: line.len() as u64,
            };
            offset += place.length;
            Some((place, line.strip_suffix(b"\n")?))
        })
}
