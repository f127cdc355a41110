//! Uploads the input to the storage.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::{Bytes, BytesMut};
use clavata_api_ext::Upload;
use futures_core::Stream;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::BatchRun;
use super::earlier::has_begun;
use super::repeated::attempt;
use crate::error::BatchError;
use crate::fingerprint::hex;
use crate::input::CheckedInput;
use crate::progress::BatchProgress;
use crate::state::{State, Step};

/// The number of bytes to read from disk at once.
const PIECE: usize = 256 * 1024;

/// Uploads, unless the batch job of an earlier run has already started on its CSV.
pub(super) async fn upload(
    run: &BatchRun,
    state: &mut State,
    checked: &CheckedInput,
    resumed: bool,
) -> Result<(), BatchError> {
    let id = state.batch_job_id.clone();
    if !resumed || !has_begun(run, &id).await? {
        let expired = |status, code| {
            let id = id.clone();
            BatchError::UploadExpired { id, status, code }
        };
        if state.upload_expired() {
            return Err(expired(None, None));
        }
        let address = state.upload_url.as_deref().unwrap_or_default();
        let place = &run.batch.upload_to(address)?;
        let id = &id;
        let sent = place.repeat(|number| {
            attempt(async move {
                // An upload whose response was lost may have arrived. Once the batch job has started on
                // it, it must not be replaced.
                if number > 1 && has_begun(run, id).await? {
                    return Ok(());
                }
                upload_once(place, run, checked).await
            })
        });
        sent.await
            .map_err(|error| match error.refused_by_storage() {
                Some((403, code)) => expired(Some(403), code.map(str::to_owned)),
                _ => error.into(),
            })??;
    }
    state.step = Step::Uploaded;
    state.upload_url = None;
    state.save()
}

/// Uploads once.
async fn upload_once(
    upload: &Upload,
    run: &BatchRun,
    checked: &CheckedInput,
) -> Result<(), BatchError> {
    let unreadable = |error: io::Error| BatchError::file(&run.input, "it cannot be read", &error);
    let changed = Arc::new(AtomicBool::new(false));
    let open = || {
        let changed = changed.clone();
        async move {
            let mut file = tokio::fs::File::open(&run.input)
                .await
                .map_err(unreadable)?;
            let at = io::SeekFrom::Start(checked.offset);
            file.seek(at).await.map_err(unreadable)?;
            Ok::<_, BatchError>(pieces(file, checked, changed))
        }
    };
    let total = checked.bytes;
    let tell = |sent| run.progress.tell(&BatchProgress::Uploading { sent, total });
    let sent = upload.send(total, open, tell).await;
    if changed.load(Ordering::Relaxed) {
        let error = io::Error::other("it changed while it was uploaded; check it and run again");
        return Err(unreadable(error));
    }
    sent
}

/// Reads the file in chunks. It holds back the last chunk until the whole file is known to be the
/// one that was checked, so that another file never becomes the input.
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
            if cut || (whole && hex(&hash.clone().finalize()) != sha256) {
                changed.store(true, Ordering::Relaxed);
                return Err(io::Error::other("the file changed"));
            }
            Ok(Some((piece.freeze(), (file, hash, read))))
        }
    })
}
