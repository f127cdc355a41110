//! A map with a limited size and age of entries.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use tokio::time::Instant;

/// A map that drops entries that are too old, and the oldest ones if there are too many.
pub(crate) struct ExpiringMap<K, V> {
    entries: HashMap<K, (Instant, V)>,
    /// The keys, in the order in which they were inserted. Entries that were replaced or removed stay in this list.
    order: VecDeque<(Instant, K)>,
    longest: Duration,
    most: usize,
}

impl<K: Copy + Eq + Hash, V> ExpiringMap<K, V> {
    pub(crate) fn new(longest: Duration, most: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            longest,
            most: most.max(1),
        }
    }

    #[cfg(feature = "webhook")]
    pub(crate) fn set_bounds(&mut self, longest: Duration, most: usize) {
        self.longest = longest;
        self.most = most.max(1);
    }

    /// Inserts an entry. If the key exists, returns false and keeps the old value.
    #[cfg(feature = "webhook")]
    pub(crate) fn insert(&mut self, key: K, value: V) -> bool {
        let is_new = self.get(&key).is_none();
        if is_new {
            self.put(key, value, Instant::now());
        }
        is_new
    }

    /// Inserts or replaces an entry that dates from `since`.
    pub(crate) fn put(&mut self, key: K, value: V, since: Instant) {
        self.entries.insert(key, (since, value));
        self.order.push_back((since, key));
        self.forget_old();
    }

    pub(crate) fn get(&mut self, key: &K) -> Option<&mut V> {
        self.forget_old();
        // The list is not sorted by age: an expired entry may follow a fresh one.
        let (since, value) = self.entries.get_mut(key)?;
        (since.elapsed() < self.longest).then_some(value)
    }

    #[cfg(feature = "webhook")]
    pub(crate) fn remove(&mut self, key: &K) {
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

    use super::{ExpiringMap, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    #[cfg(feature = "webhook")]
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

    #[cfg(feature = "webhook")]
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

    #[tokio::test(start_paused = true)]
    async fn an_entry_with_an_earlier_time_expires_on_time() {
        let mut map = ExpiringMap::new(HOUR, 9);
        let start = Instant::now();
        tokio::time::advance(HOUR / 2).await;
        map.put(1, 'a', Instant::now());
        map.put(2, 'b', start);
        assert_eq!(map.get(&2), Some(&mut 'b'));
        tokio::time::advance(HOUR / 2).await;
        assert_eq!(map.get(&1), Some(&mut 'a'));
        assert_eq!(map.get(&2), None);
        tokio::time::advance(HOUR).await;
        map.put(3, 'c', Instant::now());
        assert_eq!((map.entries.len(), map.order.len()), (1, 1));
    }

    #[cfg(feature = "webhook")]
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
