//! Messages: documented fields in the contract's order, each with the attributes for `crate::wire::message!`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, GenericArgument, Item, ItemStruct, PathArguments, Type};

use super::{docs, unexpected};
use crate::failure::Failure;
use crate::model::{Field, Message, Model};

/// Generates one struct for each message of the contract.
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
        let ty = if message.in_request {
            short(ty)
        } else {
            kept_ids(short(ty))
        };
        fields.push(field_tokens(field, &boxed(ty, field.boxed)));
    }
    if let Some(extra) = types.keys().next() {
        return Err(unexpected(&format!(
            "{}.{extra} is not in the contract",
            message.name
        )));
    }
    let ident = &found.ident;
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
    // An absent value cannot be written.
    let always = field.required && !is_option(ty);
    let always = always.then(|| quote! { , always = true });
    let hidden = field.sensitive.then(|| quote! { , hidden = true });
    let deprecated = field.deprecated.then(|| quote! { #[deprecated] });
    quote! {
        #docs
        #deprecated
        #[wire(#wire #always #hidden)]
        pub #ident: #ty,
    }
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// The type with or without a box around the message in it: the generator boxes by rules of its own.
fn boxed(mut ty: Type, boxed: bool) -> Type {
    struct Unbox;
    impl VisitMut for Unbox {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if let Type::Path(path) = ty
                && let Some(last) = path.path.segments.last()
                && last.ident == "Box"
                && let PathArguments::AngleBracketed(inner) = &last.arguments
                && let Some(GenericArgument::Type(inner)) = inner.args.first()
            {
                *ty = inner.clone();
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    Unbox.visit_type_mut(&mut ty);
    match &ty {
        Type::Path(path) if boxed => {
            let last = path.path.segments.last();
            if let Some(PathArguments::AngleBracketed(inner)) = last.map(|last| &last.arguments) {
                let inner = &inner.args;
                return syn::parse_quote! { Option<Box<#inner>> };
            }
            ty
        }
        _ => ty,
    }
}

/// The type without paths to names that the module imports.
pub(super) fn short(ty: &Type) -> Type {
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

/// The type with ids as received: in an answer, they need not be UUIDs.
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
