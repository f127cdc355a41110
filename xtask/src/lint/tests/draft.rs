//! A copy of the contract that tests can break.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::input::Input;
use crate::model::located::Located;
use crate::workspace::Workspace;

/// The contract as values, and its examples as text.
pub(super) struct Draft {
    pub(super) contract: Value,
    pub(super) examples: BTreeMap<String, String>,
}

impl Draft {
    /// The current contract.
    pub(super) fn sound() -> Self {
        let input = Input::read(&Workspace::find().unwrap()).unwrap();
        Self {
            contract: Located::parse(&input.contract).unwrap().value,
            examples: input.examples,
        }
    }

    /// The input of lint. JSON is valid YAML.
    pub(super) fn input(&self) -> Input {
        Input {
            contract: serde_json::to_string_pretty(&self.contract).unwrap(),
            examples: self.examples.clone(),
        }
    }

    /// Sets the value at a pointer, whose parent must exist.
    pub(super) fn set(&mut self, pointer: &str, value: Value) {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        match self.at(parent) {
            Value::Object(map) => {
                map.insert(key, value);
            }
            Value::Array(items) => {
                let index: usize = key.parse().unwrap();
                if index == items.len() {
                    items.push(value);
                } else {
                    items[index] = value;
                }
            }
            other => panic!("{parent} is {other}"),
        }
    }

    /// Removes the value at a pointer, which must exist.
    pub(super) fn remove(&mut self, pointer: &str) {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        let removed = match self.at(parent) {
            Value::Object(map) => map.shift_remove(&key),
            Value::Array(items) => Some(items.remove(key.parse().unwrap())),
            other => panic!("{parent} is {other}"),
        };
        assert!(removed.is_some(), "there is no {pointer}");
    }

    /// Renames a key, keeping its position.
    pub(super) fn rename(&mut self, parent: &str, from: &str, to: &str) {
        let map = self.at(parent).as_object_mut().unwrap();
        assert!(map.contains_key(from), "there is no {from} in {parent}");
        *map = std::mem::take(map)
            .into_iter()
            .map(|(key, value)| (if key == from { to.to_owned() } else { key }, value))
            .collect();
    }

    /// Removes the examples whose names begin with this.
    pub(super) fn remove_examples(&mut self, prefix: &str) {
        let before = self.examples.len();
        let prefix = format!("{prefix}.");
        self.examples.retain(|file, _| !file.starts_with(&prefix));
        assert_ne!(self.examples.len(), before, "no example {prefix}");
    }

    /// Replaces text that must occur in an example.
    pub(super) fn edit_example(&mut self, file: &str, from: &str, to: &str) {
        let text = self.examples.get_mut(file).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        *text = text.replacen(from, to, 1);
    }

    fn at(&mut self, pointer: &str) -> &mut Value {
        self.contract
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("there is no {pointer}"))
    }
}

/// The pointer of an operation.
pub(super) fn operation(id: &str) -> String {
    let (path, method) = match id {
        "get_job" => ("/v1/jobs/{jobUuid}", "get"),
        "list_jobs" => ("/v1/jobs", "get"),
        "create_job" => ("/v1/jobs", "post"),
        "evaluate" => ("/v1/jobs/stream", "post"),
        "list_batch_jobs" => ("/v1/batch-jobs", "get"),
        "cancel_batch_job" => ("/v1/batch-jobs/{batchJobId}/cancel", "post"),
        other => panic!("no operation {other} is known here"),
    };
    format!("/paths/{}/{method}", path.replace('/', "~1"))
}

/// The pointer of a field.
pub(super) fn field(message: &str, field: &str) -> String {
    format!("/components/schemas/{message}/properties/{field}")
}
