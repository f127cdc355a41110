//! One frame of zstd data (RFC 8878).

use std::error::Error;
use std::io::{self, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::source::Source;
use super::unpack::Damage;

/// An empty last block, and room for a checksum.
const END: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

#[derive(Default)]
pub(super) struct Zstd {
    /// `None` until the header is read.
    frame: Option<FrameDecoder>,
}

impl Zstd {
    /// Decompresses a block. Returns false once the frame has ended.
    pub(super) fn unpack<R: Read>(
        &mut self,
        source: &mut Source<R>,
        piece: &mut Vec<u8>,
    ) -> Result<bool, Damage> {
        let Some(frame) = &mut self.frame else {
            return match begin(source)? {
                None => Ok(false),
                begun => {
                    self.frame = begun;
                    Ok(true)
                }
            };
        };
        if let Err(error) = frame.decode_blocks(source, BlockDecodingStrategy::UptoBlocks(1)) {
            // Until the frame ends, the decoder holds back as much as its window size.
            let _ = frame.decode_blocks(&END[..], BlockDecodingStrategy::UptoBlocks(1));
            frame.collect_to_writer(piece)?;
            return Err(damage(&error));
        }
        frame.collect_to_writer(piece)?;
        if !frame.is_finished() {
            return Ok(true);
        }
        match frame.get_checksum_from_data() {
            Some(sum) if Some(sum) != frame.get_calculated_checksum() => {
                Err(Damage::Wrong("its checksum does not match"))
            }
            _ => Ok(false),
        }
    }
}

/// Reads the header of a frame. Returns `None` for a skippable frame, which is skipped.
fn begin<R: Read>(source: &mut Source<R>) -> Result<Option<FrameDecoder>, Damage> {
    let mut frame = FrameDecoder::new();
    match frame.init(&mut *source) {
        Ok(()) => Ok(Some(frame)),
        Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
            length,
            ..
        })) => skip(source, length.into()).map(|()| None),
        Err(FrameDecoderError::WindowSizeTooBig { .. }) => {
            Err(Damage::Wrong("its window is larger than 128 MiB"))
        }
        Err(FrameDecoderError::DictNotProvided { .. }) => Err(Damage::Wrong(
            "it needs a dictionary, which is not supported",
        )),
        Err(error) => Err(damage(&error)),
    }
}

fn damage(error: &FrameDecoderError) -> Damage {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            // Errors cannot be cloned.
            return io::Error::new(error.kind(), error.to_string()).into();
        }
        cause = error.source();
    }
    Damage::Wrong("it cannot be decompressed further")
}

fn skip<R: Read>(source: &mut Source<R>, count: u64) -> Result<(), Damage> {
    match io::copy(&mut source.take(count), &mut io::sink())? {
        skipped if skipped == count => Ok(()),
        _ => Err(Damage::Cut),
    }
}
