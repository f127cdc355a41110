//! Reads pipes and terminals, which may never send anything, so that a signal can end the read.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The number of bytes read at once.
const PIECE: usize = 1 << 18;

/// How often to check for a signal while nothing arrives.
const TICK: Duration = Duration::from_millis(20);

/// Reads on a thread of its own, so that a signal ends a read while nothing arrives. The read then fails, and
/// [`caught`](super::caught) returns the signal. Every byte is copied: for files on a disk, which do not block,
/// call `caught` between blocks instead.
///
/// Memory is bounded by three pieces of 256 KiB.
pub(crate) fn heeding(mut input: impl Read + Send + 'static) -> impl Read + Send {
    let (hand, taken) = sync_channel(1);
    // The thread ends with the input, the reader or the program.
    std::thread::spawn(move || {
        let mut piece = vec![0; PIECE];
        loop {
            let read = match input.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(count) => Ok(piece[..count].to_vec()),
                Err(error) => Err(error),
            };
            let is_last = read.as_ref().map_or(true, Vec::is_empty);
            if hand.send(read).is_err() || is_last {
                return;
            }
        }
    });
    Heeding {
        taken,
        piece: io::Cursor::default(),
        ended: false,
    }
}

struct Heeding {
    taken: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for Heeding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.piece.read(buffer)?;
        if count > 0 || self.ended || buffer.is_empty() {
            return Ok(count);
        }
        loop {
            if let Some(signal) = super::caught() {
                return Err(io::Error::other(signal.name()));
            }
            match self.taken.recv_timeout(TICK) {
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::Error::other("a worker thread failed"));
                }
                Ok(piece) => {
                    let piece = piece.inspect_err(|_| self.ended = true)?;
                    self.ended = piece.is_empty();
                    self.piece = io::Cursor::new(piece);
                    return self.piece.read(buffer);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read as _};

    use super::{PIECE, heeding};

    #[test]
    fn every_byte_comes_in_its_order() {
        let bytes: Vec<u8> = (0..=250).cycle().take(PIECE * 3 + 7).collect();
        let mut read = Vec::new();
        let mut reader = heeding(io::Cursor::new(bytes.clone()));
        reader.read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        assert_eq!(reader.read(&mut [0]).unwrap(), 0, "the end stays the end");
    }

    #[test]
    fn an_error_of_the_input_comes_behind_what_came_before_it() {
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
        let mut read = Vec::new();
        let error = heeding(b"abc".chain(Broken)).read_to_end(&mut read);
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
        assert_eq!(read, b"abc");
    }
}
