//! Formats that commands have of their own, and the names of files that imply them.

use std::ffi::OsStr;
use std::path::Path;

use clap::ValueEnum;

use super::Format;
use crate::exit::Failure;

/// A format that only some commands have. The first one is the default.
pub(super) trait Named: ValueEnum + Copy + PartialEq {
    /// The extensions of files in this format.
    fn extensions(self) -> &'static [&'static str];
}

/// The format: the one requested, or implied by the file name of the output. Fails if the name implies a format that
/// the command does not have, or another one than the one requested.
pub(super) fn format_of<F: Named>(
    requested: Option<F>,
    output: Option<&Path>,
) -> Result<F, Failure> {
    let all = F::value_variants();
    let extension = output.and_then(Path::extension).and_then(OsStr::to_str);
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    let mut fit = all
        .iter()
        .filter(|one| one.extensions().contains(&&*extension));
    let is_implied = fit.clone().next().is_some()
        || output.is_some_and(|output| !Format::named(output).is_empty());
    let format = match requested {
        Some(format) if is_implied => fit.find(|one| **one == format),
        None if is_implied => fit.next(),
        _ => return Ok(requested.unwrap_or(all[0])),
    };
    format.copied().ok_or_else(|| {
        let what = "the file name of --output contradicts --format, or implies a format that this command does not have";
        let names = all.iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<_> = names.map(|name| name.get_name().to_owned()).collect();
        Failure::input(what, format!("use one of the formats {}", names.join(", ")))
    })
}
