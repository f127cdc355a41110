//! The client: `clavata_api::answer` reads its answers, and callers pass whole bodies.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Item, ItemImpl, ItemMod, ItemStruct, parse_quote};

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
            // The imports of the generator's runtime; ours are in `clavata_api::request`.
            Item::Use(_) => {}
            Item::Impl(block) if is_for(&block, "ClientInfo") => {}
            Item::Const(item) if item.ident == "_" => {}
            // Our own types replace the generator's.
            Item::Mod(module) if module.ident == "prelude" || module.ident == "types" => {}
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
            Item::Struct(mut client) if client.ident == "Client" => {
                parse_address_once(&mut client)?;
                Comments.visit_item_struct_mut(&mut client);
                output.push(client.to_token_stream());
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

/// The imports that replace the generator's runtime, after checking that the generator's are the expected ones.
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
        use crate::parameters::encode_path;
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

/// Replaces the field for the base URL's text by one for the parsed URL.
fn parse_address_once(client: &mut ItemStruct) -> Result<(), Failure> {
    let mut fields = client.fields.iter_mut();
    let Some(field) =
        fields.find(|field| field.ident.as_ref().is_some_and(|name| name == "baseurl"))
    else {
        return Err(unexpected("`Client` has no field `baseurl`"));
    };
    field.ident = Some(format_ident!("base"));
    field.ty = parse_quote! { crate::base::Base };
    Ok(())
}

/// The generator's `new` has a timeout of 15 s, which cuts streams, so the caller passes the client.
fn constructor() -> TokenStream {
    quote! {
        impl Client {
            /// A client for the gateway at `baseurl` (scheme, host and port), which sends through
            /// `client` and does with each request what `inner` says.
            pub fn new(baseurl: &str, client: reqwest::Client, inner: crate::call::Call) -> Self {
                Self {
                    base: crate::base::Base::parse(baseurl),
                    client,
                    inner,
                }
            }

            /// The same client with other settings for each request. It shares the address and the
            /// connections, so it costs next to nothing.
            pub fn with_call(&self, inner: crate::call::Call) -> Self {
                Self {
                    base: self.base.clone(),
                    client: self.client.clone(),
                    inner,
                }
            }

            /// What it does with each request.
            pub fn call(&self) -> &crate::call::Call {
                &self.inner
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
