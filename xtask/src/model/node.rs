//! An object of the contract, and its place.

use serde_json::{Map, Value};

use super::located::join;

/// An object with its JSON pointer and line. It may be a reference to another object.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) pointer: String,
    pub(crate) line: u64,
    pub(crate) map: &'a Map<String, Value>,
}

impl<'a> Node<'a> {
    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The value of a key, if it is a string.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.map.get(key)?.as_str()
    }

    /// Whether the value of a key is `true`.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.map.get(key) == Some(&Value::Bool(true))
    }

    /// The elements of a list. Empty if it is not a list.
    pub(crate) fn list(&self, key: &str) -> &'a [Value] {
        let list = self.map.get(key).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default()
    }

    /// The strings in a list.
    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = &'a str> {
        self.list(key).iter().filter_map(Value::as_str)
    }

    /// The entries of an object. Empty if it is not an object.
    pub(crate) fn entries(&self, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let object = self.map.get(key).and_then(Value::as_object);
        object.into_iter().flatten()
    }

    /// The pointer of the value of a key.
    pub(crate) fn at(&self, key: &str) -> String {
        join(&self.pointer, key)
    }

    /// The last part of the pointer.
    pub(crate) fn name(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }

    /// The description, trimmed. Empty if there is none.
    pub(crate) fn description(&self) -> &'a str {
        self.text("description").unwrap_or_default().trim()
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.has("$ref")
    }
}
