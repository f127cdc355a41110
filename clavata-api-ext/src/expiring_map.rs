//! A map with a limited size and age of entries.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use tokio::time::Instant;

/// A map that drops entries that are too old, and the oldest ones if there are too many.
pub(super) struct ExpiringMap<K, V> {
    entries: HashMap<K, (Instant, V)>,
    /// The keys, oldest first. Entries that were replaced or removed stay in this list.
    order: VecDeque<(Instant, K)>,
    longest: Duration,
    most: usize,
}

impl<K: Copy + Eq + Hash, V> ExpiringMap<K, V> {
    pub(super) fn new(longest: Duration, most: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            longest,
            most: most.max(1),
        }
    }

    pub(super) fn set_bounds(&mut self, longest: Duration, most: usize) {
        self.longest = longest;
        self.most = most.max(1);
    }

    /// Inserts an entry. If the key exists, returns false and keeps the old value.
    pub(super) fn insert(&mut self, key: K, value: V) -> bool {
        self.forget_old();
        if self.entries.contains_key(&key) {
            return false;
        }
        let now = Instant::now();
        self.entries.insert(key, (now, value));
        self.order.push_back((now, key));
        self.forget_old();
        true
    }

    pub(super) fn get(&mut self, key: &K) -> Option<&mut V> {
        self.forget_old();
        self.entries.get_mut(key).map(|(_, value)| value)
    }

    pub(super) fn remove(&mut self, key: &K) {
        self.entries.remove(key);
    }

    fn forget_old(&mut self) {
        while let Some(&(since, key)) = self.order.front() {
            let gone = self
                .entries
                .get(&key)
                .is_none_or(|(other, _)| *other != since);
            let too_many = self.order.len() > self.most;
            if !gone && !too_many && since.elapsed() < self.longest {
                break;
            }
            self.order.pop_front();
            if !gone {
                self.entries.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::ExpiringMap;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn the_oldest_is_forgotten_where_there_is_too_much() {
        let mut map = ExpiringMap::new(HOUR, 3);
        for key in 0..1000 {
            assert!(map.insert(key, ()));
            assert!(!map.insert(key, ()));
        }
        assert!((0..997).all(|key| map.get(&key).is_none()));
        assert!((997..1000).all(|key| map.get(&key).is_some()));
        assert_eq!((map.entries.len(), map.order.len()), (3, 3));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_too_old_is_forgotten() {
        let mut map = ExpiringMap::new(HOUR, 9);
        map.insert(1, ());
        tokio::time::advance(HOUR / 2).await;
        map.insert(2, ());
        tokio::time::advance(HOUR / 2).await;
        assert!(map.get(&1).is_none() && map.get(&2).is_some());
        assert!(map.insert(1, ()));
    }

    #[test]
    fn what_was_removed_can_come_back_and_stays() {
        let mut map = ExpiringMap::new(HOUR, 2);
        map.insert(1, 'a');
        map.remove(&1);
        std::thread::sleep(Duration::from_millis(2));
        assert!(map.insert(1, 'b'));
        map.insert(2, 'c');
        assert_eq!(map.get(&1), Some(&mut 'b'));
    }
}
