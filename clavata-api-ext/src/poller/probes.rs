//! How many of the jobs that lists show as not ended are asked for alone: lists may lag behind.

/// In every so many rounds, some are.
const EVERY: u32 = 4;
/// So many, and twice as many in each round after one in which one of them has ended.
const FEWEST: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Probes {
    last: usize,
    has_hit: bool,
}

impl Probes {
    /// How many there are in this round, counted from 0.
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

    /// One of them has ended.
    pub(super) fn hit(&mut self) {
        self.has_hit = true;
    }
}
