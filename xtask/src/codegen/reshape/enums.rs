//! Enums: open, so that a value that the contract does not name is kept as received.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Item;

use super::{docs, unexpected};
use crate::failure::Failure;
use crate::model::{Enum, Model};

/// One open enum for each enum of the contract.
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
    let idents: Vec<_> = described
        .values
        .iter()
        .map(|value| format_ident!("{}", value.variant))
        .collect();
    let wires: Vec<_> = described.values.iter().map(|value| &value.wire).collect();
    let numbers: Vec<_> = described
        .values
        .iter()
        .map(|value| proc_macro2::Literal::i64_unsuffixed(value.number))
        .collect();
    let variants = described.values.iter().zip(&idents).map(|(value, ident)| {
        let text = if value.description.is_empty() {
            format!("`{}`.", value.wire)
        } else {
            format!("`{}`: {}", value.wire, value.description)
        };
        let default = (value.number == 0).then(|| quote! { #[default] });
        let docs = docs(&text);
        quote! { #docs #default #ident, }
    });
    quote! {
        #description
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            /// A value that this contract does not name, as it came: a name, or a number in
            /// decimal.
            Unknown(String),
        }

        impl #ident {
            /// Every value that the contract names, in the order of their numbers.
            pub const NAMED: &'static [Self] = &[#(Self::#idents),*];

            /// The name on the wire, or the raw value if the contract does not name it.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #wires,)*
                    Self::Unknown(raw) => raw,
                }
            }
        }

        impl crate::wire::OpenEnum for #ident {
            fn from_name(name: &str) -> Option<Self> {
                match name {
                    #(#wires => Some(Self::#idents),)*
                    _ => None,
                }
            }

            fn from_number(number: i64) -> Option<Self> {
                match number {
                    #(#numbers => Some(Self::#idents),)*
                    _ => None,
                }
            }

            fn unknown(raw: String) -> Self {
                Self::Unknown(raw)
            }

            fn is_named(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }

            fn name(&self) -> &str {
                self.as_str()
            }
        }

        crate::wire::open_enum!(#ident);
    }
}
