//! Defaults from the profile.

use super::{Command, Method};
use crate::settings::Settings;

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
