//! Puts lines into the order of the inputs without holding them for long.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

/// The longest time that a line waits for earlier lines.
const PATIENCE: Duration = Duration::from_millis(500);

/// Holds lines that arrived early, but only for half a second, because they are paid for.
pub(super) struct Order<T> {
    next: usize,
    /// Inputs after `next` whose line was printed.
    ahead: BTreeSet<usize>,
    waiting: BTreeMap<usize, (Instant, T)>,
}

impl<T> Order<T> {
    pub(super) fn new() -> Self {
        Self {
            next: 0,
            ahead: BTreeSet::new(),
            waiting: BTreeMap::new(),
        }
    }

    /// Adds the line of an input, replacing a line that is still waiting. If a line was already printed for the
    /// input, returns the new one, to be printed at once.
    pub(super) fn put(&mut self, input: usize, line: T) -> Option<T> {
        if input < self.next || self.ahead.contains(&input) {
            return Some(line);
        }
        let since = self.waiting.get(&input).map(|(since, _)| *since);
        let since = since.unwrap_or_else(Instant::now);
        self.waiting.insert(input, (since, line));
        None
    }

    /// Takes the next line if it is its turn or if it has waited long enough.
    pub(super) fn take(&mut self) -> Option<(usize, T)> {
        let now = Instant::now();
        let (input, _) = self.waiting.first_key_value()?;
        let mut input = *input;
        if input != self.next {
            let waited = |(_, (since, _)): &(&usize, &(Instant, T))| *since + PATIENCE <= now;
            input = *self.waiting.iter().find(waited)?.0;
        }
        self.out(input)
    }

    /// Takes the next waiting line, even if it is not its turn.
    pub(super) fn take_any(&mut self) -> Option<(usize, T)> {
        let (input, _) = self.waiting.first_key_value()?;
        self.out(*input)
    }

    /// The time at which the next line will have waited long enough.
    pub(super) fn due(&self) -> Option<Instant> {
        let since = self.waiting.values().map(|(since, _)| *since);
        since.min().map(|since| since + PATIENCE)
    }

    fn out(&mut self, input: usize) -> Option<(usize, T)> {
        let (_, line) = self.waiting.remove(&input)?;
        self.ahead.insert(input);
        while self.ahead.remove(&self.next) {
            self.next += 1;
        }
        Some((input, line))
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, PATIENCE};

    fn taken(order: &mut Order<char>) -> Vec<(usize, char)> {
        std::iter::from_fn(|| order.take()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn lines_come_in_order_and_none_waits_longer_than_half_a_second() {
        let mut order = Order::new();
        assert_eq!(order.due(), None);
        for (input, line) in [(2, 'c'), (1, 'b'), (4, 'e')] {
            assert_eq!(order.put(input, line), None);
        }
        assert_eq!(taken(&mut order), []);
        assert_eq!(order.put(0, 'a'), None);
        assert_eq!(taken(&mut order), [(0, 'a'), (1, 'b'), (2, 'c')]);
        tokio::time::sleep_until(order.due().unwrap()).await;
        assert_eq!(taken(&mut order), [(4, 'e')]);
        assert_eq!(order.put(3, 'd'), None);
        assert_eq!(order.put(5, 'f'), None);
        assert_eq!(taken(&mut order), [(3, 'd'), (5, 'f')]);
        assert_eq!(order.due(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_takes_the_place_of_one_that_waits_and_follows_one_that_is_out() {
        let mut order = Order::new();
        assert_eq!(order.put(1, 'b'), None);
        tokio::time::advance(PATIENCE / 2).await;
        assert_eq!(order.put(1, 'B'), None);
        tokio::time::advance(PATIENCE / 2).await;
        assert_eq!(taken(&mut order), [(1, 'B')]);
        assert_eq!(order.put(1, 'x'), Some('x'));
        assert_eq!(order.put(0, 'a'), None);
        assert_eq!(order.put(3, 'd'), None);
        assert_eq!(taken(&mut order), [(0, 'a')]);
        assert_eq!(order.put(0, 'y'), Some('y'));
        assert_eq!(order.take_any(), Some((3, 'd')));
        assert_eq!(order.take_any(), None);
    }
}
