//! Uploading the input, from the disk, to its presigned address.

use std::io;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Url};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::time::Instant;

use super::problem::BatchProblem;
use super::progress::{BatchProgress, Progress};
use super::storage::{self, Judged};
use super::{CheckedInput, csv_scan};
use crate::client::Clavata;
use crate::error::{Error, Evidence};

/// How much is read from the disk at once.
const PIECE: usize = 256 * 1024;

/// How often a silence is looked for, and progress told.
const TICK: Duration = Duration::from_millis(250);

/// Uploads once, to where the storage says. Bounded by silence, not in all: nobody knows how long a
/// file takes.
pub(super) async fn upload(
    clavata: &Clavata,
    address: &Url,
    input: &Path,
    checked: &CheckedInput,
    progress: &Progress,
) -> Result<(), Error> {
    let mut address = address.clone();
    for _ in 0..=storage::HOPS {
        match upload_to(clavata, &address, input, checked, progress).await? {
            Judged::Good(_) => return Ok(()),
            Judged::Elsewhere(place) => address = place,
        }
    }
    Err(storage::lost())
}

async fn upload_to(
    clavata: &Clavata,
    address: &Url,
    input: &Path,
    checked: &CheckedInput,
    progress: &Progress,
) -> Result<Judged, Error> {
    let unreadable = |error: io::Error| {
        BatchProblem::file(input, "it cannot be read", &error).into_error(Evidence::NotSent)
    };
    let mut file = tokio::fs::File::open(input).await.map_err(unreadable)?;
    let at = io::SeekFrom::Start(checked.offset);
    file.seek(at).await.map_err(unreadable)?;

    let total = checked.bytes;
    let sent = Arc::new(AtomicU64::new(0));
    let changed = Arc::new(AtomicU64::new(0));
    let pieces = pieces(file, checked, sent.clone(), changed.clone());
    let request = clavata
        .shared
        .http
        .put(address.clone())
        .header(CONTENT_TYPE, "text/csv")
        // Object storages refuse chunked bodies.
        .header(CONTENT_LENGTH, total)
        .body(Body::wrap_stream(pieces));

    let mut sending = pin!(request.send());
    let mut moved = (0, Instant::now());
    let answer = loop {
        if let Ok(answer) = tokio::time::timeout(TICK, sending.as_mut()).await {
            break answer;
        }
        let now = sent.load(Ordering::Relaxed);
        if now != moved.0 {
            moved = (now, Instant::now());
            progress.tell(&BatchProgress::Uploading { sent: now, total });
        } else if let Some(limit) = clavata.timeouts.idle()
            && moved.1.elapsed() >= limit
        {
            return Err(storage::stalled("upload", limit));
        }
    };
    if changed.load(Ordering::Relaxed) > 0 {
        let error = io::Error::other("it changed while it was uploaded; check it and run again");
        return Err(unreadable(error));
    }
    let answer = answer.map_err(storage::broken)?;
    let judged = storage::judge(clavata, storage::UPLOAD, address, answer).await?;
    if let Judged::Good(_) = judged {
        progress.tell(&BatchProgress::Uploading { sent: total, total });
    }
    Ok(judged)
}

/// The file, piece by piece. The last piece is held back until the whole is known to be what was
/// checked, so that another file never becomes the input.
fn pieces(
    file: tokio::fs::File,
    checked: &CheckedInput,
    sent: Arc<AtomicU64>,
    changed: Arc<AtomicU64>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let total = checked.bytes;
    let sha256 = checked.sha256.clone();
    let start = (file, Sha256::new(), 0_u64);
    futures_util::stream::try_unfold(start, move |(mut file, mut hash, mut read)| {
        let (sha256, sent, changed) = (sha256.clone(), sent.clone(), changed.clone());
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
                changed.store(1, Ordering::Relaxed);
                return Err(io::Error::other("the file changed"));
            }
            sent.store(read, Ordering::Relaxed);
            Ok(Some((piece.freeze(), (file, hash, read))))
        }
    })
}
