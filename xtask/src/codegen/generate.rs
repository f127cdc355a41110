//! Runs progenitor over the lowered contract.

use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use quote::quote;
use serde_json::Value;

use crate::failure::Failure;

/// The release of the generator that the passes of `reshape` were written for.
pub(crate) const GENERATOR: &str = "progenitor 0.15.1";

/// Generates the client as a syntax tree.
pub(crate) fn generate(lowered: Value) -> Result<syn::File, Failure> {
    let document: openapiv3::OpenAPI = serde_json::from_value(lowered).map_err(|error| {
        Failure::new(format!(
            "the contract is not an OpenAPI 3.0 document: {error}"
        ))
    })?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(progenitor::HooksMode::Expected)
        .with_inner_type(quote! { crate::call::Call });
    // For some shapes, the generator panics instead of returning an error. Both become one line.
    let tokens =
        quietly(|| Generator::new(&settings).generate_tokens(&document))?.map_err(|error| {
            let said = first_line(&error.to_string());
            Failure::new(format!("{GENERATOR} rejects this contract: {said}"))
        })?;
    syn::parse2(tokens).map_err(|error| {
        Failure::new(format!(
            "{GENERATOR} generated code that does not parse: {error}"
        ))
    })
}

fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(before);
    outcome.map_err(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Failure::new(format!(
            "{GENERATOR} panicked on this contract: {}",
            first_line(said)
        ))
    })
}

/// The generator prints whole syntax trees. The relevant part is at the start.
fn first_line(said: &str) -> String {
    const LONGEST: usize = 200;
    let line = said.lines().next().unwrap_or_default();
    let line = line.trim_end_matches([' ', '{']);
    line.chars().take(LONGEST).collect()
}
