//! The setters of the builders: documents each with its parameter, and names types as their documentation does.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ImplItemFn, ItemFn, ItemImpl, ItemMod, Lit, LitStr, Type, parse_quote};

use super::{docs, unexpected};
use crate::failure::Failure;
use crate::model::{Model, rust_name};

/// Documents the setters. Fails if a parameter has none.
pub(super) fn describe(module: &mut ItemMod, model: &Model<'_>) -> Result<(), Failure> {
    let mut said = BTreeMap::new();
    let mut joined = BTreeSet::new();
    for operation in &model.operations {
        let builder = operation.id.unwrap_or_default().to_pascal_case();
        for parameter in &operation.parameters {
            let about = About {
                description: parameter.description().to_owned(),
                is_deprecated: parameter.is_true("deprecated"),
            };
            said.insert((builder.clone(), rust_name(parameter.name)), about);
            if parameter.map.get("explode") == Some(&Value::Bool(false))
                && parameter.place == "query"
            {
                joined.insert((builder.clone(), parameter.name.to_owned()));
            }
        }
        if let Some(request) = &operation.request {
            let about = About {
                description: request.description().to_owned(),
                is_deprecated: false,
            };
            said.insert((builder, "body".to_owned()), about);
        }
    }
    let mut setters = Setters {
        builder: String::new(),
        said,
        joined,
    };
    setters.visit_item_mod_mut(module);
    if let Some((builder, name)) = setters.said.keys().next() {
        let what = format!("the builder {builder} has no setter for {name}");
        return Err(unexpected(&what));
    }
    if let Some((builder, name)) = setters.joined.first() {
        let what = format!("the builder {builder} does not send {name}");
        return Err(unexpected(&what));
    }
    Ok(())
}

struct About {
    description: String,
    is_deprecated: bool,
}

struct Setters {
    /// The builder that the current methods belong to.
    builder: String,
    /// The documentation of each setter of each builder.
    said: BTreeMap<(String, String), About>,
    /// The lists that are sent as one value, by their wire names.
    joined: BTreeSet<(String, String)>,
}

impl VisitMut for Setters {
    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        if let Type::Path(path) = &*block.self_ty
            && let Some(last) = path.path.segments.last()
        {
            self.builder = last.ident.to_string();
        }
        visit_mut::visit_item_impl_mut(self, block);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let name = function.sig.ident.to_string();
        if let Some(about) = self.said.remove(&(self.builder.clone(), name)) {
            let docs = docs(&about.description);
            let deprecated = about.is_deprecated.then(|| quote! { #[deprecated] });
            let attributes: ItemFn = parse_quote! { #docs #deprecated fn said() {} };
            function.attrs.splice(..0, attributes.attrs);
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        if let Some(Expr::Lit(name)) = call.args.first()
            && let Lit::Str(name) = &name.lit
            && self.joined.remove(&(self.builder.clone(), name.value()))
        {
            *call.func = parse_quote! { crate::parameters::joined };
        }
        visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        *ty = short(ty);
        visit_mut::visit_type_mut(self, ty);
    }

    /// An error names the type as its documentation does.
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        let said = text.value();
        if let Some(rest) = said.strip_prefix("conversion to `")
            && let Some((ty, parameter)) = rest.split_once("` for ")
            && let Some(parameter) = parameter.strip_suffix(" failed")
            && let Ok(ty) = syn::parse_str::<Type>(ty)
        {
            let ty = short(&ty).to_token_stream().to_string().replace(' ', "");
            let ty = ty.replace("types::", "");
            *text = LitStr::new(&format!("{parameter} is not a `{ty}`"), text.span());
        }
    }
}

/// The type without paths to names that the module imports.
fn short(ty: &Type) -> Type {
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
