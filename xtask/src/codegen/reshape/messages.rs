//! Messages: documented fields in the contract's order, each with the attributes for `crate::wire::message!`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, unexpected};
use crate::codegen::surface::Surface;
use crate::failure::Failure;
use crate::model::{Field, Message, Model};

/// One struct for each message of the contract.
pub(super) fn declare(model: &Model<'_>) -> Result<Vec<TokenStream>, Failure> {
    let surface = Surface::of(model);
    model
        .messages()
        .map(|message| one(&message, &surface))
        .collect()
}

fn one(message: &Message, surface: &Surface) -> Result<TokenStream, Failure> {
    let mut fields = Vec::new();
    for field in &message.fields {
        fields.push(field_tokens(field, &surface.field(message, &field.name))?);
    }
    let ident = format_ident!("{}", message.name);
    let docs = docs(&message.description);
    let declare = format_ident!(
        "{}",
        if message.in_request {
            "request"
        } else {
            "message"
        }
    );
    Ok(quote! {
        #[crate::wire::#declare]
        #docs
        pub struct #ident {
            #(#fields)*
        }
    })
}

fn field_tokens(field: &Field, ty: &str) -> Result<TokenStream, Failure> {
    let ident = format_ident!("{}", field.rust_name());
    let docs = docs(&field.description);
    let wire = &field.name;
    // An absent value cannot be written.
    let always = field.required && !ty.starts_with("Option<");
    let always = always.then(|| quote! { , always = true });
    let hidden = field.sensitive.then(|| quote! { , hidden = true });
    let deprecated = field.deprecated.then(|| quote! { #[deprecated] });
    let ty: syn::Type = syn::parse_str(ty)
        .map_err(|error| unexpected(&format!("the type {ty} of {wire} does not parse: {error}")))?;
    Ok(quote! {
        #docs
        #deprecated
        #[wire(#wire #always #hidden)]
        pub #ident: #ty,
    })
}

/// The wire names of all fields, in order. An error may contain only these names.
pub(super) fn names(model: &Model<'_>) -> TokenStream {
    let fields = model.messages().flat_map(|message| message.fields);
    let names: BTreeSet<_> = fields
        .flat_map(|field| [other_spelling(&field.name), field.name])
        .collect();
    let names = names.into_iter();
    quote! {
        impl crate::decode::FieldNames for crate::decode::Contract {
            const SORTED: &'static [&'static str] = &[#(#names),*];
        }
    }
}

/// The protobuf name of a field, which readers of protobuf JSON also accept.
fn other_spelling(name: &str) -> String {
    let mut other = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            other.push('_');
        }
        other.push(letter.to_ascii_lowercase());
    }
    other
}
