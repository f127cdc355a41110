//! A member of gzip data (RFC 1952).
//!
//! If data is damaged, the readers of the library discard what they have decompressed. This one returns it, because
//! a refusal may come before the damage.

use std::io::{BufRead, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::source::Source;
use super::unpack::Damage;

/// How far back the data refers. Output is decompressed up to a multiple of this, like in the library, so everything
/// decompressed is returned before the next piece is read.
const WINDOW: usize = 32 * 1024;

/// The longest name or comment that is accepted.
const LONGEST_NAME: u64 = 64 * 1024;

pub(super) struct Gzip {
    /// `None` until the header is read.
    data: Option<Decompress>,
    sum: Crc,
}

impl Default for Gzip {
    fn default() -> Self {
        Self {
            data: None,
            sum: Crc::new(),
        }
    }
}

impl Gzip {
    /// Decompresses a piece. Returns false once the member has ended.
    pub(super) fn unpack<R: Read>(
        &mut self,
        source: &mut Source<R>,
        piece: &mut Vec<u8>,
    ) -> Result<bool, Damage> {
        let data = match &mut self.data {
            Some(data) => data,
            none => {
                header(source)?;
                none.insert(Decompress::new(false))
            }
        };
        let packed = source.fill_buf()?;
        if packed.is_empty() {
            return Err(Damage::Cut);
        }
        let (taken, made) = (data.total_in(), data.total_out());
        let in_window = usize::try_from(made % WINDOW as u64).unwrap_or(0);
        piece.resize(WINDOW - in_window, 0);
        let status = data.decompress(packed, piece, FlushDecompress::None);
        let difference = |after: u64, before| usize::try_from(after - before).unwrap_or(0);
        let (taken, made) = (
            difference(data.total_in(), taken),
            difference(data.total_out(), made),
        );
        piece.truncate(made);
        source.consume(taken);
        self.sum.update(piece);
        match status {
            Ok(Status::StreamEnd) => self.trailer(source).map(|()| false),
            Ok(_) if taken + made > 0 => Ok(true),
            _ => Err(Damage::Wrong("it cannot be decompressed further")),
        }
    }

    fn trailer(&self, source: &mut impl Read) -> Result<(), Damage> {
        let mut sum = [0; 4];
        let mut length = [0; 4];
        source.read_exact(&mut sum)?;
        source.read_exact(&mut length)?;
        let is_right = u32::from_le_bytes(sum) == self.sum.sum()
            && u32::from_le_bytes(length) == self.sum.amount();
        is_right
            .then_some(())
            .ok_or(Damage::Wrong("its checksum does not match"))
    }
}

fn header<R: Read>(source: &mut Source<R>) -> Result<(), Damage> {
    let mut fixed = [0; 10];
    source.read_exact(&mut fixed)?;
    let flags = fixed[3];
    let has = |flag: u8| flags & flag != 0;
    if has(0xe0) {
        return Err(Damage::Wrong("its header has unknown flags"));
    }
    if has(4) {
        let mut length = [0; 2];
        source.read_exact(&mut length)?;
        skip(source, u64::from(u16::from_le_bytes(length)))?;
    }
    for flag in [8, 16] {
        if has(flag) {
            skip_name(source)?;
        }
    }
    if has(2) {
        skip(source, 2)?;
    }
    Ok(())
}

/// Skips bytes.
pub(super) fn skip<R: Read>(source: &mut Source<R>, mut count: u64) -> Result<(), Damage> {
    while count > 0 {
        let waiting = source.fill_buf()?.len();
        if waiting == 0 {
            return Err(Damage::Cut);
        }
        let taken = waiting.min(usize::try_from(count).unwrap_or(usize::MAX));
        source.consume(taken);
        count -= taken as u64;
    }
    Ok(())
}

fn skip_name<R: Read>(source: &mut Source<R>) -> Result<(), Damage> {
    for _ in 0..LONGEST_NAME {
        let mut byte = [0];
        source.read_exact(&mut byte)?;
        if byte == [0] {
            return Ok(());
        }
    }
    Err(Damage::Wrong("its header does not end"))
}
