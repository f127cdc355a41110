//! Names the source of each setting.

use std::fmt;

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Option(&'static str),
    Variable(&'static str),
    /// A key of the chosen profile.
    Profile(&'static str),
    /// A key of the file outside profiles.
    File(&'static str),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) | Self::Variable(name) => f.write_str(name),
            Self::Profile(key) => write!(f, "{key} of the profile"),
            Self::File(key) => write!(f, "{key} of the file"),
            Self::Default => f.write_str("the default"),
        }
    }
}
