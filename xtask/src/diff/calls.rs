//! Reads operations, with their parameters and bodies, into elements.

use serde_json::Value;

use super::element::{Element, Kind};
use super::read::{ANSWER, BOTH, REQUEST, Reader, element};
use super::wire::{Facts, canonical};
use crate::model::{METHODS, Node, Operation, Parameter, rust_name};

impl<'a> Reader<'a> {
    pub(super) fn operation(&self, operation: &Operation<'a>) -> Element {
        let source = self.model.source;
        let mut facts = Facts::new(source);
        let apart = [
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
        ];
        facts.keys(operation, "", &apart);
        facts.put(
            "method",
            (**operation).name().to_uppercase(),
            operation.pointer.clone(),
        );
        facts.put("path", operation.path.clone(), operation.pointer.clone());
        if let Some(own) = operation.map.get("security") {
            facts.put("security", canonical(own), operation.at("security"));
        }
        let path = operation
            .pointer
            .rsplit_once('/')
            .map_or("", |(path, _)| path);
        if let Some(path) = source.node(path) {
            let apart = [&METHODS[..], &["parameters"]].concat();
            facts.keys(&path, "path.", &apart);
        }
        let name = operation.name();
        let mut made = element(Kind::Operation, &name, &name, BOTH, operation, facts);
        made.rust_name = operation.id.map(rust_name);
        let parameters = operation.parameters.iter();
        made.children
            .extend(parameters.map(|one| self.parameter(&name, one)));
        if let Some(request) = &operation.request {
            let subject = format!("{name} request");
            made.children
                .push(self.body(Kind::Request, "request", &subject, request));
        }
        for (status, response) in &operation.responses {
            let subject = format!("{name} {status}");
            made.children
                .push(self.body(Kind::Response, status, &subject, response));
        }
        made
    }

    fn parameter(&self, operation: &str, parameter: &Parameter<'a>) -> Element {
        let mut facts = Facts::new(self.model.source);
        facts.schema(&parameter.at("schema"), "");
        let apart = ["name", "in", "schema", "style", "explode"];
        facts.keys(parameter, "", &apart);
        facts.put("in", parameter.place.to_owned(), parameter.at("in"));
        let usual = match parameter.place {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let style = parameter.text("style").unwrap_or(usual);
        let explode = parameter.map.get("explode").and_then(Value::as_bool);
        let style = if explode.unwrap_or(style == "form") {
            format!("{style}, exploded")
        } else {
            style.to_owned()
        };
        facts.put("style", style, parameter.pointer.clone());
        let subject = format!("{operation}({})", parameter.name);
        let kind = Kind::Parameter;
        let mut made = element(kind, parameter.name, &subject, REQUEST, parameter, facts);
        made.rust_name = Some(rust_name(parameter.name));
        made.rust_type = self.surface.map(|surface| surface.parameter(parameter));
        made
    }

    fn body(&self, kind: Kind, name: &str, subject: &str, body: &Node<'a>) -> Element {
        let source = self.model.source;
        let mut facts = Facts::new(source);
        facts.keys(body, "", &["content"]);
        let media_types = source.nodes(&body.at("content"));
        let mut names: Vec<String> = media_types.iter().map(Node::name).collect();
        names.sort();
        if !names.is_empty() {
            facts.put("content", names.join(", "), body.at("content"));
        }
        let mut types = Vec::new();
        for media_type in &media_types {
            let prefix = match media_types.len() {
                1 => String::new(),
                _ => format!("{}.", media_type.name()),
            };
            facts.schema(&media_type.at("schema"), &prefix);
            facts.keys(media_type, &prefix, &["schema"]);
            types.extend(self.surface.map(|surface| surface.body(media_type)));
        }
        types.sort();
        types.dedup();
        let direction = match kind {
            Kind::Request => REQUEST,
            _ => ANSWER,
        };
        let mut made = element(kind, name, subject, direction, body, facts);
        made.rust_type = self.surface.map(|_| types.join(" or "));
        made
    }
}
