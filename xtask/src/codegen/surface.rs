//! The Rust types of the client, for declaring its messages and for comparing two contracts.
//!
//! The generator computes those of parameters and bodies by itself. A test compares them with the generated code.

use serde_json::Value;

use super::lower::lower;
use crate::model::{Message, Model, Node, Parameter};

/// The Rust types of one contract.
#[derive(Debug)]
pub(crate) struct Surface {
    lowered: Value,
}

impl Surface {
    pub(crate) fn of(model: &Model<'_>) -> Self {
        Self {
            lowered: lower(model),
        }
    }

    /// The type of a field.
    pub(crate) fn field(&self, message: &Message, name: &str) -> String {
        let schema = &self.lowered["components"]["schemas"][&message.name];
        let plain = rust_type(&schema["properties"][name]);
        let plain = if message.in_request {
            plain
        } else {
            plain.replace("Uuid", "Id")
        };
        let boxed = message
            .fields
            .iter()
            .any(|field| field.name == name && field.boxed);
        let plain = if boxed {
            format!("Box<{plain}>")
        } else {
            plain
        };
        let required = schema["required"].as_array().into_iter().flatten();
        if required.into_iter().any(|required| required == name) {
            plain
        } else {
            format!("Option<{plain}>")
        }
    }

    /// The type that a parameter is converted to.
    pub(crate) fn parameter(&self, parameter: &Parameter<'_>) -> String {
        self.at(&parameter.at("schema"))
    }

    /// The type of a body in one media type.
    pub(crate) fn body(&self, media_type: &Node<'_>) -> String {
        let is_binary = |schema: &Value| schema["format"] == "binary";
        let schema = media_type.map.get("schema");
        if schema.is_some_and(is_binary) {
            "ByteStream".to_owned()
        } else {
            self.at(&media_type.at("schema"))
        }
    }

    fn at(&self, pointer: &str) -> String {
        self.lowered
            .pointer(pointer)
            .map_or_else(|| "()".to_owned(), rust_type)
    }
}

/// The type for a lowered schema.
fn rust_type(schema: &Value) -> String {
    let target = schema["$ref"].as_str();
    if let Some(name) = target.and_then(|target| target.rsplit('/').next()) {
        return name.to_owned();
    }
    let format = schema["format"].as_str().unwrap_or_default();
    match (schema["type"].as_str().unwrap_or_default(), format) {
        ("string", "uuid") => "Uuid".to_owned(),
        ("string", "date-time") => "DateTime<Utc>".to_owned(),
        ("string", _) => "String".to_owned(),
        ("integer", "int32") => "i32".to_owned(),
        ("integer", "uint32") => "u32".to_owned(),
        ("integer", "uint64") => "u64".to_owned(),
        ("integer", _) => "i64".to_owned(),
        ("number", "float") => "f32".to_owned(),
        ("number", _) => "f64".to_owned(),
        ("boolean", _) => "bool".to_owned(),
        ("array", _) => format!("Vec<{}>", rust_type(&schema["items"])),
        ("object", _) if schema["additionalProperties"].is_object() => {
            let value = rust_type(&schema["additionalProperties"]);
            format!("BTreeMap<String, {value}>")
        }
        ("object", _) => "::serde_json::Map<String, ::serde_json::Value>".to_owned(),
        _ => "::serde_json::Value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use quote::ToTokens;

    use super::*;
    use crate::model::located::Located;
    use crate::workspace::{self, GENERATED, Workspace};

    /// Every setter of a builder in the committed code, with its type.
    fn generated() -> BTreeMap<String, String> {
        let workspace = Workspace::find().unwrap();
        let code = workspace::read(&workspace.root().join(GENERATED)).unwrap();
        let mut found = BTreeMap::new();
        collect(&syn::parse_file(&code).unwrap().items, &mut found);
        found
    }

    fn collect(items: &[syn::Item], found: &mut BTreeMap<String, String>) {
        for item in items {
            match item {
                syn::Item::Mod(module) => {
                    let items = module.content.as_ref().map(|(_, items)| items.as_slice());
                    collect(items.unwrap_or_default(), found);
                }
                syn::Item::Struct(item) => {
                    for field in &item.fields {
                        if let Some(ident) = &field.ident {
                            found.insert(format!("{}.{ident}", item.ident), text(&field.ty));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn text(ty: &syn::Type) -> String {
        let text = ty.to_token_stream().to_string().replace(' ', "");
        text.replace("types::", "").replace(',', ", ")
    }

    #[test]
    fn it_is_what_is_generated() {
        let contract = Workspace::find().unwrap().read_contract().unwrap();
        let source = Located::contract(&contract).unwrap();
        let model = Model::read(&source);
        let surface = Surface::of(&model);
        let generated = generated();
        let mut checked = 0;
        for operation in &model.operations {
            let builder = heck::AsPascalCase(operation.id.unwrap()).to_string();
            for parameter in &operation.parameters {
                let name = format!("{builder}.{}", crate::model::rust_name(parameter.name));
                let ty = surface.parameter(parameter);
                let held = if parameter.is_true("required") {
                    format!("Result<{ty}, String>")
                } else {
                    format!("Result<Option<{ty}>, String>")
                };
                assert_eq!(held, generated[&name].replace(", >", ">"), "{name}");
                checked += 1;
            }
        }
        assert!(checked > 10, "only {checked} were found");
    }
}
