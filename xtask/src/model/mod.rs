//! The contract as typed nodes, each with its JSON pointer and line. Lint checks them, and codegen builds from them.
//!
//! Reading never fails: what is not valid OpenAPI is skipped here, and the official schema reports it.

pub(crate) mod located;
mod lookup;
mod node;
mod operation;
mod schema;
mod types;

use std::collections::BTreeSet;

use self::located::Located;
pub(crate) use self::node::Node;
pub(crate) use self::operation::{Body, Operation, Parameter};
pub(crate) use self::schema::Schema;
pub(crate) use self::types::{Enum, Field, Message, rust_name};

/// The contract.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) source: &'a Located,
    pub(crate) operations: Vec<Operation<'a>>,
    /// Every parameter, at its declaration.
    pub(crate) parameters: Vec<Parameter<'a>>,
    /// Every request body and response, at its declaration.
    pub(crate) bodies: Vec<Body<'a>>,
    /// Every schema at any depth, including references.
    pub(crate) schemas: Vec<Schema<'a>>,
    /// The pointers of the components that requests reach.
    pub(crate) in_requests: BTreeSet<String>,
    /// The pointers of the components that answers reach.
    pub(crate) in_answers: BTreeSet<String>,
}

/// The keys of a path that are operations.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl<'a> Model<'a> {
    /// Reads the contract.
    pub(crate) fn read(source: &'a Located) -> Self {
        let mut model = Self {
            source,
            operations: Vec::new(),
            parameters: Vec::new(),
            bodies: Vec::new(),
            schemas: Vec::new(),
            in_requests: BTreeSet::new(),
            in_answers: BTreeSet::new(),
        };
        let paths = source.nodes("/paths").into_iter();
        for path in paths.filter(|path| path.name().starts_with('/')) {
            model.read_parameters(&path.at("parameters"));
            for method in METHODS {
                if let Some(node) = source.node(&path.at(method)) {
                    model.read_operation(&path, node);
                }
            }
        }
        model.read_parameters("/components/parameters");
        model.read_bodies(source.nodes("/components/requestBodies"), true);
        model.read_bodies(source.nodes("/components/responses"), false);
        for schema in source.nodes("/components/schemas") {
            model.read_schema(&schema.pointer);
        }
        let operations = || model.operations.iter();
        let requests = operations().map(|operation| operation.at("requestBody"));
        let answers = operations().map(|operation| operation.at("responses"));
        model.in_requests = source.reached_from(requests);
        model.in_answers = source.reached_from(answers);
        model
    }

    /// The component schemas.
    pub(crate) fn components(&self) -> impl Iterator<Item = &Schema<'a>> {
        self.schemas.iter().filter(|schema| schema.is_component())
    }

    /// The fields of a message.
    pub(crate) fn fields(&self, message: &Schema<'a>) -> Vec<Schema<'a>> {
        let fields = self.source.nodes(&message.at("properties"));
        fields.into_iter().map(Schema).collect()
    }

    /// The messages that become types of the client, in the order of the contract.
    pub(crate) fn messages(&self) -> impl Iterator<Item = Message> {
        let schemas = self.components();
        let messages = schemas.filter(|schema| !schema.is_enum() && !schema.is_detail());
        messages.map(|schema| self.message(schema))
    }

    /// The message for a schema.
    pub(crate) fn message(&self, schema: &Schema<'a>) -> Message {
        Message::read(self, schema)
    }

    /// Whether a field that is a message can contain the message that it belongs to.
    fn leads_back(&self, message: &Schema<'a>, field: &Schema<'a>) -> bool {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = field.holds().into_iter().collect();
        while let Some(target) = open.pop() {
            if target == message.pointer {
                return true;
            }
            if seen.insert(target) {
                let fields = self.source.nodes(&format!("{target}/properties"));
                open.extend(fields.into_iter().filter_map(|field| Schema(field).holds()));
            }
        }
        false
    }

    /// The enums, in the order of the contract.
    pub(crate) fn enums(&self) -> impl Iterator<Item = Enum> {
        let enums = self.components().filter(|schema| schema.is_enum());
        enums.map(Enum::read)
    }

    fn read_operation(&mut self, path: &Node<'a>, node: Node<'a>) {
        self.read_parameters(&node.at("parameters"));
        let request = self.source.node(&node.at("requestBody"));
        self.read_bodies(request, true);
        self.read_bodies(self.source.nodes(&node.at("responses")), false);
        let operation = Operation::read(self.source, path, node);
        self.operations.push(operation);
    }

    fn read_parameters(&mut self, list: &str) {
        for node in self.source.nodes(list) {
            if !node.is_reference() {
                self.read_schema(&node.at("schema"));
                self.parameters.push(Parameter::new(node));
            }
        }
    }

    fn read_bodies(&mut self, nodes: impl IntoIterator<Item = Node<'a>>, is_request: bool) {
        for node in nodes {
            if !node.is_reference() {
                let body = Body::read(self.source, node, is_request);
                for media_type in &body.media_types {
                    self.read_schema(&media_type.at("schema"));
                }
                self.bodies.push(body);
            }
        }
    }

    fn read_schema(&mut self, pointer: &str) {
        let Some(node) = self.source.node(pointer) else {
            return;
        };
        for key in ["items", "additionalProperties", "not"] {
            self.read_schema(&node.at(key));
        }
        for key in ["properties", "allOf", "anyOf", "oneOf"] {
            for inner in self.source.nodes(&node.at(key)) {
                self.read_schema(&inner.pointer);
            }
        }
        self.schemas.push(Schema(node));
    }
}
