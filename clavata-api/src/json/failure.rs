//! Why a text cannot be read, as serde wants to know it.

use std::fmt;

use super::cursor::Fault;

/// How much is kept of why a text cannot be read: nothing while it probably can, the words once
/// it could not.
pub(crate) trait Failure: serde::de::Error + From<Fault> {
    /// Whether the names of fields are needed as they came: words say where a value stands.
    const WANTS_NAMES: bool;
}

/// It is known only that it failed. For an error message, read again as [`Said`].
#[derive(Debug)]
pub(crate) struct GaveUp;

/// Why a text cannot be read.
#[derive(Debug)]
pub(crate) enum Said {
    /// It is no JSON; the cursor knows why.
    Syntax,
    /// It is JSON, and not what it should be.
    Data(String),
}

impl Failure for GaveUp {
    const WANTS_NAMES: bool = false;
}

impl Failure for Said {
    const WANTS_NAMES: bool = true;
}

impl From<Fault> for GaveUp {
    fn from(_: Fault) -> Self {
        Self
    }
}

impl From<Fault> for Said {
    fn from(_: Fault) -> Self {
        Self::Syntax
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not readable")
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not JSON"),
            Self::Data(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for GaveUp {}
impl std::error::Error for Said {}

impl serde::de::Error for GaveUp {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::de::Error for Said {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self::Data(what.to_string())
    }
}
