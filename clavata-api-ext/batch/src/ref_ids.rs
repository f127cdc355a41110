//! The `ref_id`s of an input, stored as hashes: 24 bytes each, whatever their length.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// The `ref_id`s of the input, with their lines and whether the output answers them.
///
/// Each is stored as two keyed 64-bit hashes. Two ids practically never collide in both, and nobody can
/// craft ids that do.
#[derive(Default)]
pub(crate) struct RefIds {
    keys: [RandomState; 2],
    seen: HashMap<[u64; 2], Entry, BuildHasherDefault<Hashed>>,
}

/// Uses the first of the two hashes, which need not be hashed again.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_ne_bytes(*first);
        }
    }

    /// The length, which is always the same.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Entry {
    line: u32,
    answer: RefAnswer,
}

/// What the output says about a `ref_id`: the number of rows, or [`SPOILED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RefAnswer(u32);

const SPOILED: u32 = u32::MAX;

impl RefAnswer {
    /// The number of rows that answer it, each for a different label. `None` if one is broken, repeated or
    /// contradictory; then the others do not count either.
    pub(crate) fn rows(self) -> Option<u32> {
        (self.0 != SPOILED).then_some(self.0)
    }

    pub(crate) fn add_row(&mut self) {
        self.0 = self.0.saturating_add(1);
    }

    pub(crate) fn spoil(&mut self) {
        self.0 = SPOILED;
    }

    /// Whether it is a complete answer, if that takes this many rows.
    pub(crate) fn is_whole(self, rows: u32) -> bool {
        self.rows().is_some_and(|there| there >= rows)
    }
}

impl RefIds {
    /// The two hashes of some bytes.
    pub(crate) fn key(&self, id: &[u8]) -> [u64; 2] {
        [self.keys[0].hash_one(id), self.keys[1].hash_one(id)]
    }

    /// Adds an id. If it is already known, returns its line.
    pub(crate) fn insert(&mut self, id: &[u8], line: u64) -> Option<u64> {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let key = self.key(id);
        match self.seen.entry(key) {
            Place::Occupied(first) => Some(first.get().line.into()),
            Place::Vacant(place) => {
                let answer = RefAnswer::default();
                place.insert(Entry { line, answer });
                None
            }
        }
    }

    /// What is known about an id. `None` if the input does not have it.
    pub(crate) fn answer(&mut self, id: &[u8]) -> Option<&mut RefAnswer> {
        let key = self.key(id);
        self.seen.get_mut(&key).map(|entry| &mut entry.answer)
    }

    pub(crate) fn answers(&self) -> impl Iterator<Item = RefAnswer> {
        self.seen.values().map(|entry| entry.answer)
    }

    pub(crate) fn len(&self) -> u64 {
        self.seen.len() as u64
    }

    pub(crate) fn forget_answers(&mut self) {
        self.seen
            .values_mut()
            .for_each(|entry| entry.answer = RefAnswer::default());
    }
}
