//! Doc comments of the client: one attribute per line, without examples that do not compile.

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprLit, ImplItemFn, ItemStruct, Lit, Meta, parse_quote};

/// Cleans up the doc comments of functions and structs.
pub(super) struct Comments;

impl VisitMut for Comments {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        tidy(&mut function.attrs);
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        tidy(&mut item.attrs);
    }
}

fn tidy(attributes: &mut Vec<Attribute>) {
    let mut tidied = Vec::new();
    for attribute in attributes.drain(..) {
        let Some(text) = doc_text(&attribute) else {
            tidied.push(attribute);
            continue;
        };
        // The generator's example is a fragment that does not compile, and the setters describe the arguments.
        let text = text.split("```").next().unwrap_or_default();
        let text = text.split("\nArguments:\n").next().unwrap_or_default();
        let text = text.trim();
        for line in text.lines() {
            let line = if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            };
            tidied.push(parse_quote! { #[doc = #line] });
        }
    }
    *attributes = tidied;
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
