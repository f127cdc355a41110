//! A member of gzip data (RFC 1952).

use std::io::{BufRead, Read, Write};

use flate2::write::GzDecoder;

use super::source::Source;
use super::unpack::Damage;

pub(super) struct Gzip(GzDecoder<Vec<u8>>);

impl Default for Gzip {
    fn default() -> Self {
        Self(GzDecoder::new(Vec::new()))
    }
}

impl Gzip {
    /// Decompresses a piece. Returns false once the member has ended.
    pub(super) fn unpack<R: Read>(
        &mut self,
        source: &mut Source<R>,
        piece: &mut Vec<u8>,
    ) -> Result<bool, Damage> {
        let packed = source.fill_buf()?;
        let is_over = packed.is_empty();
        // Once the member has ended, the decoder takes no byte.
        let taken = self.0.write(if is_over { &[0] } else { packed });
        if is_over && !matches!(taken, Ok(0)) {
            return Err(Damage::Cut);
        }
        // After damage as well, this returns what was decompressed before it: a refusal may be in it.
        let flushed = self.0.flush();
        piece.append(self.0.get_mut());
        match taken.and_then(|taken| flushed.map(|()| taken)) {
            Ok(0) => match self.0.try_finish() {
                Ok(()) => Ok(false),
                Err(_) => Err(Damage::Wrong("its checksum does not match")),
            },
            Ok(taken) => {
                source.consume(taken);
                Ok(true)
            }
            Err(_) => Err(Damage::Wrong("it cannot be decompressed further")),
        }
    }
}
