//! Finds values by their JSON pointers, and by references to them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::located::{Located, join};
use super::node::Node;

impl Located {
    /// The value at `pointer`.
    pub(crate) fn get(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }

    /// The object at `pointer`.
    pub(crate) fn node(&self, pointer: &str) -> Option<Node<'_>> {
        let map = self.get(pointer)?.as_object()?;
        Some(Node {
            pointer: pointer.to_owned(),
            line: self.line(pointer),
            map,
        })
    }

    /// The objects in the object or list at `pointer`, in order.
    pub(crate) fn nodes(&self, pointer: &str) -> Vec<Node<'_>> {
        let places: Vec<String> = match self.get(pointer) {
            Some(Value::Object(map)) => map.keys().map(|key| join(pointer, key)).collect(),
            Some(Value::Array(items)) => {
                let indices = 0..items.len();
                indices.map(|index| format!("{pointer}/{index}")).collect()
            }
            _ => Vec::new(),
        };
        places.iter().filter_map(|place| self.node(place)).collect()
    }

    /// Follows references from `pointer` to the object that they refer to.
    pub(crate) fn resolve(&self, pointer: &str) -> Option<Node<'_>> {
        let mut node = self.node(pointer)?;
        // More steps than this are a cycle.
        for _ in 0..16 {
            match node.text("$ref") {
                Some(target) => node = self.node(target.strip_prefix('#')?)?,
                None => return Some(node),
            }
        }
        None
    }

    /// Every object, at any depth.
    pub(crate) fn all(&self) -> Vec<Node<'_>> {
        let places = self.lines.keys();
        places.filter_map(|pointer| self.node(pointer)).collect()
    }

    /// The pointers of the components that the values at `starts` refer to, directly or indirectly.
    pub(crate) fn reached_from(
        &self,
        starts: impl IntoIterator<Item = String>,
    ) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<String> = starts.into_iter().collect();
        let mut targets = Vec::new();
        while let Some(pointer) = open.pop() {
            if let Some(value) = self.get(&pointer) {
                references(value, &mut targets);
            }
            for target in targets.drain(..) {
                if self.get(&target).is_some() && reached.insert(target.clone()) {
                    open.push(target);
                }
            }
        }
        reached
    }
}

/// Collects the targets of all references within a value, including `x-frame-schema`.
fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for key in ["$ref", "x-frame-schema"] {
                if let Some(target) = map.get(key).and_then(Value::as_str) {
                    into.extend(target.strip_prefix('#').map(str::to_owned));
                }
            }
            map.values().for_each(|value| references(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r##"
a: { $ref: "#/b" }
b: { c: { $ref: "#/d" }, x-frame-schema: "#/d/e" }
d: { e: { $ref: "#/d" }, f: { $ref: "#/nowhere" } }
round: { $ref: "#/about" }
about: { $ref: "#/round" }
"##;

    #[test]
    fn references_are_followed_to_their_end() {
        let source = Located::parse(TEXT).unwrap();
        let end = |pointer: &str| {
            source
                .resolve(pointer)
                .map(|node| (node.pointer, node.line))
        };
        assert_eq!(end("/a"), Some(("/b".to_owned(), 3)));
        assert_eq!(end("/b/c"), Some(("/d".to_owned(), 4)));
        assert_eq!(end("/d/f"), None);
        assert_eq!(end("/round"), None);
    }

    #[test]
    fn what_is_reached_is_there_and_is_listed_once() {
        let source = Located::parse(TEXT).unwrap();
        let reached = source.reached_from(["/a".to_owned()]);
        assert_eq!(reached.iter().collect::<Vec<_>>(), ["/b", "/d", "/d/e"]);
        let reached = source.reached_from(["/round".to_owned()]);
        assert_eq!(reached.iter().collect::<Vec<_>>(), ["/about", "/round"]);
    }
}
