//! Keeps each distinct value once and numbers it.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use serde::{Serialize, Serializer};

/// Distinct values in order of arrival. Serializes as a list.
pub(super) struct Interned<T> {
    numbers: HashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
        }
    }
}

impl<T: Hash + Eq> Interned<T> {
    /// The number of a value, from 0.
    pub(super) fn number<Q>(&mut self, value: &Q) -> u32
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        // A report with more distinct texts than this does not fit in memory.
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(value.to_owned(), number);
        number
    }
}

impl<T: Serialize> Serialize for Interned<T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let mut all: Vec<_> = self.numbers.iter().collect();
        all.sort_unstable_by_key(|(_, number)| **number);
        into.collect_seq(all.into_iter().map(|(value, _)| value))
    }
}

#[cfg(test)]
mod tests {
    use super::Interned;

    #[test]
    fn equal_values_have_one_number_and_are_kept_once() {
        let mut texts = Interned::<String>::default();
        let numbers = ["b", "a", "b"].map(|text| texts.number(text));
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!(serde_json::to_string(&texts).unwrap(), r#"["b","a"]"#);
    }
}
