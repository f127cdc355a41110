//! How many of the jobs that lists show as unfinished are fetched on their own, because lists can lag behind.

/// Some are fetched in every round that is a multiple of this.
const EVERY: u32 = 4;
/// This many, and twice as many in the round after one in which one of them had ended.
const FEWEST: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Probes {
    last: usize,
    has_hit: bool,
}

impl Probes {
    /// How many to fetch in this round, counted from 0.
    pub(super) fn due(&mut self, round: u32) -> usize {
        self.last = if std::mem::take(&mut self.has_hit) {
            2 * self.last
        } else if round % EVERY == EVERY - 1 {
            FEWEST
        } else {
            0
        };
        self.last
    }

    /// Records that one of them had ended.
    pub(super) fn hit(&mut self) {
        self.has_hit = true;
    }
}
