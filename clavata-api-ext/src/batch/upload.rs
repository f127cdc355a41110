//! The input, from the disk to the storage.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::error::BatchError;
use super::progress::{BatchProgress, Progress};
use super::{CheckedInput, csv_scan};
use crate::storage::Upload;

/// How much is read from the disk at once.
const PIECE: usize = 256 * 1024;

/// Uploads once.
pub(super) async fn upload(
    upload: &Upload,
    input: &Path,
    checked: &CheckedInput,
    progress: &Progress,
) -> Result<(), BatchError> {
    let unreadable = |error: io::Error| BatchError::file(input, "it cannot be read", &error);
    let changed = Arc::new(AtomicBool::new(false));
    let open = || {
        let changed = changed.clone();
        async move {
            let mut file = tokio::fs::File::open(input).await.map_err(unreadable)?;
            let at = io::SeekFrom::Start(checked.offset);
            file.seek(at).await.map_err(unreadable)?;
            Ok::<_, BatchError>(pieces(file, checked, changed))
        }
    };
    let total = checked.bytes;
    let tell = |sent| progress.tell(&BatchProgress::Uploading { sent, total });
    let sent = upload.send(total, open, tell).await;
    if changed.load(Ordering::Relaxed) {
        let error = io::Error::other("it changed while it was uploaded; check it and run again");
        return Err(unreadable(error));
    }
    sent
}

/// The file, piece by piece. The last piece is held back until the whole is known to be what was
/// checked, so that another file never becomes the input.
fn pieces(
    file: tokio::fs::File,
    checked: &CheckedInput,
    changed: Arc<AtomicBool>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let total = checked.bytes;
    let sha256 = checked.sha256.clone();
    let start = (file, Sha256::new(), 0_u64);
    futures_util::stream::try_unfold(start, move |(mut file, mut hash, mut read)| {
        let (sha256, changed) = (sha256.clone(), changed.clone());
        async move {
            if read == total {
                return Ok(None);
            }
            let room = usize::try_from(total - read).map_or(PIECE, |left| left.min(PIECE));
            let mut piece = BytesMut::zeroed(room);
            let count = file.read(&mut piece).await?;
            piece.truncate(count);
            hash.update(&piece);
            read += count as u64;
            let cut = count == 0;
            let whole = read == total;
            if cut || (whole && csv_scan::hex(&hash.clone().finalize()) != sha256) {
                changed.store(true, Ordering::Relaxed);
                return Err(io::Error::other("the file changed"));
            }
            Ok(Some((piece.freeze(), (file, hash, read))))
        }
    })
}
