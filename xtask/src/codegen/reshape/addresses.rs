//! Builds the URL of a request from the base URL, which is already parsed, and a path.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token, parse_quote};

/// Appends paths to the parsed base URL instead of parsing a string. A path segment that is not valid is an error.
/// Returns how many URLs were found.
pub(super) fn join_paths(block: &mut syn::Block) -> usize {
    let mut found = 0;
    for statement in &mut block.stmts {
        if let syn::Stmt::Local(local) = statement
            && let Some(init) = &mut local.init
            && let Expr::Macro(call) = &*init.expr
            && let Some(path) = appended(&call.mac)
        {
            found += 1;
            *init.expr = parse_quote! { client.base.to(#path).map_err(Error::InvalidRequest)? };
        }
    }
    found
}

/// The path that a `format!` appends to the base URL.
fn appended(call: &Macro) -> Option<Expr> {
    let texts = Punctuated::<Expr, Token![,]>::parse_terminated;
    let texts = call.parse_body_with(texts).ok()?;
    let mut texts = texts.into_iter();
    let Some(Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(template),
        ..
    })) = texts.next()
    else {
        return None;
    };
    let base = texts.next()?.to_token_stream().to_string();
    if !call.path.is_ident("format") || base.replace(' ', "") != "client.baseurl" {
        return None;
    }
    let path = template.value().strip_prefix("{}")?.to_owned();
    let parts: Vec<_> = texts.collect();
    Some(if parts.is_empty() {
        parse_quote! { #path }
    } else {
        parse_quote! { &format!(#path, #(#parts.map_err(Error::InvalidRequest)?),*) }
    })
}
