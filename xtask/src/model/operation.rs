//! Operations with their parameters and bodies.

use std::ops::Deref;

use super::located::Located;
use super::node::Node;

/// An operation and its place in the paths.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    node: Node<'a>,
    /// The `operationId`, if there is one.
    pub(crate) id: Option<&'a str>,
    /// The path, such as `/v1/jobs/{jobUuid}`.
    pub(crate) path: String,
    /// Its own parameters and those of its path, resolved.
    pub(crate) parameters: Vec<Parameter<'a>>,
    /// The request body, resolved.
    pub(crate) request: Option<Node<'a>>,
    /// The responses by status, resolved.
    pub(crate) responses: Vec<(String, Node<'a>)>,
}

impl<'a> Operation<'a> {
    pub(super) fn read(source: &'a Located, path: &Node<'a>, node: Node<'a>) -> Self {
        let parameters = [node.at("parameters"), path.at("parameters")];
        let parameters = parameters.iter().flat_map(|list| source.nodes(list));
        let responses = source.nodes(&node.at("responses")).into_iter();
        Self {
            id: node.text("operationId").filter(|id| !id.is_empty()),
            path: path.name(),
            parameters: parameters
                .filter_map(|node| Some(Parameter::new(source.resolve(&node.pointer)?)))
                .collect(),
            request: source.resolve(&node.at("requestBody")),
            responses: responses
                .filter_map(|node| Some((node.name(), source.resolve(&node.pointer)?)))
                .collect(),
            node,
        }
    }

    /// The name in findings: the id, or else method and path.
    pub(crate) fn name(&self) -> String {
        match self.id {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.method(), self.path),
        }
    }

    /// The HTTP method, such as `GET`.
    pub(crate) fn method(&self) -> String {
        self.node.name().to_uppercase()
    }

    /// The response for a status.
    pub(crate) fn response(&self, status: &str) -> Option<&Node<'a>> {
        let mut responses = self.responses.iter();
        responses.find_map(|(known, response)| (known == status).then_some(response))
    }
}

impl<'a> Deref for Operation<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.node
    }
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Parameter<'a> {
    node: Node<'a>,
    pub(crate) name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub(crate) place: &'a str,
}

impl<'a> Parameter<'a> {
    pub(super) fn new(node: Node<'a>) -> Self {
        Self {
            name: node.text("name").unwrap_or_default(),
            place: node.text("in").unwrap_or_default(),
            node,
        }
    }
}

impl<'a> Deref for Parameter<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.node
    }
}

/// A request body or a response.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    node: Node<'a>,
    pub(crate) is_request: bool,
    pub(crate) media_types: Vec<Node<'a>>,
}

impl<'a> Body<'a> {
    pub(super) fn read(source: &'a Located, node: Node<'a>, is_request: bool) -> Self {
        Self {
            media_types: source.nodes(&node.at("content")),
            node,
            is_request,
        }
    }
}

impl<'a> Deref for Body<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.node
    }
}
