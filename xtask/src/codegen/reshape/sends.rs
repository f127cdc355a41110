//! How an operation is sent, and how its answer is read: by our own code in place of the generator's runtime.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Macro, Path, Token, parse_quote};

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
    /// How many statements made or sent the header with the contract's version.
    versions: usize,
    /// How many statements ran the generator's hooks.
    hooks: usize,
    unknown: Vec<String>,
}

impl Answers {
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
            && self.hooks == 5 * self.sends;
        if good {
            return Ok(());
        }
        Err(unexpected(&format!(
            "of {} operations {} read an answer, {} stream one, {} arms refuse, {} do not expect it, {} statements send the version, {} run hooks",
            self.sends, self.read, self.streamed, self.refused, self.unexpected, self.versions, self.hooks
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

/// Puts one call in place of the statements that run the generator's hooks. Returns how many it replaced.
fn send_by_request(block: &mut syn::Block) -> usize {
    const HOOKS: [&str; 4] = [
        "letinfo=OperationInfo{",
        "client.pre(&mutrequest,&info).await?;",
        "letresult=client.exec(request,&info).await;",
        "client.post(&result,&info).await?;",
    ];
    let mut replaced = 0;
    block.stmts.retain_mut(|statement| {
        let text = statement.to_token_stream().to_string().replace(' ', "");
        if HOOKS.iter().any(|hook| text.starts_with(hook)) {
            replaced += 1;
            return false;
        }
        if text == "letresponse=result?;" {
            replaced += 1;
            *statement =
                parse_quote! { let response = crate::request::send(&client.client, &client.inner, request).await?; };
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
            self.hooks += send_by_request(&mut function.block);
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    /// A text that cannot be a part of a path is an error.
    fn visit_macro_mut(&mut self, call: &mut Macro) {
        let texts = Punctuated::<Expr, Token![,]>::parse_terminated;
        if call.path.is_ident("format")
            && let Ok(mut texts) = call.parse_body_with(texts)
        {
            for text in &mut texts {
                if matches!(text, Expr::Call(_)) {
                    *text = parse_quote! { #text.map_err(Error::InvalidRequest)? };
                }
            }
            call.tokens = texts.into_token_stream();
        }
    }

    /// Removes the builders of messages, because a body is a whole message, and calls our own query parameters.
    fn visit_path_mut(&mut self, path: &mut Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if names == ["progenitor_client", "QueryParam", "new"] {
            *path = parse_quote! { crate::request::query };
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
