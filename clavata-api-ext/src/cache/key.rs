//! Cache keys: a hash that identifies a question without storing it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hash};

/// A 128-bit hash with a random key. Without the key, nobody can craft two pieces of content with the same hash.
#[derive(Default)]
pub(crate) struct Keyed([RandomState; 2]);

impl Keyed {
    pub(crate) fn of(&self, question: &impl Hash) -> u128 {
        let [upper, lower] = self.0.each_ref().map(|state| state.hash_one(question));
        u128::from(upper) << 64 | u128::from(lower)
    }
}

#[cfg(test)]
mod tests {
    use super::Keyed;

    #[test]
    fn each_half_and_each_client_has_a_key_of_its_own() {
        let keyed = Keyed::default();
        let one = keyed.of(&"content");
        assert_eq!(one, keyed.of(&"content"));
        assert_ne!(one, keyed.of(&"Content"));
        assert_ne!(one >> 64, one & u128::from(u64::MAX));
        assert_ne!(one, Keyed::default().of(&"content"));
    }
}
