//! A profile of the config file.

use std::collections::BTreeMap;
use std::fmt;

use uuid::Uuid;

/// The values of a profile. A value that is not set has no effect.
#[derive(Debug, Default)]
pub(super) struct Profile {
    pub(super) base_url: Option<String>,
    pub(super) key: Option<KeySource>,
    pub(super) policies: BTreeMap<String, Uuid>,
    pub(super) format: Option<String>,
    pub(super) threshold: Option<f64>,
}

/// Where a profile gets its key.
pub(super) enum KeySource {
    /// From the file.
    File(String),
    /// From the first line that this program prints.
    Command(Vec<String>),
}

/// Shows neither the key nor the command, whose arguments may contain a key.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File(_) => "File(hidden)",
            Self::Command(_) => "Command(hidden)",
        })
    }
}
