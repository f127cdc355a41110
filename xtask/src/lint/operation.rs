//! Operations: their ids, tags and security.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Document, Object};
use super::located::join;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

/// An operation with its place in the paths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) object: Object<'a>,
    pub(crate) id: Option<&'a str>,
}

impl<'a> Operation<'a> {
    /// All operations of the contract.
    pub(crate) fn all(document: &'a Document) -> impl Iterator<Item = Self> {
        document.all(Kind::Operation).map(|object| Self {
            object,
            id: object.text("operationId"),
        })
    }

    /// What findings call it.
    pub(crate) fn name(&self) -> String {
        match self.id {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.object.name().to_uppercase(), self.path()),
        }
    }

    /// Its path, as `/v1/jobs/{jobUuid}`.
    pub(crate) fn path(&self) -> String {
        let item = self.item();
        let path = item.strip_prefix("/paths/").unwrap_or(item);
        path.replace("~1", "/").replace("~0", "~")
    }

    /// The pointer of its path.
    pub(crate) fn item(&self) -> &'a str {
        self.object
            .pointer
            .rsplit_once('/')
            .map_or("", |(item, _)| item)
    }

    /// Its parameters and those of its path, resolved, with their places.
    pub(crate) fn parameters(&self, document: &'a Document) -> Vec<(String, &'a Value)> {
        [self.object.pointer, self.item()]
            .into_iter()
            .flat_map(|owner| {
                let list = join(owner, "parameters");
                let count = document
                    .get(&list)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                (0..count).filter_map(move |index| document.resolve(&format!("{list}/{index}")))
            })
            .collect()
    }

    /// Its responses, resolved: the status as written, the place, the response.
    pub(crate) fn responses(&self, document: &'a Document) -> Vec<(&'a str, String, &'a Value)> {
        let responses = self.object.map.get("responses").and_then(Value::as_object);
        responses
            .into_iter()
            .flatten()
            .filter_map(|(status, _)| {
                let place = join(&self.object.at("responses"), status);
                let (pointer, response) = document.resolve(&place)?;
                Some((status.as_str(), pointer, response))
            })
            .collect()
    }

    /// Its request body, resolved.
    pub(crate) fn request_body(&self, document: &'a Document) -> Option<(String, &'a Value)> {
        self.object.map.get("requestBody")?;
        document.resolve(&self.object.at("requestBody"))
    }
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "operation-id-missing",
        asks: "Every operation has an `operationId`.",
        check: missing_id,
    },
    Rule {
        name: "operation-id-duplicate",
        asks: "No two operations share an `operationId`.",
        check: duplicate_id,
    },
    Rule {
        name: "undeclared-tag",
        asks: "Every operation has one tag, and `tags` describes it.",
        check: undeclared_tag,
    },
    Rule {
        name: "undeclared-security",
        asks: "Every operation is secured by a declared scheme.",
        check: undeclared_security,
    },
];

fn missing_id(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        if operation.id.is_none_or(str::is_empty) {
            report.contract(
                operation.object.pointer,
                format!("{} has no operationId", operation.name()),
                "add `operationId: verb_noun`: it becomes the name of a method",
            );
        }
    }
}

fn duplicate_id(contract: &Contract, report: &mut Report<'_>) {
    let mut seen = BTreeMap::new();
    for operation in Operation::all(&contract.document) {
        let Some(id) = operation.id else { continue };
        if let Some(first) = seen.insert(id, operation.path()) {
            report.contract(
                &operation.object.at("operationId"),
                format!("operationId {id} stands for {first} already"),
                "give one of them another name",
            );
        }
    }
}

fn undeclared_tag(contract: &Contract, report: &mut Report<'_>) {
    let declared: Vec<&str> = contract
        .document
        .all(Kind::Tag)
        .filter_map(|tag| tag.text("name"))
        .collect();
    for operation in Operation::all(&contract.document) {
        let tags = operation.object.map.get("tags").and_then(Value::as_array);
        let known = match tags.map(Vec::as_slice) {
            Some([Value::String(tag)]) => declared.contains(&tag.as_str()),
            _ => false,
        };
        if !known {
            report.contract(
                &operation.object.at("tags"),
                format!("{} has no tag that `tags` describes", operation.name()),
                format!("give it one of: {}", declared.join(", ")),
            );
        }
    }
}

fn undeclared_security(contract: &Contract, report: &mut Report<'_>) {
    let document = &contract.document;
    let owners = document
        .all(Kind::Operation)
        .chain(document.all(Kind::Document));
    for owner in owners {
        let Some(security) = owner.map.get("security") else {
            if owner.kind == Kind::Document {
                report.contract(
                    "",
                    "the contract has no security",
                    "add `security: [{apiKey: []}]`",
                );
            }
            continue;
        };
        let requirements = security.as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&String> = requirements
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|requirement| requirement.keys())
            .collect();
        let declared = |name: &String| {
            let scheme = join("/components/securitySchemes", name);
            document.get(&scheme).is_some()
        };
        if names.is_empty() || !names.into_iter().all(declared) {
            report.contract(
                &owner.at("security"),
                "it asks for no security scheme, or for one that is not declared",
                "name one of components.securitySchemes",
            );
        }
    }
}
