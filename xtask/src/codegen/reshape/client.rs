//! The client: `clavata_api::answer` reads its answers, and callers give whole bodies.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Item, ItemImpl, ItemMod};

use super::comments::Comments;
use super::sends::Answers;
use super::{setters, unexpected};
use crate::failure::Failure;
use crate::model::Model;

/// The items of the module `client`.
pub(super) fn reshape(items: Vec<Item>, model: &Model<'_>) -> Result<Vec<TokenStream>, Failure> {
    let mut output = vec![imports(&items)?];
    let mut constructors = 0;
    let mut answers = Answers::default();
    for item in items {
        match item {
            // What the generator's runtime needs; ours is in `clavata_api::request`.
            Item::Use(_) => {}
            Item::Impl(block) if is_for(&block, "ClientInfo") => {}
            Item::Const(item) if item.ident == "_" => {}
            Item::Mod(module) if module.ident == "prelude" => {}
            Item::Impl(block) if makes_clients(&block) => {
                constructors += 1;
                output.push(constructor());
            }
            Item::Mod(mut module) if module.ident == "builder" => {
                answers.visit_item_mod_mut(&mut module);
                Comments.visit_item_mod_mut(&mut module);
                setters::describe(&mut module, model)?;
                output.push(builder_module(module)?);
            }
            mut item @ (Item::Struct(_) | Item::Impl(_) | Item::Const(_)) => {
                Comments.visit_item_mut(&mut item);
                output.push(item.to_token_stream());
            }
            other => {
                return Err(unexpected(&format!(
                    "an unknown item: {}",
                    first_words(&other)
                )));
            }
        }
    }
    if constructors != 1 {
        return Err(unexpected(
            "the constructors of `Client` are not in one block",
        ));
    }
    answers.check()?;
    Ok(output)
}

fn first_words(item: &Item) -> String {
    item.to_token_stream()
        .to_string()
        .chars()
        .take(80)
        .collect()
}

/// What the client needs in place of the generator's runtime, which is checked to be what we know.
fn imports(items: &[Item]) -> Result<TokenStream, Failure> {
    let said: String = items
        .iter()
        .filter(|item| matches!(item, Item::Use(_)))
        .map(|item| item.to_token_stream().to_string().replace(' ', ""))
        .collect();
    let known = "usereqwest";
    let expected = [
        "pubuseprogenitor_client::{ByteStream,ClientInfo,Error,ResponseValue,}",
        "useprogenitor_client::{encode_path,ClientHooks,OperationInfo,RequestBuilderExt,}",
    ];
    if said.contains(known) || !expected.iter().all(|import| said.contains(import)) {
        return Err(unexpected(&format!("unknown imports: {said}")));
    }
    Ok(quote! {
        use crate::error::Error;
        use crate::request::encode_path;
        use crate::response::{ByteStream, ResponseValue};
    })
}

fn is_for(block: &ItemImpl, name: &str) -> bool {
    let path = block.trait_.as_ref().map(|(path, _)| path);
    path.and_then(|path| path.segments.last())
        .is_some_and(|last| last.ident == name)
}

fn makes_clients(block: &ItemImpl) -> bool {
    block.trait_.is_none()
        && block
            .items
            .iter()
            .any(|item| matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "new_with_client"))
}

/// The generator's `new` has a timeout of 15 s, which cuts streams, so the caller gives the client.
fn constructor() -> TokenStream {
    quote! {
        impl Client {
            /// A client for the gateway at `baseurl` (scheme, host and port), which sends through
            /// `client` and does with each request what `inner` says.
            pub fn new(baseurl: &str, client: reqwest::Client, inner: crate::call::Call) -> Self {
                Self {
                    baseurl: baseurl.trim_end_matches('/').to_owned(),
                    client,
                    inner,
                }
            }
        }
    }
}

fn builder_module(module: ItemMod) -> Result<TokenStream, Failure> {
    let items = module
        .content
        .map(|(_, items)| items)
        .ok_or_else(|| unexpected("the module `builder` has no body"))?
        .into_iter()
        .filter(|item| !matches!(item, Item::Use(_)));
    Ok(quote! {
        /// One builder for each operation: parameters by name, then `send()`.
        pub mod builder {
            use chrono::{DateTime, Utc};
            use uuid::Uuid;

            use super::{ByteStream, Error, ResponseValue, encode_path, types};

            #(#items)*
        }
    })
}
