//! Passes over the generated tree that make its types plain, open and lenient.
//!
//! Every pass fails if it finds nothing to do or something unknown, so that no change in a new release of the
//! generator goes unnoticed.

mod addresses;
mod client;
mod comments;
mod enums;
mod facts;
mod messages;
mod sends;
mod setters;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Item};

use crate::failure::Failure;
use crate::model::Model;

/// Rewrites the generator's output into the file that is committed.
pub(crate) fn reshape(mut file: File, model: &Model<'_>) -> Result<File, Failure> {
    let position = file
        .items
        .iter()
        .position(|item| matches!(item, Item::Mod(module) if module.ident == "types"))
        .ok_or_else(|| unexpected("there is no module `types`"))?;
    let Item::Mod(types) = file.items.remove(position) else {
        return Err(unexpected("`types` is not a module"));
    };
    let generated = types
        .content
        .map(|(_, items)| items)
        .ok_or_else(|| unexpected("the module `types` has no body"))?;

    let names = messages::names(model);
    let messages = messages::reshape(&generated, model)?;
    let enums = enums::reshape(&generated, model)?;
    let facts = facts::module(model);
    let client = client::reshape(file.items, model)?;

    syn::parse2(quote! {
        /// The messages and enums of the contract.
        pub mod types {
            use std::collections::BTreeMap;

            use crate::wire::Id;
            use chrono::{DateTime, Utc};
            use uuid::Uuid;

            #(#messages)*
            #(#enums)*
        }

        #facts

        #names

        #[cfg(feature = "client")]
        pub use client::{Client, builder};

        #[cfg(feature = "client")]
        mod client {
            use super::types;
            #(#client)*
        }
    })
    .map_err(|error| unexpected(&format!("the reshaped code does not parse: {error}")))
}

/// One `#[doc]` attribute for each line of a description.
fn docs(description: &str) -> TokenStream {
    let lines = description.lines().map(|line| format!(" {line}"));
    quote! { #(#[doc = #lines])* }
}

/// The failure if the generator's output is not what the passes expect.
fn unexpected(what: &str) -> Failure {
    Failure::new(format!("reshape: {what}")).with_hint(
        "the generator's output has changed: compare its release notes with xtask/src/codegen/reshape",
    )
}
