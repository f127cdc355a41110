//! Messages: documented fields in the contract's order, read and written by the rules of the wire, with a `Debug`
//! that hides sensitive fields.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, Item, ItemStruct, Type};

use super::{docs, unexpected};
use crate::failure::Failure;
use crate::model::{Field, Message, Model};

/// One struct with its impls for each message of the contract.
pub(super) fn reshape(generated: &[Item], model: &Model<'_>) -> Result<Vec<TokenStream>, Failure> {
    let mut structs: BTreeMap<String, &ItemStruct> = generated
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some((item.ident.to_string(), item)),
            _ => None,
        })
        .collect();
    let mut output = Vec::new();
    for message in model.messages() {
        let found = structs
            .remove(&message.name)
            .ok_or_else(|| unexpected(&format!("there is no struct for {}", message.name)))?;
        output.push(one(&message, found)?);
    }
    if output.is_empty() {
        return Err(unexpected("there is no message at all"));
    }
    if let Some(name) = structs.keys().next() {
        return Err(unexpected(&format!(
            "the struct {name} belongs to no schema: a schema inside another one needs a name"
        )));
    }
    Ok(output)
}

fn one(message: &Message, found: &ItemStruct) -> Result<TokenStream, Failure> {
    let mut types = field_types(message, found)?;
    let mut fields = Vec::new();
    for field in &message.fields {
        let rust_name = field.rust_name();
        let ty = types.remove(&rust_name).ok_or_else(|| {
            unexpected(&format!(
                "{}.{} was not generated",
                message.name, field.name
            ))
        })?;
        let ty = short(ty);
        let ty = if message.in_request { ty } else { kept_ids(ty) };
        fields.push(field_tokens(field, &ty));
    }
    if let Some(extra) = types.keys().next() {
        return Err(unexpected(&format!(
            "{}.{extra} is not in the contract",
            message.name
        )));
    }
    let ident = &found.ident;
    let docs = docs(&message.description);
    let (derive_debug, debug) = debug_tokens(message);
    let reading = reading_tokens(message);
    Ok(quote! {
        #docs
        #[derive(Clone, #derive_debug Default, PartialEq, Serialize)]
        pub struct #ident {
            #(#fields)*
        }
        #debug
        #reading
    })
}

fn field_types<'a>(
    message: &Message,
    found: &'a ItemStruct,
) -> Result<BTreeMap<String, &'a Type>, Failure> {
    match &found.fields {
        Fields::Named(named) => Ok(named
            .named
            .iter()
            .filter_map(|field| Some((field.ident.as_ref()?.to_string(), &field.ty)))
            .collect()),
        _ => Err(unexpected(&format!(
            "{} became a newtype, not a struct with fields",
            message.name
        ))),
    }
}

fn field_tokens(field: &Field, ty: &Type) -> TokenStream {
    let ident = format_ident!("{}", field.rust_name());
    let docs = docs(&field.description);
    let wire = &field.name;
    let rename = (field.rust_name() != *wire).then(|| quote! { rename = #wire, });
    quote! {
        #docs
        #[serde(
            #rename
            serialize_with = "crate::wire::write",
            skip_serializing_if = "crate::wire::is_unset"
        )]
        pub #ident: #ty,
    }
}

/// The type without paths to what the module imports.
fn short(ty: &Type) -> Type {
    struct Shorten;
    impl VisitMut for Shorten {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            const IMPORTED: [&str; 7] = [
                "Option", "Vec", "String", "BTreeMap", "Uuid", "DateTime", "Utc",
            ];
            if path.leading_colon.is_some()
                && let Some(last) = path.segments.last().cloned()
                && IMPORTED.contains(&last.ident.to_string().as_str())
            {
                path.leading_colon = None;
                path.segments = std::iter::once(last).collect();
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    let mut ty = ty.clone();
    Shorten.visit_type_mut(&mut ty);
    ty
}

/// The type with ids as received: in an answer they need not be UUIDs.
fn kept_ids(mut ty: Type) -> Type {
    struct Keep;
    impl VisitMut for Keep {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            if path.is_ident("Uuid") {
                *path = syn::parse_quote! { Id };
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    Keep.visit_type_mut(&mut ty);
    ty
}

/// The names of all fields on the wire, in order. An error may name these, and no others.
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

/// The name of a field in protobuf, which readers of protobuf JSON accept as well.
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

/// The impls that read the message, each field by its name on the wire.
fn reading_tokens(message: &Message) -> TokenStream {
    let ident = format_ident!("{}", message.name);
    let names: Vec<_> = message.fields.iter().map(|field| &field.name).collect();
    let arms = message.fields.iter().enumerate().map(|(position, field)| {
        let position = Literal::usize_unsuffixed(position);
        let name = &field.name;
        quote! { #name => Some(#position), }
    });
    let reads = message.fields.iter().enumerate().map(|(position, field)| {
        let position = Literal::usize_unsuffixed(position);
        let ident = format_ident!("{}", field.rust_name());
        quote! { #position => crate::wire::read_into(&mut self.#ident, map), }
    });
    quote! {
        impl crate::wire::Message for #ident {
            const FIELDS: &'static [&'static str] = &[#(#names),*];

            fn usual_length() -> &'static ::std::sync::atomic::AtomicUsize {
                static LENGTH: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(0);
                &LENGTH
            }

            fn position(name: &str) -> Option<usize> {
                match name {
                    #(#arms)*
                    other => crate::wire::other_spelling::<Self>(other),
                }
            }

            fn read_field<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                position: usize,
                map: &mut A,
            ) -> ::std::result::Result<(), A::Error> {
                match position {
                    #(#reads)*
                    _ => crate::wire::ignore(map),
                }
            }
        }

        impl<'de> Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                crate::wire::read_message(from)
            }
        }
    }
}

/// A derived `Debug`, or one that hides sensitive fields.
fn debug_tokens(message: &Message) -> (TokenStream, TokenStream) {
    if !message.fields.iter().any(|field| field.sensitive) {
        return (quote! { Debug, }, TokenStream::new());
    }
    let ident = format_ident!("{}", message.name);
    let name = &message.name;
    let fields = message.fields.iter().map(|field| {
        let ident = format_ident!("{}", field.rust_name());
        let label = field.rust_name();
        if field.sensitive {
            quote! { .field(#label, &crate::wire::Hidden(&self.#ident)) }
        } else {
            quote! { .field(#label, &self.#ident) }
        }
    });
    let debug = quote! {
        impl ::std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name) #(#fields)* .finish()
            }
        }
    };
    (TokenStream::new(), debug)
}
