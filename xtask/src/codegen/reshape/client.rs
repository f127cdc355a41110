//! The client: `clavata_api::answer` reads its answers, and callers give whole bodies.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Item, ItemImpl, ItemMod, Path, parse_quote};

use super::comments::Comments;
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
            Item::Use(_) => {}
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

/// The generator's imports, except that our error keeps status and headers.
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
        use progenitor_client::{
            ByteStream, ClientHooks, ClientInfo, OperationInfo, RequestBuilderExt, ResponseValue,
            encode_path,
        };
    })
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
        .ok_or_else(|| unexpected("the module `builder` has no body"))?;
    Ok(quote! {
        /// One builder for each operation: parameters by name, then `send()`.
        pub mod builder {
            use chrono::{DateTime, Utc};
            use uuid::Uuid;

            #(#items)*
        }
    })
}

/// Replaces the calls that read an answer, and counts them.
#[derive(Default)]
struct Answers {
    sends: usize,
    read: usize,
    streamed: usize,
    refused: usize,
    unexpected: usize,
    /// How many statements made or sent the header with the contract's version.
    versions: usize,
    unknown: Vec<String>,
}

impl Answers {
    fn check(&self) -> Result<(), Failure> {
        if let Some(arm) = self.unknown.first() {
            return Err(unexpected(&format!(
                "an answer is read in an unknown way: {arm}"
            )));
        }
        let good = self.sends > 0
            && self.read + self.streamed == self.sends
            && self.refused == 2 * self.sends
            && self.unexpected == self.sends
            && self.versions == 3 * self.sends;
        if good {
            return Ok(());
        }
        Err(unexpected(&format!(
            "of {} operations {} read an answer, {} stream one, {} arms refuse, {} do not expect it, {} statements send the version",
            self.sends, self.read, self.streamed, self.refused, self.unexpected, self.versions
        ))
        .with_hint("each operation needs a 200, and 4XX and 5XX with the schema Status"))
    }
}

/// Removes what sends the contract's version with each request: the gateway does not know that header. Returns
/// how many statements it removed.
fn drop_version_header(block: &mut syn::Block) -> usize {
    struct Calls(usize);
    impl VisitMut for Calls {
        fn visit_expr_mut(&mut self, expression: &mut Expr) {
            if let Expr::MethodCall(call) = expression
                && call.method == "headers"
                && call.args.len() == 1
                && call.args[0].to_token_stream().to_string() == "header_map"
            {
                self.0 += 1;
                *expression = (*call.receiver).clone();
            }
            visit_mut::visit_expr_mut(self, expression);
        }
    }
    let before = block.stmts.len();
    block.stmts.retain(|statement| {
        let text = statement.to_token_stream().to_string();
        !text.starts_with("let mut header_map") && !text.starts_with("header_map . append")
    });
    let mut calls = Calls(0);
    calls.visit_block_mut(block);
    before - block.stmts.len() + calls.0
}

impl VisitMut for Answers {
    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let body = arm
            .body
            .to_token_stream()
            .to_string()
            .replace([' ', ';'], "");
        let body = body.trim_start_matches('{').trim_end_matches(['}', ',']);
        let replacement: Option<Expr> = match body {
            "ResponseValue::from_response(response).await" => {
                self.read += 1;
                Some(parse_quote! { crate::answer::read(response, &client.inner).await })
            }
            "Ok(ResponseValue::stream(response))" => {
                self.streamed += 1;
                None
            }
            "Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))"
            | "Err(Error::ErrorResponse(ResponseValue::from_response(response).await?,))" => {
                self.refused += 1;
                Some(parse_quote! { Err(crate::answer::refused(response, &client.inner).await) })
            }
            "Err(Error::UnexpectedResponse(response))" => {
                self.unexpected += 1;
                Some(parse_quote! { Err(crate::answer::unexpected(response, &client.inner).await) })
            }
            other => {
                self.unknown.push(other.to_owned());
                None
            }
        };
        if let Some(replacement) = replacement {
            *arm.body = replacement;
        }
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        if function.sig.ident == "send" {
            self.sends += 1;
            self.versions += drop_version_header(&mut function.block);
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    /// Removes the builders of messages: a body is a whole message.
    fn visit_path_mut(&mut self, path: &mut Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let [types, builder, message] = names.as_slice()
            && types == "types"
            && builder == "builder"
        {
            let message = quote::format_ident!("{message}");
            *path = parse_quote! { types::#message };
        }
        visit_mut::visit_path_mut(self, path);
    }
}
