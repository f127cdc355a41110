//! The `ref_id`s of an input, by their hash: 28 bytes each, whatever their length.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Which `ref_id`s the input has, on which line, and whether the output answered them.
///
/// Two keyed 64-bit hashes stand for each: that two ids meet in both is not going to happen, and
/// nobody can aim for it.
#[derive(Default)]
pub(super) struct RefIds {
    keys: [RandomState; 2],
    seen: HashMap<[u64; 2], Entry>,
}

struct Entry {
    line: u32,
    answered: bool,
}

impl RefIds {
    fn key(&self, id: &[u8]) -> [u64; 2] {
        [self.keys[0].hash_one(id), self.keys[1].hash_one(id)]
    }

    /// Takes in an id; where it is there already, says on which line.
    pub(super) fn insert(&mut self, id: &[u8], line: u64) -> Option<u64> {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let entry = Entry {
            line,
            answered: false,
        };
        let key = self.key(id);
        match self.seen.entry(key) {
            std::collections::hash_map::Entry::Occupied(first) => Some(first.get().line.into()),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(entry);
                None
            }
        }
    }

    /// Notes an answer; false where nobody asked.
    pub(super) fn answer(&mut self, id: &[u8]) -> bool {
        let key = self.key(id);
        let entry = self.seen.get_mut(&key);
        entry.map(|entry| entry.answered = true).is_some()
    }

    /// Whether an id was answered; `None` where it is not of the input.
    pub(super) fn is_answered(&self, id: &[u8]) -> Option<bool> {
        self.seen.get(&self.key(id)).map(|entry| entry.answered)
    }

    pub(super) fn answered(&self) -> u64 {
        self.seen.values().filter(|entry| entry.answered).count() as u64
    }

    pub(super) fn len(&self) -> u64 {
        self.seen.len() as u64
    }

    pub(super) fn forget_answers(&mut self) {
        self.seen
            .values_mut()
            .for_each(|entry| entry.answered = false);
    }
}
