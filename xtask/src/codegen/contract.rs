//! What the contract says of each type, kept aside because the generator's input cannot carry it.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// The messages and enums of the contract, in its order.
#[derive(Debug, Default)]
pub(crate) struct Contract {
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Enum>,
}

/// An object of the contract.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
    /// Whether a request holds it: then its ids are UUIDs, while those of answers are kept as they came.
    pub(crate) in_request: bool,
}

/// A field of a message.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) description: String,
    /// The value belongs to the user or opens something: it never appears in `Debug`.
    pub(crate) sensitive: bool,
}

impl Field {
    /// The name in Rust.
    pub(crate) fn rust_name(&self) -> String {
        match self.name.trim_start_matches('@').to_snake_case() {
            name if name == "type" => "type_".to_owned(),
            name => name,
        }
    }
}

/// An enum of the contract.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) values: Vec<EnumValue>,
}

/// A value that the contract names.
#[derive(Debug)]
pub(crate) struct EnumValue {
    pub(crate) wire: String,
    pub(crate) number: i64,
    pub(crate) variant: String,
    pub(crate) description: String,
}

impl Contract {
    /// Collects what the component schemas of `document` say.
    pub(crate) fn read(document: &Value) -> Result<Self, Failure> {
        let mut contract = Self::default();
        let schemas = document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .ok_or_else(|| Failure::new("the contract has no components.schemas"))?;
        let requests = super::lower::request_schemas(document);
        for (name, schema) in schemas {
            if super::lower::is_detail(schema) {
                continue;
            }
            if schema.get("enum").is_some() {
                contract.enums.push(Enum::read(name, schema)?);
            } else if schema.get("type").and_then(Value::as_str) == Some("object") {
                let in_request = requests.contains(name);
                contract
                    .messages
                    .push(Message::read(name, schema, in_request));
            } else {
                return Err(Failure::new(format!(
                    "components.schemas.{name}: neither an object nor an enum: codegen knows no other kind"
                )));
            }
        }
        Ok(contract)
    }
}

impl Message {
    fn read(name: &str, schema: &Value, in_request: bool) -> Self {
        let empty = Map::new();
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let fields = properties
            .iter()
            .map(|(name, property)| Field {
                name: name.clone(),
                description: description(property),
                sensitive: property.get("x-sensitive") == Some(&Value::Bool(true)),
            })
            .collect();
        Self {
            name: name.to_owned(),
            description: description(schema),
            fields,
            in_request,
        }
    }
}

impl Enum {
    fn read(name: &str, schema: &Value) -> Result<Self, Failure> {
        let at = format!("components.schemas.{name}");
        let names: Vec<&str> = schema["enum"]
            .as_array()
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let prefix = names
            .first()
            .and_then(|zero| zero.strip_suffix("UNSPECIFIED"))
            .ok_or_else(|| {
                Failure::new(format!(
                    "{at}: its first value is not its zero, …_UNSPECIFIED"
                ))
            })?;
        let mut variants = BTreeSet::from(["Unknown".to_owned()]);
        let mut values = Vec::new();
        for wire in &names {
            let short = wire.strip_prefix(prefix).ok_or_else(|| {
                Failure::new(format!("{at}: {wire} does not begin with {prefix}"))
            })?;
            let number = schema
                .get("x-enum-numbers")
                .and_then(|numbers| numbers.get(*wire))
                .and_then(Value::as_i64)
                .ok_or_else(|| {
                    Failure::new(format!("{at}: {wire} has no number in x-enum-numbers"))
                })?;
            let variant = short.to_pascal_case();
            if !variants.insert(variant.clone()) {
                return Err(Failure::new(format!(
                    "{at}: {wire} would become a second variant {variant}"
                )));
            }
            let description = schema
                .get("x-enum-descriptions")
                .and_then(|texts| texts.get(*wire))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim()
                .to_owned();
            values.push(EnumValue {
                wire: (*wire).to_owned(),
                number,
                variant,
                description,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            description: description(schema),
            values,
        })
    }
}

fn description(schema: &Value) -> String {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
        .to_owned()
}
