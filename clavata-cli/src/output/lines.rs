//! What the formats of rows have in common.

use std::io;

use super::Piece;

/// A format of the rows of a table, each an `R`.
pub(super) trait Lines<R> {
    fn row(&mut self, row: &R) -> io::Result<()>;

    /// Writes rows that were made elsewhere.
    fn piece(&mut self, _piece: &Piece) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}
