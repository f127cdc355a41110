//! Schemas, at any depth.

use std::ops::Deref;

use serde_json::Value;

use super::node::Node;

/// A schema, or a reference to one.
#[derive(Debug)]
pub(crate) struct Schema<'a>(pub(super) Node<'a>);

impl<'a> Schema<'a> {
    /// Whether it is a component, which has a name and becomes a type.
    pub(crate) fn is_component(&self) -> bool {
        let name = self.pointer.strip_prefix("/components/schemas/");
        name.is_some_and(|name| !name.contains('/'))
    }

    /// Whether it is a field of a message.
    pub(crate) fn is_field(&self) -> bool {
        self.pointer.rsplit('/').nth(1) == Some("properties")
    }

    pub(crate) fn is_enum(&self) -> bool {
        self.has("enum")
    }

    /// Whether it describes one detail of an error. Details stay raw JSON in the client, so their schemas
    /// document the wire and are not generated.
    pub(crate) fn is_detail(&self) -> bool {
        self.entries("properties").any(|(name, _)| name == "@type")
    }

    pub(crate) fn of(node: Node<'a>) -> Self {
        Self(node)
    }

    /// The pointer of the schema that it refers to, as a plain `$ref` or in its `allOf`.
    pub(crate) fn refers_to(&self) -> Option<&'a str> {
        let plain = self
            .text("$ref")
            .and_then(|target| target.strip_prefix('#'));
        plain.or_else(|| self.holds())
    }

    /// The pointer of the only schema in its `allOf`, by which a field refers to a message or an enum.
    pub(crate) fn holds(&self) -> Option<&'a str> {
        let [only] = self.list("allOf") else {
            return None;
        };
        only.get("$ref").and_then(Value::as_str)?.strip_prefix('#')
    }
}

impl<'a> Deref for Schema<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.0
    }
}
