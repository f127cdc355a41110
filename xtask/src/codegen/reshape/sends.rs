//! Replaces the generator's runtime by our own code for sending an operation and reading its answer.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Path, parse_quote};

use super::addresses::join_paths;
use super::unexpected;
use crate::failure::Failure;

/// Replaces the calls that read an answer, and counts them.
#[derive(Default)]
pub(super) struct Answers {
    sends: usize,
    read: usize,
    streamed: usize,
    refused: usize,
    unexpected: usize,
    /// How many statements created or sent the header with the contract's version.
    versions: usize,
    /// How many requests set the header `Accept`.
    accepts: usize,
    /// How many statements ran the generator's hooks.
    hooks: usize,
    /// How many URLs were built from strings.
    addresses: usize,
    unknown: Vec<String>,
    /// Whether the current operation streams its answer.
    streams: bool,
}

impl Answers {
    /// The expression that reads an answer that the contract does not describe.
    fn other(&self, of_whole: &Expr) -> Expr {
        if self.streams {
            parse_quote! { Err(crate::answer::instead(response, &client.inner).await) }
        } else {
            parse_quote! { Err(#of_whole) }
        }
    }

    pub(super) fn check(&self) -> Result<(), Failure> {
        if let Some(arm) = self.unknown.first() {
            return Err(unexpected(&format!(
                "an answer is read in an unknown way: {arm}"
            )));
        }
        let good = self.sends > 0
            && self.read + self.streamed == self.sends
            && self.refused == 2 * self.sends
            && self.unexpected == self.sends
            && self.versions == 3 * self.sends
            && self.accepts == self.read
            && self.hooks == 5 * self.sends
            && self.addresses == self.sends;
        if good {
            return Ok(());
        }
        Err(unexpected(&format!(
            "of {} operations {} read an answer, {} stream one, {} arms refuse, {} do not expect it, {} statements send the version, {} say what they accept, {} run hooks, {} make an address",
            self.sends, self.read, self.streamed, self.refused, self.unexpected, self.versions, self.accepts, self.hooks, self.addresses
        ))
        .with_hint("each operation needs a 200, and 4XX and 5XX with the schema Status"))
    }
}

/// Removes the statements that send the contract's version with each request: the gateway does not know that header.
/// Returns how many statements were removed.
fn drop_version_header(block: &mut syn::Block) -> usize {
    let before = block.stmts.len();
    block.stmts.retain(|statement| {
        let text = statement.to_token_stream().to_string();
        !text.starts_with("let mut header_map") && !text.starts_with("header_map . append")
    });
    before - block.stmts.len() + drop_calls(block, "headers", "header_map")
}

/// Removes the calls of a method whose arguments begin with this text. Returns how many were removed.
fn drop_calls(block: &mut syn::Block, method: &str, arguments: &str) -> usize {
    struct Calls<'a>(&'a str, &'a str, usize);
    impl VisitMut for Calls<'_> {
        fn visit_expr_mut(&mut self, expression: &mut Expr) {
            if let Expr::MethodCall(call) = expression
                && call.method == self.0
                && tight(&call.args).starts_with(self.1)
            {
                self.2 += 1;
                *expression = (*call.receiver).clone();
            }
            visit_mut::visit_expr_mut(self, expression);
        }
    }
    let mut calls = Calls(method, arguments, 0);
    calls.visit_block_mut(block);
    calls.2
}

/// The text of tokens without white space.
fn tight(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

/// Replaces the statements that run the generator's hooks by one call. Returns how many were replaced.
fn send_by_request(block: &mut syn::Block, streams: bool) -> usize {
    const HOOKS: [&str; 4] = [
        "letinfo=OperationInfo{",
        "client.pre(&mutrequest,&info).await?;",
        "letresult=client.exec(request,&info).await;",
        "client.post(&result,&info).await?;",
    ];
    let mut replaced = 0;
    block.stmts.retain_mut(|statement| {
        let text = tight(statement);
        if HOOKS.iter().any(|hook| text.starts_with(hook)) {
            replaced += 1;
            return false;
        }
        if text == "letresponse=result?;" {
            replaced += 1;
            *statement = if streams {
                parse_quote! { let response = crate::request::open(&client.client, &client.inner, request).await?; }
            } else {
                parse_quote! { let answer = crate::request::exchange(&client.client, &client.inner, request).await?; }
            };
        } else if let syn::Stmt::Local(local) = statement
            && let syn::Pat::Ident(name) = &mut local.pat
            && name.ident == "request"
        {
            name.mutability = None;
            local.attrs.clear();
        }
        true
    });
    replaced
}

impl VisitMut for Answers {
    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let body = tight(&arm.body).replace(';', "");
        let body = body.trim_start_matches('{').trim_end_matches(['}', ',']);
        let replacement: Option<Expr> = match body {
            "ResponseValue::from_response(response).await" => {
                self.read += 1;
                Some(parse_quote! { crate::answer::read(answer, &client.inner) })
            }
            "Ok(ResponseValue::stream(response))" => {
                self.streamed += 1;
                None
            }
            "Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))"
            | "Err(Error::ErrorResponse(ResponseValue::from_response(response).await?,))" => {
                self.refused += 1;
                Some(self.other(&parse_quote! { crate::answer::refused(answer) }))
            }
            "Err(Error::UnexpectedResponse(response))" => {
                self.unexpected += 1;
                Some(self.other(&parse_quote! { crate::answer::unexpected(answer) }))
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

    fn visit_expr_match_mut(&mut self, answered: &mut syn::ExprMatch) {
        if !self.streams && tight(&answered.expr) == "response.status().as_u16()" {
            *answered.expr = parse_quote! { answer.status.as_u16() };
        }
        visit_mut::visit_expr_match_mut(self, answered);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        if function.sig.ident == "send" {
            self.sends += 1;
            self.streams = tight(&function.block).contains("ResponseValue::stream");
            self.versions += drop_version_header(&mut function.block);
            self.accepts += drop_calls(&mut function.block, "header", "::reqwest::header::ACCEPT,");
            self.hooks += send_by_request(&mut function.block, self.streams);
            self.addresses += join_paths(&mut function.block);
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    /// Removes the builders of messages, because a body is a whole message, and uses our own query parameters.
    fn visit_path_mut(&mut self, path: &mut Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if names == ["progenitor_client", "QueryParam", "new"] {
            *path = parse_quote! { crate::parameters::query };
        }
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
