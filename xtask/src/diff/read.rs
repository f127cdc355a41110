//! Reads a contract into elements.

use std::collections::BTreeSet;

use serde_json::Value;

use super::element::{Direction, Element, Kind};
use super::wire::{Facts, canonical};
use crate::codegen::surface::Surface;
use crate::model::{Enum, Model, Node, Schema};

/// Reads the model of one side. All of its components and operations become children of the contract.
pub(crate) fn read(model: &Model<'_>) -> Element {
    let surface = Surface::of(model);
    elements(&Reader::new(model, Some(&surface)))
}

/// Like [`read`], without Rust types, for a document from which no client can be generated.
pub(crate) fn read_wire(model: &Model<'_>) -> Element {
    elements(&Reader::new(model, None))
}

fn elements(reader: &Reader<'_>) -> Element {
    let model = reader.model;
    let mut root = reader.contract();
    for scheme in model.source.nodes("/components/securitySchemes") {
        let mut facts = Facts::new(model.source);
        facts.keys(&scheme, "", &[]);
        let name = scheme.name();
        root.children
            .push(element(Kind::Scheme, &name, &name, BOTH, &scheme, facts));
    }
    for operation in &model.operations {
        root.children.push(reader.operation(operation));
    }
    for schema in model.components() {
        root.children.push(if schema.is_enum() {
            reader.enumeration(schema)
        } else {
            reader.message(schema)
        });
    }
    root
}

/// The keys of a server other than its URL.
fn beside_url(server: &Node<'_>) -> Value {
    let mut map = server.map.clone();
    map.shift_remove("url");
    Value::Object(map)
}

pub(super) const BOTH: Direction = Direction {
    request: true,
    answer: true,
};
pub(super) const REQUEST: Direction = Direction {
    request: true,
    answer: false,
};
pub(super) const ANSWER: Direction = Direction {
    request: false,
    answer: true,
};

pub(super) fn element(
    kind: Kind,
    name: &str,
    subject: &str,
    direction: Direction,
    node: &Node<'_>,
    facts: Facts<'_>,
) -> Element {
    Element {
        kind,
        name: name.to_owned(),
        subject: subject.to_owned(),
        direction,
        pointer: node.pointer.clone(),
        line: node.line,
        facts: facts.facts,
        rust_name: None,
        rust_type: None,
        children: Vec::new(),
    }
}

pub(super) struct Reader<'a> {
    pub(super) model: &'a Model<'a>,
    pub(super) surface: Option<&'a Surface>,
    /// The components that requests contain, through their bodies or parameters.
    sent: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(model: &'a Model<'a>, surface: Option<&'a Surface>) -> Self {
        let parameters = model.parameters.iter().map(|one| one.pointer.clone());
        let mut sent = model.source.reached_from(parameters);
        sent.extend(model.in_requests.iter().cloned());
        Self {
            model,
            surface,
            sent,
        }
    }

    fn direction(&self, schema: &Schema<'_>) -> Direction {
        Direction {
            request: self.sent.contains(&schema.pointer),
            answer: self.model.in_answers.contains(&schema.pointer),
        }
    }

    fn contract(&self) -> Element {
        let source = self.model.source;
        let mut facts = Facts::new(source);
        let root = Node {
            pointer: String::new(),
            line: 1,
            map: source.value.as_object().unwrap_or(&EMPTY),
        };
        let apart = ["paths", "components", "info", "servers"];
        facts.keys(&root, "", &apart);
        for section in source
            .node("/info")
            .into_iter()
            .chain(source.node("/components"))
        {
            let prefix = format!("{}.", section.name());
            let read = [
                "schemas",
                "parameters",
                "responses",
                "requestBodies",
                "securitySchemes",
            ];
            facts.keys(&section, &prefix, &read);
        }
        let servers = source.nodes("/servers");
        let urls: Vec<&str> = servers.iter().filter_map(|one| one.text("url")).collect();
        if !urls.is_empty() {
            facts.put("server", urls.join(", "), "/servers".to_owned());
        }
        let beside: Vec<Value> = servers.iter().map(beside_url).collect();
        let beside = canonical(&Value::Array(beside));
        facts.put("server.description", beside, "/servers".to_owned());
        element(Kind::Contract, "", "the contract", BOTH, &root, facts)
    }

    fn message(&self, schema: &Schema<'a>) -> Element {
        let source = self.model.source;
        let mut facts = Facts::new(source);
        facts.schema(&schema.pointer, "");
        let name = schema.name();
        let direction = self.direction(schema);
        let mut made = element(Kind::Message, &name, &name, direction, schema, facts);
        made.rust_name = (!schema.is_detail()).then(|| name.clone());
        let fields = self.model.fields(schema);
        let message = self.model.message(schema);
        for (field, described) in fields.iter().zip(&message.fields) {
            let mut facts = Facts::new(source);
            facts.schema(&field.pointer, "");
            if schema
                .texts("required")
                .any(|required| required == described.name)
            {
                facts.put("required", "true".to_owned(), schema.at("required"));
            }
            let subject = format!("{name}.{}", described.name);
            let mut child = element(
                Kind::Field,
                &described.name,
                &subject,
                direction,
                field,
                facts,
            );
            if !schema.is_detail() {
                child.rust_name = Some(described.rust_name());
                let ty = |surface: &Surface| surface.field(&message, &described.name);
                child.rust_type = self.surface.map(ty);
            }
            made.children.push(child);
        }
        made
    }

    fn enumeration(&self, schema: &Schema<'a>) -> Element {
        let source = self.model.source;
        let mut facts = Facts::new(source);
        facts.schema(&schema.pointer, "");
        let name = schema.name();
        let direction = self.direction(schema);
        let mut made = element(Kind::Enum, &name, &name, direction, schema, facts);
        made.rust_name = Some(name.clone());
        for value in Enum::read(schema).values {
            let mut facts = Facts::new(source);
            let place = |key: &str| format!("{}/{}", schema.at(key), value.wire);
            facts.put("number", value.number.to_string(), place("x-enum-numbers"));
            if !value.description.is_empty() {
                let said = canonical(&Value::String(value.description));
                facts.put("description", said, place("x-enum-descriptions"));
            }
            let position = schema.texts("enum").position(|wire| wire == value.wire);
            let pointer = format!("{}/{}", schema.at("enum"), position.unwrap_or_default());
            let node = Node {
                line: source.line(&pointer),
                pointer,
                map: schema.map,
            };
            let subject = format!("{name}.{}", value.wire);
            let mut child = element(Kind::Value, &value.wire, &subject, direction, &node, facts);
            child.rust_name = Some(value.variant);
            made.children.push(child);
        }
        made
    }
}

static EMPTY: std::sync::LazyLock<serde_json::Map<String, Value>> =
    std::sync::LazyLock::new(serde_json::Map::new);
