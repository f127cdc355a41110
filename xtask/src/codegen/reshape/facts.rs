//! Facts of the contract besides its types, as constants, so that code need not repeat them.

use heck::ToShoutySnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs;
use crate::model::{Enum, Model, Node, Schema};

/// The module `contract`.
pub(super) fn module(model: &Model<'_>) -> TokenStream {
    let (server, scheme) = (server(model), scheme(model));
    let (operations, limits, ends) = (operations(model), limits(model), ends(model));
    quote! {
        /// What the contract says beside its types: operations, limits, and which states are ends. Not for users, for a limit
        /// that the contract drops is gone here.
        pub mod contract {
            use super::types;

            #server
            #scheme
            #operations
            #limits
            #ends
        }
    }
}

fn server(model: &Model<'_>) -> Option<TokenStream> {
    let server = model.source.node("/servers/0")?;
    let url = server.text("url")?;
    let docs = docs(server.description());
    Some(quote! { #docs pub const SERVER: &str = #url; })
}

/// The word before the key, in its usual spelling.
fn scheme(model: &Model<'_>) -> Option<TokenStream> {
    let schemes = model.source.nodes("/components/securitySchemes");
    let scheme = schemes.iter().find_map(|scheme| scheme.text("scheme"))?;
    let mut letters = scheme.chars();
    let scheme: String = letters.next()?.to_uppercase().chain(letters).collect();
    Some(quote! {
        /// What stands before the key in the header `Authorization`.
        pub const AUTHORIZATION_SCHEME: &str = #scheme;
    })
}

fn operations(model: &Model<'_>) -> TokenStream {
    let names = model
        .operations
        .iter()
        .map(|operation| constant(operation.id.unwrap_or_default()));
    let each = model.operations.iter().map(|operation| {
        let id = operation.id.unwrap_or_default();
        let (name, method, path) = (constant(id), operation.method(), &operation.path);
        let docs = docs(operation.text("summary").unwrap_or_default());
        quote! {
            #docs
            pub const #name: Operation = Operation { id: #id, method: #method, path: #path };
        }
    });
    quote! {
        /// An operation of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Operation {
            /// Its `operationId`, which is the name of the client's method.
            pub id: &'static str,
            /// Its HTTP method.
            pub method: &'static str,
            /// Its path, with the names of its parameters in braces.
            pub path: &'static str,
        }

        /// Every operation.
        pub const OPERATIONS: &[Operation] = &[#(#names),*];

        #(#each)*
    }
}

fn constant(name: &str) -> proc_macro2::Ident {
    format_ident!("{}", name.to_shouty_snake_case())
}

const LIMITS: [&str; 6] = [
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
];

/// The limits of what requests send.
fn limits(model: &Model<'_>) -> TokenStream {
    let mut made = TokenStream::new();
    for operation in &model.operations {
        for parameter in &operation.parameters {
            if let Some(schema) = model.source.node(&parameter.at("schema")) {
                let owner = format!("{}_{}", operation.id.unwrap_or_default(), parameter.name);
                made.extend(limits_of(&schema, &owner, parameter.name));
            }
        }
    }
    for message in model.components() {
        for field in model.fields(message) {
            let owner = format!("{}_{}", message.name(), field.name());
            made.extend(limits_of(&field, &owner, &field.name()));
        }
    }
    made
}

fn limits_of(schema: &Node<'_>, owner: &str, name: &str) -> TokenStream {
    let limits = LIMITS.into_iter().filter_map(|key| {
        let limit = schema.map.get(key)?;
        let constant = constant(&format!("{owner}_{key}"));
        let (ty, value) = match (schema.text("type")?, limit) {
            ("number", limit) => (quote! { f64 }, Literal::f64_unsuffixed(limit.as_f64()?)),
            ("integer", limit) => (quote! { i32 }, Literal::i64_unsuffixed(limit.as_i64()?)),
            (_, limit) => (quote! { usize }, Literal::u64_unsuffixed(limit.as_u64()?)),
        };
        let doc = format!(" `{key}` of `{name}`.");
        Some(quote! {
            #[doc = #doc]
            pub const #constant: #ty = #value;
        })
    });
    limits.collect()
}

/// The states that nothing follows.
fn ends(model: &Model<'_>) -> TokenStream {
    let ends = model.components().filter_map(|schema: &Schema<'_>| {
        let ends: Vec<&str> = schema
            .list("x-ends")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let described = Enum::read(schema);
        let name = format_ident!("{}", described.name);
        let values = described.values.iter();
        let values = values.filter(|value| ends.contains(&value.wire.as_str()));
        let values: Vec<_> = values
            .map(|value| format_ident!("{}", value.variant))
            .collect();
        let constant = constant(&format!("{}_ENDS", described.name));
        let doc = format!(" The values of [`{name}`](types::{name}) that nothing follows.");
        (!ends.is_empty()).then(|| {
            quote! {
                #[doc = #doc]
                pub const #constant: &[types::#name] = &[#(types::#name::#values),*];
            }
        })
    });
    ends.collect()
}
