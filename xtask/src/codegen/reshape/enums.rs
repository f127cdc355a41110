//! Open enums: a value that the contract does not name is kept as received.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Item;

use super::{docs, unexpected};
use crate::failure::Failure;
use crate::model::{Enum, Model};

/// Generates one open enum for each enum of the contract.
pub(super) fn reshape(generated: &[Item], model: &Model<'_>) -> Result<Vec<TokenStream>, Failure> {
    let mut found: Vec<String> = generated
        .iter()
        .filter_map(|item| match item {
            Item::Enum(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let mut output = Vec::new();
    for described in model.enums() {
        let position = found
            .iter()
            .position(|name| *name == described.name)
            .ok_or_else(|| unexpected(&format!("there is no enum {}", described.name)))?;
        found.swap_remove(position);
        output.push(one(&described));
    }
    if output.is_empty() {
        return Err(unexpected("there is no enum at all"));
    }
    if let Some(name) = found.first() {
        return Err(unexpected(&format!("the enum {name} belongs to no schema")));
    }
    Ok(output)
}

fn one(described: &Enum) -> TokenStream {
    let ident = format_ident!("{}", described.name);
    let description = docs(&described.description);
    let variants = described.values.iter().map(|value| {
        let text = if value.description.is_empty() {
            format!("`{}`.", value.wire)
        } else {
            format!("`{}`: {}", value.wire, value.description)
        };
        let docs = docs(&text);
        let ident = format_ident!("{}", value.variant);
        let (wire, number) = (&value.wire, Literal::i64_unsuffixed(value.number));
        quote! { #docs #[wire(#wire, #number)] #ident, }
    });
    quote! {
        #[crate::wire::open_enum]
        #description
        pub enum #ident {
            #(#variants)*
        }
    }
}
