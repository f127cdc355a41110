//! Text buffers that go back to the thread that filled them once they are printed.
//!
//! A buffer is several MiB, is filled on one thread and printed on another. The allocator would return that much
//! memory to the system, which would have to map it again page by page while all threads wait.

use std::ops::Deref;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many buffers are kept for reuse.
const SPARE: usize = 4;

/// Larger buffers are not kept, in bytes.
const LARGEST: usize = 8 << 20;

/// A buffer that is being filled.
pub(super) struct Making {
    pub(super) text: Vec<u8>,
    back: SyncSender<Vec<u8>>,
    spare: Receiver<Vec<u8>>,
}

impl Default for Making {
    fn default() -> Self {
        let (back, spare) = sync_channel(SPARE);
        Self {
            text: Vec::new(),
            back,
            spare,
        }
    }
}

impl Making {
    /// Takes the text. The next buffer starts empty.
    pub(super) fn take(&mut self) -> Made {
        let next = self.spare.try_recv().unwrap_or_default();
        Made {
            text: std::mem::replace(&mut self.text, next),
            back: Some(self.back.clone()),
        }
    }
}

/// Text that was taken. Dropping it returns its buffer.
pub(crate) struct Made {
    text: Vec<u8>,
    /// `None` if the buffer is not worth returning.
    back: Option<SyncSender<Vec<u8>>>,
}

impl From<Vec<u8>> for Made {
    fn from(text: Vec<u8>) -> Self {
        Self { text, back: None }
    }
}

impl Deref for Made {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.text
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let Some(back) = &self.back else { return };
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        if (1..=LARGEST).contains(&text.capacity()) {
            // It is freed if enough buffers are waiting, or if nothing fills them any more.
            let _ = back.try_send(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(making: &mut Making, text: &[u8]) -> Made {
        making.text.extend_from_slice(text);
        making.take()
    }

    #[test]
    fn the_memory_of_printed_text_is_used_again_and_says_nothing_of_it() {
        let mut making = Making::default();
        let first = taken(&mut making, b"first");
        let memory = first.as_ptr();
        drop(first);
        // This one was begun before.
        drop(taken(&mut making, b""));
        assert!(making.text.is_empty());
        assert_eq!(making.text.as_ptr(), memory);
        assert_eq!(&*taken(&mut making, b"2"), b"2");
    }

    #[test]
    fn no_more_memory_waits_than_is_used_soon() {
        let mut making = Making::default();
        let many: Vec<Made> = (0..9).map(|_| taken(&mut making, b"text")).collect();
        drop(many);
        drop(taken(&mut making, &vec![0; LARGEST + 1]));
        let waiting: Vec<usize> = making
            .spare
            .try_iter()
            .map(|text| text.capacity())
            .collect();
        assert!(waiting.len() <= SPARE && waiting.iter().all(|size| *size <= LARGEST));
        let left = taken(&mut making, b"text");
        drop(making);
        assert_eq!(&*left, b"text");
    }
}
