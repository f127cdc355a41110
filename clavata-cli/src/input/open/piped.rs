//! Opens an input for async tasks, which must not block.

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, BufReader, ReadBuf};
use tokio::sync::mpsc::{Receiver, channel};

/// The number of bytes read at once. Memory holds three such pieces.
const PIECE: usize = 64 * 1024;

/// A file that is read by a thread of its own.
pub(crate) type Piped = BufReader<Pieces>;

/// Opens a file, or stdin for `-`, like [`open`](super::open).
pub(crate) async fn open_piped(file: PathBuf) -> io::Result<Piped> {
    let (sender, mut pieces) = channel(1);
    // Not a task of the runtime: on shutdown, the runtime would wait for it, and stdin may never end.
    std::thread::spawn(move || {
        let mut input = match super::open(&file) {
            Ok(input) => input,
            Err(error) => return drop(sender.blocking_send(Err(error))),
        };
        // An empty piece reports that the file is open.
        let mut piece = Ok(Vec::new());
        loop {
            let is_last = piece.is_err();
            if sender.blocking_send(piece).is_err() || is_last {
                return;
            }
            let mut bytes = vec![0; PIECE];
            piece = match input.read(&mut bytes) {
                Ok(0) => return,
                Ok(read) => {
                    bytes.truncate(read);
                    Ok(bytes)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Vec::new()),
                Err(error) => Err(error),
            };
        }
    });
    let opened = pieces.recv().await;
    opened.unwrap_or_else(|| Err(io::Error::other("it could not be read")))?;
    Ok(BufReader::new(Pieces {
        thread: pieces,
        piece: Vec::new(),
        given: 0,
    }))
}

/// The pieces of an input, received from its thread.
#[derive(Debug)]
pub(crate) struct Pieces {
    thread: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    given: usize,
}

impl AsyncRead for Pieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.given == self.piece.len() {
            match ready!(self.thread.poll_recv(context)) {
                None => return Poll::Ready(Ok(())),
                Some(piece) => self.piece = piece?,
            }
            self.given = 0;
        }
        let waiting = &self.piece[self.given..];
        let read = waiting.len().min(into.remaining());
        into.put_slice(&waiting[..read]);
        self.given += read;
        Poll::Ready(Ok(()))
    }
}
