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
    use super::Joined;
    use crate::types::BatchJobState;

    fn sent<T: serde::Serialize>(list: &T) -> String {
        let request = reqwest::Client::new().get("http://localhost/");
        let request = request.query(&Joined::new("states", list)).build().unwrap();
        request.url().query().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_list_is_one_value_and_no_list_is_nothing() {
        let states = vec![BatchJobState::Queued, BatchJobState::Error];
        let expected = "states=BATCH_JOB_STATE_QUEUED%2CBATCH_JOB_STATE_ERROR";
        assert_eq!(sent(&Some(states)), expected);
        assert_eq!(sent(&vec![1, 2]), "states=1%2C2");
        assert_eq!(sent(&vec!["a b"]), "states=a+b");
        assert_eq!(sent(&None::<Vec<String>>), "");
    }
}
