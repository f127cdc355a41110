//! Writes text that was made elsewhere to the target that the options name.

use std::io::{self, Read, Write as _};

use super::pending::Pending;
use super::target::{self, Sink};
use crate::arguments::{Format, Shown};
use crate::exit::End;
use crate::terminal::Writing;

pub(crate) struct Copied {
    out: Sink,
    file: Option<Pending>,
}

impl Copied {
    pub(crate) fn begin(shown: &Shown) -> Result<Self, End> {
        target::check(shown)?;
        let writing = match shown.format() {
            Format::Table => Some(Writing::Text),
            format => target::writing(format),
        };
        let (out, file) = target::open_as(shown, writing)?;
        Ok(Self { out, file })
    }

    pub(crate) fn copy(&mut self, mut from: impl Read) -> io::Result<()> {
        io::copy(&mut from, &mut self.out).map(drop)
    }

    /// Publishes the file, if there is one.
    pub(crate) fn finish(mut self) -> Result<(), End> {
        self.out.flush()?;
        // The file is complete once its writer is gone.
        drop(self.out);
        Ok(self.file.map_or(Ok(()), |mut file| file.finish())?)
    }
}

/// Writes a whole text to the target that the options name.
pub(crate) fn write(shown: &Shown, text: &[u8]) -> Result<(), End> {
    let mut copied = Copied::begin(shown)?;
    copied.copy(text)?;
    copied.finish()
}
