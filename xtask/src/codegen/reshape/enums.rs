//! Open enums: a value that the contract does not name is kept as received.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use crate::model::{Enum, Model};

/// One open enum for each enum of the contract.
pub(super) fn declare(model: &Model<'_>) -> impl Iterator<Item = TokenStream> {
    model.enums().map(|described| one(&described))
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
