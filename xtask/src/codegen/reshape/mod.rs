//! Declares the types of the contract, and rewrites the client that the generator made for them.
//!
//! Every pass over the client fails if it finds nothing to do or something unknown, so that no change in a new release of the
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
use syn::File;

use crate::failure::Failure;
use crate::model::Model;

/// Rewrites the generator's output into the file that is committed.
pub(crate) fn reshape(file: File, model: &Model<'_>) -> Result<File, Failure> {
    let names = messages::names(model);
    let messages = messages::declare(model)?;
    let enums = enums::declare(model);
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
