//! A YAML or JSON file as plain values, each with its line.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

use crate::failure::Failure;
use crate::workspace::CONTRACT;

/// Values, and by JSON pointer the line on which each begins (for a field, the line of its key).
#[derive(Debug, Default)]
pub(crate) struct Located {
    pub(crate) value: Value,
    pub(super) lines: BTreeMap<String, u64>,
}

impl Located {
    /// Parses the contract.
    pub(crate) fn contract(text: &str) -> Result<Self, Failure> {
        Self::named(CONTRACT, text)
    }

    /// Parses a document. A failure is one line with the name of the document and the place.
    pub(crate) fn named(name: &str, text: &str) -> Result<Self, Failure> {
        Self::parse(text).map_err(|error| not_valid(name, &error))
    }

    /// Parses YAML [strictly](strict).
    pub(crate) fn parse(text: &str) -> Result<Self, serde_saphyr::Error> {
        let node: Spanned<Node> = strict(text)?;
        let mut located = Self::default();
        located.value = located.take(node, "", None);
        Ok(located)
    }

    /// The line of the value at `pointer`, or of the nearest enclosing value.
    pub(crate) fn line(&self, pointer: &str) -> u64 {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return *line;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return 1,
            }
        }
    }

    fn take(&mut self, node: Spanned<Node>, pointer: &str, key_line: Option<u64>) -> Value {
        let line = key_line.unwrap_or_else(|| node.referenced.line());
        self.lines.insert(pointer.to_owned(), line);
        match node.value {
            Node::Scalar(value) => value,
            Node::List(items) => Value::Array(
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| self.take(item, &format!("{pointer}/{index}"), None))
                    .collect(),
            ),
            Node::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    let line = key.referenced.line();
                    let pointer = join(pointer, &key.value);
                    let value = self.take(value, &pointer, Some(line));
                    map.insert(key.value, value);
                }
                Value::Object(map)
            }
        }
    }
}

/// Reads a list in YAML, each entry with its line. A file of comments alone is an empty list.
pub(crate) fn entries<T: DeserializeOwned>(
    name: &str,
    text: &str,
) -> Result<Vec<Spanned<T>>, Failure> {
    let entries: Option<Vec<Spanned<T>>> =
        strict(text).map_err(|error| not_valid(name, &error).with_code(2))?;
    Ok(entries.unwrap_or_default())
}

/// Parses YAML strictly: duplicate keys and anchors are errors, and `on`, `yes` and `no` are strings.
fn strict<T: DeserializeOwned>(text: &str) -> Result<T, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        budget: serde_saphyr::budget! { max_anchors: 0, max_aliases: 0 },
    };
    serde_saphyr::from_str_with_options(text, options)
}

fn not_valid(name: &str, error: &serde_saphyr::Error) -> Failure {
    let place = match error.location() {
        Some(location) => format!("{name}:{}:{}", location.line(), location.column()),
        None => name.to_owned(),
    };
    let said = error.without_snippet().to_string();
    let said = said.lines().next().unwrap_or_default();
    Failure::new(format!("{place}: not valid YAML: {said}"))
}

/// The pointer of the field `key` of the object at `pointer`.
pub(crate) fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        let number = Number::from_f64(value).map_or(Value::Null, Value::Number);
        Ok(Node::Scalar(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_on_the_line_of_its_key() {
        let located = Located::parse("a: 1\nb:\n  \"c/d\":\n    - x\n    - y\n").unwrap();
        assert_eq!(located.line("/a"), 1);
        assert_eq!(located.line("/b"), 2);
        assert_eq!(located.line("/b/c~1d"), 3);
        assert_eq!(located.line("/b/c~1d/1"), 5);
        assert_eq!(located.line("/b/c~1d/1/what/ever"), 5);
        assert_eq!(located.value["b"]["c/d"][1], "y");
    }

    #[test]
    fn words_and_numbers_are_what_they_look_like() {
        let text = "on: yes\nnumber: 1.5\nnothing: ~\nword: \"1\"\nlist: [1, -2]\nempty:\n";
        let located = Located::parse(text).unwrap();
        let expected = serde_json::json!({
            "on": "yes", "number": 1.5, "nothing": null, "word": "1", "list": [1, -2], "empty": null,
        });
        assert_eq!(located.value, expected);
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error() {
        assert!(Located::parse("a: 1\na: 2\n").is_err());
    }

    #[test]
    fn an_anchor_is_an_error() {
        let failure = Located::contract("a: &x 1\nb: *x\n").unwrap_err();
        assert!(failure.to_string().contains("anchor"), "{failure}");
    }
}
