//! Counts different pieces of content by their hashes.

use std::hash::{BuildHasher, RandomState};

/// Counts different hashes. It keeps a `u64` for each, in a buffer that it reuses: a job may have
/// 100,000 of them.
///
/// Two hashes with the same `u64` count as one. Nobody can provoke this, because the key is random.
#[derive(Debug, Default)]
pub(crate) struct Hashes {
    key: RandomState,
    seen: Vec<u64>,
    empty: usize,
}

impl Hashes {
    pub(crate) fn clear(&mut self) {
        self.seen.clear();
        self.empty = 0;
    }

    pub(crate) fn see(&mut self, hash: &str) {
        if hash.is_empty() {
            self.empty += 1;
        } else {
            self.seen.push(self.key.hash_one(hash));
        }
    }

    /// The number of hashes so far, including empty and repeated ones.
    pub(crate) fn all(&self) -> usize {
        self.seen.len() + self.empty
    }

    /// The largest possible number of pieces of content: one without a hash may differ from all others.
    pub(crate) fn at_most(&mut self) -> usize {
        self.different() + self.empty
    }

    /// The smallest possible number of pieces of content: one without a hash may equal any other.
    pub(crate) fn at_least(&mut self) -> usize {
        self.different().max(usize::from(self.empty > 0))
    }

    fn different(&mut self) -> usize {
        self.seen.sort_unstable();
        self.seen.chunk_by(|one, other| one == other).count()
    }
}

#[cfg(test)]
mod tests {
    use super::Hashes;

    fn bounds(hashes: &[&str]) -> (usize, usize) {
        let mut seen = Hashes::default();
        for hash in hashes {
            seen.see(hash);
        }
        assert_eq!(seen.all(), hashes.len());
        (seen.at_least(), seen.at_most())
    }

    #[test]
    fn an_empty_hash_may_be_any_content() {
        assert_eq!(bounds(&[]), (0, 0));
        assert_eq!(bounds(&["a", "b", "a"]), (2, 2));
        assert_eq!(bounds(&["", ""]), (1, 2));
        assert_eq!(bounds(&["a", "", "a", ""]), (1, 3));
    }

    #[test]
    fn a_hundred_thousand_hashes_are_told_apart() {
        let mut seen = Hashes::default();
        for number in (0..100_000).chain(0..50_000) {
            seen.see(&format!("fnv1a128::{number:032x}"));
        }
        assert_eq!(seen.at_least(), 100_000);
        seen.clear();
        assert_eq!((seen.all(), seen.at_most()), (0, 0));
    }
}
