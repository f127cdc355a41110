//! Errors of the archive that occur while answers arrive.

use std::error::Error;
use std::fmt;
use std::io;

use super::{Code, Failure};

/// Marks an error of the archive among errors of the output.
#[derive(Debug)]
struct Unkept(io::Error);

/// Marks an error as one of the archive.
pub(crate) fn unkept(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), Unkept(error))
}

pub(super) fn is_unkept(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    error.is::<Unkept>()
}

impl fmt::Display for Unkept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unkept {}

impl Failure {
    /// An error of the archive.
    #[allow(clippy::needless_pass_by_value)] // the signature that `map_err` needs
    pub(crate) fn of_archive(error: io::Error) -> Self {
        let what = format!("cannot write answers to the archive, or read them from it: {error}");
        let hint =
            "check the folder and the free space on its disk; answers already archived are safe";
        Self::new(Code::Output, what, hint)
    }
}
