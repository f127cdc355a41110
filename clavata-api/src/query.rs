//! Parameters in the query that the generator cannot write.

use serde::ser::{Error, Serialize, Serializer};
use serde_json::Value;

/// A list as one value, separated by commas (`explode: false`); nothing if there is no list.
pub(crate) struct Joined<'a, T> {
    name: &'a str,
    list: &'a T,
}

impl<'a, T: Serialize> Joined<'a, T> {
    #[allow(dead_code)] // if the contract has no such parameter
    pub(crate) fn new(name: &'a str, list: &'a T) -> Self {
        Self { name, list }
    }
}

impl<T: Serialize> Serialize for Joined<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let list = serde_json::to_value(self.list).map_err(S::Error::custom)?;
        let Value::Array(items) = list else {
            return into.collect_seq([(); 0]);
        };
        let items = items.iter().map(|item| match item {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let joined = items.collect::<Vec<_>>().join(",");
        into.collect_seq([(self.name, joined)])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Joined;
    use crate::types::BatchJobState;

    fn pairs<T: serde::Serialize>(list: &T) -> Value {
        serde_json::to_value(Joined::new("states", list)).unwrap()
    }

    #[test]
    fn a_list_is_one_value_and_no_list_is_nothing() {
        let states = vec![BatchJobState::Queued, BatchJobState::Error];
        let expected = json!([["states", "BATCH_JOB_STATE_QUEUED,BATCH_JOB_STATE_ERROR"]]);
        assert_eq!(pairs(&Some(states)), expected);
        assert_eq!(pairs(&vec![1, 2]), json!([["states", "1,2"]]));
        assert_eq!(pairs(&None::<Vec<String>>), json!([]));
    }
}
