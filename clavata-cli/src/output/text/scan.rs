//! Searches short texts for bytes, eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The bytes that prevent a text from being copied unchanged.
#[derive(Clone, Copy)]
pub(super) struct Special<const N: usize> {
    pub(super) bytes: [u8; N],
    /// All bytes below this one, which is at most 128.
    pub(super) below: u8,
}

impl<const N: usize> Special<N> {
    /// Whether a text contains one of them.
    #[inline]
    pub(super) fn is_in(self, text: &[u8]) -> bool {
        let (words, rest) = text.as_chunks::<8>();
        let mut found = 0;
        for word in words {
            found |= self.marks(*word);
        }
        if let Some(last) = text.last_chunk() {
            // The last word may overlap bytes that were already checked.
            return (found | self.marks(*last)) & HIGHS != 0;
        }
        if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            let mut word = [0; 8];
            word[..4].copy_from_slice(first);
            word[4..].copy_from_slice(last);
            return self.marks(word) & HIGHS != 0;
        }
        rest.iter().any(|byte| self.has(*byte))
    }

    #[inline]
    pub(super) fn has(self, byte: u8) -> bool {
        byte < self.below || self.bytes.contains(&byte)
    }

    /// The highest bit of a byte is set for the first special one, and never if there is none.
    #[inline]
    fn marks(self, word: [u8; 8]) -> u64 {
        let word = u64::from_le_bytes(word);
        let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
        self.bytes
            .iter()
            .map(|byte| below(word ^ (ONES * u64::from(*byte)), 1))
            .fold(below(word, self.below), |all, one| all | one)
    }
}
