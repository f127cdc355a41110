//! Defaults from the profile.

use clap::ValueEnum as _;

use super::{Command, Format, Method};
use crate::settings::Settings;

/// The default format.
pub(super) fn format(settings: &Settings) -> Option<Format> {
    Format::from_str(settings.format()?, false).ok()
}

impl Command {
    /// Whether the command works without the config file, or diagnoses it.
    pub(crate) fn needs_no_settings(&self) -> bool {
        matches!(self, Self::Doctor(_) | Self::Completions(_) | Self::Man)
    }

    /// Whether what the command sends may be billed, and is lost if a signal ends the command.
    pub(crate) fn is_paid(&self) -> bool {
        match self {
            Self::Create(_) | Self::Evaluate(_) | Self::Labels(_) => true,
            Self::Api(arguments) => arguments.method == Method::Post,
            _ => false,
        }
    }

    /// Fills in options that were not given.
    pub(crate) fn fill(&mut self, settings: &Settings) {
        let threshold = match self {
            Self::Create(arguments) => &mut arguments.threshold,
            Self::Evaluate(arguments) => &mut arguments.threshold,
            Self::Labels(arguments) => &mut arguments.threshold,
            _ => return,
        };
        *threshold = threshold.or(settings.threshold());
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::Format;
    use crate::settings::FORMATS;

    #[test]
    fn each_format_that_can_be_a_default_is_one_that_may_go_to_a_terminal() {
        let all = Format::value_variants().iter();
        let fit = all.filter(|format| !format.is_for_files());
        let mut names: Vec<String> = fit
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        names.sort();
        let mut known = FORMATS.map(str::to_owned);
        known.sort();
        assert_eq!(names, known);
    }
}
