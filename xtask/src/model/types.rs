//! The client's types for the contract's schemas.

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;

use super::Model;
use super::schema::Schema;

/// A message of the contract.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
    /// Whether a request contains it. Its ids are then UUIDs, while ids of answers are kept as received.
    pub(crate) in_request: bool,
}

/// A field of a message.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a separate key of the contract
pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) description: String,
    /// The value belongs to the user or is a credential: it never appears in `Debug`.
    pub(crate) sensitive: bool,
    /// A request must contain it, so it is written even if it is zero or empty.
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    /// It can lead back to its own message, so it is boxed.
    pub(crate) boxed: bool,
}

/// The Rust name for a wire name. A keyword gets an underscore, as in the generator.
pub(crate) fn rust_name(name: &str) -> String {
    let name = name.trim_start_matches('@').to_snake_case();
    if syn::parse_str::<syn::Ident>(&name).is_ok() {
        name
    } else {
        format!("{name}_")
    }
}

/// The name of a variant. A name that Rust rejects, or that is used for unnamed values, gets a prefix.
fn variant(name: &str) -> String {
    let name = name.to_pascal_case();
    if syn::parse_str::<syn::Ident>(&name).is_ok() && name != "Unknown" {
        name
    } else {
        format!("Value{name}")
    }
}

impl Field {
    /// The name in Rust.
    pub(crate) fn rust_name(&self) -> String {
        rust_name(&self.name)
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
    /// The protobuf number. -1 if the contract has none, which lint reports.
    pub(crate) number: i64,
    pub(crate) variant: String,
    pub(crate) description: String,
}

impl Message {
    pub(super) fn read(model: &Model<'_>, schema: &Schema<'_>) -> Self {
        let in_request = model.in_requests.contains(&schema.pointer);
        let fields = model.fields(schema).into_iter().map(|field| Field {
            name: field.name(),
            description: field.description().to_owned(),
            sensitive: field.is_true("x-sensitive"),
            required: in_request && schema.texts("required").any(|name| name == field.name()),
            deprecated: field.is_true("deprecated"),
            boxed: model.leads_back(schema, &field),
        });
        Self {
            name: schema.name(),
            description: schema.description().to_owned(),
            fields: fields.collect(),
            in_request,
        }
    }
}

impl Enum {
    /// Reads a schema with `enum`.
    pub(crate) fn read(schema: &Schema<'_>) -> Self {
        let zero = schema.texts("enum").next().unwrap_or_default();
        let prefix = zero.strip_suffix("UNSPECIFIED").unwrap_or_default();
        let said = |key: &str, wire: &str| schema.map.get(key)?.get(wire);
        let values = schema.texts("enum").map(|wire| EnumValue {
            wire: wire.to_owned(),
            number: said("x-enum-numbers", wire)
                .and_then(Value::as_i64)
                .unwrap_or(-1),
            variant: variant(wire.strip_prefix(prefix).unwrap_or(wire)),
            description: said("x-enum-descriptions", wire)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        });
        Self {
            name: schema.name(),
            description: schema.description().to_owned(),
            values: values.collect(),
        }
    }
}
